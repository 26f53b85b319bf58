import type { MessagePart, NoData } from '../wording.ts';

/** What `lint` tells people, and the data of each message. */
export interface LintCodes {
  // Rules
  readonly 'lint/rule-summary': { readonly rule: string };
  readonly 'lint/rule-rationale': { readonly rule: string };
  readonly 'lint/unknown-rule': { readonly name: string; readonly meant: string | undefined };
  // What classes have shown
  readonly 'lint/class-fails': {
    readonly tried: number;
    readonly failed: number;
    readonly error: string;
    readonly same: number;
  };
  // Encoding
  readonly 'lint/byte-order-mark': NoData;
  readonly 'lint/line-endings-unusual': { readonly name: string };
  readonly 'lint/line-endings-mixed': { readonly others: number; readonly all: number; readonly name: string };
  // Damage done by translation
  readonly 'lint/capitalised-command': { readonly written: string; readonly right: string };
  readonly 'lint/code-span-blanks': { readonly body: string; readonly isGlued: boolean };
  readonly 'lint/glued-redirect': NoData;
  readonly 'lint/direction-control': { readonly name: string };
  readonly 'lint/invisible-character': { readonly name: string };
  readonly 'lint/look-alike': { readonly written: string; readonly codePoint: string; readonly right: string };
  readonly 'lint/misspelt-command': { readonly written: string; readonly meant: string };
  readonly 'lint/non-breaking-space': NoData;
  readonly 'lint/quoted-code': { readonly written: string; readonly content: string };
  readonly 'lint/quoted-translated-code': { readonly written: string; readonly meant: string };
  readonly 'lint/spaced-operator': { readonly right: string };
  readonly 'lint/spaced-option': { readonly option: string; readonly sign: string; readonly value: string };
  readonly 'lint/spaced-path': { readonly words: number; readonly joined: string };
  readonly 'lint/spaced-url': { readonly right: string };
  readonly 'lint/spaced-variable': NoData;
  readonly 'lint/translated-key': { readonly key: string; readonly meant: string };
  readonly 'lint/iterator-with-blank': NoData;
  readonly 'lint/translated-verb': {
    readonly written: string;
    readonly program: string;
    readonly meant: readonly string[];
  };
  readonly 'lint/typographic-dash': { readonly written: string; readonly meant: string };
  readonly 'lint/typographic-quotes': { readonly first: string; readonly last: string; readonly right: string };
  // Markup
  readonly 'lint/dead-link': { readonly isNumber: boolean; readonly number: number; readonly name: string };
  readonly 'lint/duplicate-slide-name': { readonly line: number; readonly name: string; readonly slide: number };
  readonly 'lint/unknown-property': { readonly key: string; readonly meant: string | undefined };
  readonly 'lint/property-as-text': { readonly line: string };
  readonly 'lint/not-shown': { readonly what: MessagePart };
  readonly 'lint/missing-image': { readonly path: string };
  readonly 'lint/misspelt-class': { readonly name: string; readonly meant: string; readonly isExercise: boolean };
  readonly 'lint/class-with-blank': { readonly name: string };
  readonly 'lint/remark-counts-brackets': { readonly opener: string; readonly line: number | undefined };
  readonly 'lint/remark-info-string': NoData;
  readonly 'lint/remark-property-dollar': NoData;
  readonly 'lint/remark-first-line': NoData;
  readonly 'lint/separator-blanks': { readonly written: string; readonly meant: string };
  // What a course does
  readonly 'lint/endless-command-in-the-way': { readonly command: string };
  readonly 'lint/endless-command': { readonly command: string };
  readonly 'lint/invalid-json-expectation': NoData;
  readonly 'lint/nothing-to-run': NoData;
  readonly 'lint/unbound-output': NoData;
  readonly 'lint/wait-without-command': { readonly method: string };
  readonly 'lint/wrong-port': {
    readonly name: string;
    readonly ports: string;
    readonly file: string;
    readonly port: number;
  };
  readonly 'lint/kubectl-run-deployment': { readonly line: number; readonly name: string; readonly instead: string };
  readonly 'lint/kubectl-run-replicas': { readonly instead: string };
  /** `reason`: why nobody types it. */
  readonly 'lint/fence-not-run': { readonly reason: MessagePart };
  // What the shell makes of a command
  readonly 'lint/taken-for-substitution': { readonly inner: string };
  readonly 'lint/taken-for-highlight': { readonly inner: string };
  readonly 'lint/placeholder': { readonly text: string };
  readonly 'lint/prompt-in-command': { readonly prompt: string; readonly everyLine: boolean };
  readonly 'lint/unclosed-heredoc': { readonly isDamaged: boolean; readonly delimiter: string };
  readonly 'lint/misspelt-variable': { readonly name: string; readonly meant: string };
  readonly 'lint/variable-set-later': { readonly name: string; readonly line: number };
  readonly 'lint/unset-variable': { readonly name: string };
  // Mistakes that bash would complain about
  readonly 'lint/unclosed-quote': NoData;
  readonly 'lint/unclosed-backtick': NoData;
  readonly 'lint/unclosed-substitution': NoData;
  readonly 'lint/unclosed-expansion': NoData;
  readonly 'lint/redirection-without-target': NoData;
  readonly 'lint/line-ends-early': NoData;
  readonly 'lint/unexpected-token': { readonly token: string };
  readonly 'lint/missing-closer': { readonly token: string };
  readonly 'lint/missing-token': { readonly token: string };
  readonly 'lint/missing-command': { readonly token: string };
  readonly 'lint/empty-brackets': NoData;
  readonly 'lint/too-intricate': NoData;
  readonly 'lint/not-bash': { readonly problem: string };
  // A translation beside its original
  readonly 'lint/slide-dropped': { readonly title: string; readonly line: number };
  readonly 'lint/snippet-dropped': {
    readonly code: string;
    readonly line: number;
    readonly isAfter: boolean;
    readonly more: number;
  };
  readonly 'lint/snippet-added': NoData;
  readonly 'lint/snippet-moved': { readonly line: number };
  readonly 'lint/code-changed': { readonly theirs: string; readonly ours: string };
  readonly 'lint/blanks-changed': { readonly theirs: string };
  readonly 'lint/text-changed': { readonly theirs: string };
  readonly 'lint/code-span-changed': { readonly code: string; readonly line: number };
  readonly 'lint/code-span-dropped': { readonly code: string; readonly line: number };
}
