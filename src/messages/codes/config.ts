import type { MessagePart, NoData } from '../wording.ts';

/** What reading runner.config.json tells people, and the data of each message. */
export interface ConfigCodes {
  readonly 'config/in-file': { readonly file: string; readonly mistake: MessagePart };
  readonly 'config/in-file-at': {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly mistake: MessagePart;
  };
  /** Every mistake of a configuration, one a line. */
  readonly 'config/mistakes': { readonly mistakes: readonly MessagePart[] };
  /** `targets.local.shell: ...` */
  readonly 'config/at-path': { readonly path: string; readonly mistake: MessagePart };

  readonly 'config/missing': { readonly expected: MessagePart };
  readonly 'config/wrong-type': { readonly expected: MessagePart; readonly got: MessagePart };
  readonly 'config/either': { readonly kinds: readonly MessagePart[] };
  /** A kind of JSON value, by its name in JSON Schema. */
  readonly 'config/kind': { readonly kind: string };
  /** A value and its kind: `number 5`. */
  readonly 'config/value': { readonly kind: string; readonly value: string };
  readonly 'config/long-string': NoData;
  readonly 'config/one-of': {
    readonly names: readonly string[];
    readonly got: MessagePart | undefined;
    readonly meant: string | undefined;
  };
  readonly 'config/unknown-keys': {
    readonly keys: readonly { readonly key: string; readonly meant: string | undefined }[];
    readonly allowed: readonly string[];
  };
  readonly 'config/empty-text': NoData;
  readonly 'config/at-least': { readonly minimum: string };
  readonly 'config/at-most': { readonly maximum: string };
  readonly 'config/duration': NoData;
  readonly 'config/kubernetes-name': NoData;
  readonly 'config/ssh-host': NoData;
  readonly 'config/host': NoData;
  readonly 'config/path': NoData;
  readonly 'config/variable-name': NoData;
  readonly 'config/node-path': NoData;
  readonly 'config/no-decks': NoData;
  readonly 'config/secret-form': NoData;
  readonly 'config/secret-flags': { readonly flags: string };
  readonly 'config/secret-masks-all': NoData;

  readonly 'config/utf-16': NoData;
  readonly 'config/not-utf-8': NoData;
  readonly 'config/folder': NoData;
  readonly 'config/not-regular': NoData;
  readonly 'config/too-large': NoData;
  readonly 'config/no-such-file': NoData;
  readonly 'config/not-allowed': NoData;
  readonly 'config/empty-file': NoData;
  /** The file is no JSON: what should stand there, and what does. */
  readonly 'config/no-json': {
    readonly expected: 'value' | 'key' | 'colon' | 'end' | 'comma-or-brace' | 'comma-or-bracket';
    readonly found: 'end' | 'comment' | 'single-quote' | 'closing-after-comma' | 'bad-string' | 'text';
    readonly text: string;
  };
}
