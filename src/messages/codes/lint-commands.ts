import type { MessagePart, NoData } from '../wording.ts';

/** What `lint` says of commands that it reads by the grammar of their program. */
export interface LintCommandCodes {
  readonly 'lint/unknown-option': {
    readonly command: string;
    readonly option: string;
    readonly meant: string | undefined;
  };
  readonly 'lint/option-of-later-words': { readonly command: string; readonly option: string };
  readonly 'lint/removed-option': { readonly what: string; readonly since: string; readonly instead: string };
  readonly 'lint/option-without-value': { readonly option: string; readonly next: string | undefined };
  readonly 'lint/missing-argument': { readonly command: string; readonly argument: string; readonly usage: string };
  readonly 'lint/missing-option': { readonly command: string; readonly options: readonly string[] };
  readonly 'lint/extra-argument': { readonly command: string; readonly argument: string; readonly usage: string };
  readonly 'lint/type-slash-name': { readonly command: string; readonly right: string };
  readonly 'lint/no-kind': { readonly word: string; readonly meant: string | undefined };
  readonly 'lint/kind-for-name': { readonly right: string };
  readonly 'lint/wrong-value': { readonly of: string; readonly value: string; readonly form: MessagePart };
  readonly 'lint/form-number': NoData;
  readonly 'lint/form-duration': { readonly example: string };
  readonly 'lint/form-list': { readonly values: readonly string[] };
  readonly 'lint/form-like': { readonly example: string };
  readonly 'lint/form-lower-case': NoData;
  readonly 'lint/word-order': { readonly right: string };
  readonly 'lint/unknown-subcommand': {
    readonly program: string;
    readonly written: string;
    readonly meant: string | undefined;
  };
  readonly 'lint/exec-without-dashes': { readonly right: string };
  readonly 'lint/html-entity': { readonly written: string; readonly right: string };
  readonly 'lint/translated-program': { readonly written: string; readonly meant: readonly string[] };
  readonly 'lint/translated-shell-word': { readonly written: string; readonly meant: string };
  readonly 'lint/translated-argument': { readonly written: string; readonly meant: string; readonly program: string };
  readonly 'lint/spaced-assignment': { readonly right: string };
  readonly 'lint/spaced-dash': { readonly right: string };
  readonly 'lint/damaged-fence': { readonly written: string };
  readonly 'lint/spaced-word': { readonly right: string };
  readonly 'lint/glued-words': { readonly right: string };
  readonly 'lint/translated-number': { readonly right: string };
  readonly 'lint/damaged-comment': { readonly written: string; readonly right: string };
  readonly 'lint/damaged-variable': { readonly written: string; readonly right: string };
  readonly 'lint/damaged-link': { readonly right: string };
  readonly 'lint/unknown-name': {
    readonly kind: string;
    readonly name: string;
    readonly meant: string | undefined;
  };
  readonly 'lint/missing-file': { readonly path: string; readonly meant: string | undefined };
  readonly 'lint/file-not-made': { readonly path: string; readonly meant: string | undefined };
  readonly 'lint/waits-for-person': { readonly command: string };
  readonly 'lint/unknown-variable': { readonly name: string; readonly meant: string | undefined };
  readonly 'lint/unexpanded-tilde': { readonly word: string };
  readonly 'lint/names-before-pairs': { readonly name: string };
  readonly 'lint/key-typed-as-text': { readonly written: string; readonly key: string };
  readonly 'lint/looks-runnable': { readonly isQuote: boolean };
  readonly 'lint/wrong-label': { readonly name: string; readonly written: string; readonly right: string };
  readonly 'lint/label-slip': { readonly written: string; readonly meant: string };
  readonly 'lint/image-tag': { readonly image: string; readonly tag: string; readonly known: readonly string[] };
  readonly 'lint/unquoted-word': { readonly word: string };
  readonly 'lint/no-terminal': { readonly command: string };
  readonly 'lint/unquoted-template': { readonly template: string };
}
