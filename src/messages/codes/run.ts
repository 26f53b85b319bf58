import type { MessagePart, NoData } from '../wording.ts';

/** What running steps tells people, and the data of each message. Times are in seconds. */
export interface RunCodes {
  readonly 'run/interrupted': NoData;
  readonly 'run/not-run-after': { readonly id: string };
  readonly 'run/not-selected': NoData;
  /** What a person decided who drives the run. `had`: what the step's verdict was. */
  readonly 'run/person-ended': NoData;
  readonly 'run/person-skipped': NoData;
  readonly 'run/hidden-off': NoData;
  readonly 'run/accepted': { readonly had: MessagePart | undefined };
  /** `command`: what was typed instead of what stands at that place of the deck. */
  readonly 'run/edited': {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly command: string;
  };
  /** A step was done again only for what it makes. */
  readonly 'run/replayed': NoData;
  readonly 'run/replay-failed': { readonly why: MessagePart };
  readonly 'run/no-action': { readonly action: string };
  readonly 'run/exit-code': { readonly command: string; readonly exitCode: number };
  /** `expected`: what the deck says instead of 0. */
  readonly 'run/exit-not-expected': {
    readonly command: string;
    readonly exitCode: number;
    readonly expected: number | 'nonzero' | 'any';
  };
  readonly 'run/incomplete': { readonly command: string };
  readonly 'run/not-executed': { readonly command: string; readonly said: string };
  readonly 'run/left-empty': { readonly names: readonly string[] };
  readonly 'run/connection-lost': NoData;
  readonly 'run/shell-ended': { readonly exitCode: number | undefined };
  readonly 'run/prompts-elsewhere': { readonly file: string };
  readonly 'run/marks-lost': NoData;
  readonly 'run/ended-by-errexit': { readonly exitCode: number | undefined };
  readonly 'run/left-shell': { readonly exitCode: number };
  readonly 'run/no-prompt': NoData;
  readonly 'run/command-timeout': {
    readonly command: string;
    readonly seconds: number;
    readonly program: string | undefined;
  };
  readonly 'run/waits-for-input': { readonly program: string };
  readonly 'run/multiplexer': { readonly program: string };
  readonly 'run/nothing-shown': { readonly command: string; readonly seconds: number };
  readonly 'run/text-timeout': { readonly text: string; readonly seconds: number };
  readonly 'run/ended-without-text': { readonly text: string; readonly exitCode: number };
  readonly 'run/nothing-to-check': NoData;
  readonly 'run/no-scripts': NoData;
  readonly 'run/verifies-by-hand': NoData;
  readonly 'run/awaited-script': NoData;
  readonly 'run/script-timeout': { readonly seconds: number };
  readonly 'run/script-ended': { readonly exitCode: number | undefined; readonly said: string };
  readonly 'run/script-let-go': NoData;
  readonly 'run/setup-failed': { readonly why: MessagePart };
  readonly 'run/background-failed': { readonly file: string; readonly line: number; readonly why: MessagePart };
  readonly 'run/scripts-go-on': { readonly count: number };
  readonly 'run/check-failed': { readonly exitCode: number };
  readonly 'run/unknown-key': { readonly key: string };
  /** `why`: why the URL of the page is not certain. */
  readonly 'run/cannot-open': { readonly url: string; readonly why: MessagePart };
  readonly 'run/no-answer': { readonly url: string; readonly why: MessagePart };
  readonly 'run/not-in-time': NoData;
  /** Of the answer to an HTTP request; `text` is the server's own. */
  readonly 'run/page-status': { readonly url: string; readonly status: number; readonly text: string };
  // Lines for a program that has the terminal.
  readonly 'run/repl-ended': { readonly program: string };
  readonly 'run/repl-timeout': { readonly program: string; readonly typed: string; readonly seconds: number };
  readonly 'run/repl-no-prompt': { readonly program: string; readonly seconds: number };
  readonly 'run/repl-incomplete': { readonly program: string };
  readonly 'run/repl-pager': { readonly program: string };
  /** `said`: the line with which it reports the error. */
  readonly 'run/repl-error': { readonly program: string; readonly said: string };
  readonly 'run/repl-no-error': { readonly program: string };
  readonly 'run/repl-exit': { readonly program: string; readonly exitCode: number };

  // What is copied from the screen.
  readonly 'run/nothing-to-copy': { readonly expression: string };
  readonly 'run/copy-too-slow': { readonly expression: string };
  readonly 'run/nothing-copied': NoData;
  readonly 'run/no-terminal': { readonly names: readonly string[] };
  readonly 'run/too-many-terminals': { readonly most: number };
  readonly 'run/first-terminal-stays': NoData;
  readonly 'run/terminal-closed': { readonly name: string; readonly next: string };

  readonly 'run/still-runs': { readonly command: string };
  /** `said`: the target's own words, in the language of the run. */
  readonly 'run/refused': { readonly said: string };
  /** A program that waits for somebody to type; `id` and `line` are those of the step that started it. */
  readonly 'run/taken': {
    readonly program: string;
    readonly id: string | undefined;
    readonly line: number | undefined;
  };
  readonly 'run/taken-by-person': { readonly program: string };
  readonly 'run/owner-ended': { readonly id: string; readonly line: number; readonly exitCode: number | undefined };
  readonly 'run/owner-gone': {
    readonly id: string;
    readonly line: number;
    readonly how: 'notStarted' | 'skipped' | 'stopped';
  };

  // What is waited for.
  readonly 'run/awaited-end': { readonly command: string };
  readonly 'run/awaited-text': { readonly text: string };
  readonly 'run/awaited-page': { readonly url: string };
  readonly 'run/awaited-prompt': NoData;
  readonly 'run/awaited-repl': { readonly program: string };

  // What a step that passed remarks.
  readonly 'run/ended-by-itself': NoData;
  readonly 'run/exit-as-expected': { readonly exitCode: number };
  readonly 'run/copied': { readonly text: string };
  readonly 'run/ended-later': { readonly id: string; readonly line: number; readonly exitCode: number };
  readonly 'run/nothing-to-interrupt': NoData;
  readonly 'run/stopped-after': { readonly seconds: number };
  readonly 'run/nested-shell': { readonly program: string };
  readonly 'run/exit-code-unchecked': { readonly exitCode: number };
  readonly 'run/stopped-before': { readonly command: string };

  // Why there is no shell.
  readonly 'run/old-bash': { readonly version: string; readonly least: string };
  readonly 'run/interrupted-at-start': NoData;
  /** `said`: what the shell printed. */
  readonly 'run/ended-at-start': {
    readonly target: string;
    readonly exitCode: number | undefined;
    readonly said: string;
  };
  readonly 'run/no-first-prompt': { readonly target: string; readonly seconds: number; readonly said: string };

  // What a person may try.
  readonly 'run/hint-not-found': { readonly program: string };
  readonly 'run/hint-not-executable': NoData;
  readonly 'run/hint-refused': NoData;
  readonly 'run/hint-resolve': NoData;
  readonly 'run/hint-cluster-down': NoData;
  readonly 'run/hint-missing-object': NoData;
  readonly 'run/hint-expected-failure': { readonly exitCode: number };
  readonly 'run/hint-repl-incomplete': NoData;
  readonly 'run/hint-repl-pager': NoData;
  readonly 'run/hint-repl-error': NoData;
  readonly 'run/hint-waits-for-input': NoData;
  readonly 'run/hint-pager': NoData;
  readonly 'run/hint-multiplexer': NoData;
  readonly 'run/hint-leave-program': { readonly program: string };
  readonly 'run/hint-endless': NoData;
  readonly 'run/hint-incomplete': NoData;
  readonly 'run/hint-left-empty': { readonly name: string };
  readonly 'run/hint-new-shell': NoData;
  readonly 'run/hint-history': NoData;
  readonly 'run/hint-longer': { readonly id: string };
}
