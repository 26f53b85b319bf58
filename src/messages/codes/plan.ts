import type { MessagePart, NoData } from '../wording.ts';

/** What a snippet without its text needs. */
type Needs = 'commands' | 'key' | 'text' | 'awaited' | 'output' | 'url' | 'expression' | 'terminal' | 'script';

/** What making a plan tells people, and the data of each message. */
export interface PlanCodes {
  readonly 'plan/only-shown': { readonly line: number };
  readonly 'plan/not-checkable': { readonly problem: MessagePart };
  readonly 'plan/other-shell': { readonly method: string };
  /** `certain`: `meant` is the same by another name, one method after the other; if not, any of them may be meant. */
  readonly 'plan/unknown-method': {
    readonly method: string;
    readonly meant: readonly string[];
    readonly certain: boolean;
    readonly known: readonly string[];
  };
  readonly 'plan/empty-snippet': { readonly method: string; readonly needs: Needs };
  readonly 'plan/unknown-key': { readonly key: string; readonly meant: string | undefined };
  readonly 'plan/no-step-before': { readonly method: string };
  readonly 'plan/not-repeatable': { readonly action: string };
  readonly 'plan/bad-exit': { readonly value: string };
  readonly 'plan/no-exit-code': { readonly action: string };
  readonly 'plan/bad-duration': { readonly method: string; readonly value: string };
  readonly 'plan/unknown-matcher': {
    readonly name: string;
    readonly meant: string | undefined;
    readonly known: readonly string[];
  };
  readonly 'plan/no-matcher': { readonly name: string };
  readonly 'plan/senseless-override': { readonly problem: MessagePart };
  readonly 'plan/terminal-name': { readonly name: string };
  readonly 'plan/tmux-unknown': { readonly command: string; readonly known: readonly string[] };
  readonly 'plan/tmux-program': { readonly program: string };
  readonly 'plan/tmux-target': { readonly target: string };
  /** A fence in an exercise that nobody types: `file` to edit, `output`, or `bare`, without a language. */
  readonly 'plan/shown-only': { readonly language: string; readonly kind: 'file' | 'output' | 'bare' };
  /** `program`: what has the terminal instead, as far as the plan can tell. */
  readonly 'plan/no-repl': { readonly language: string; readonly program: string | undefined };

  // Why a step has its policy, and what follows from it: half-sentences.
  readonly 'plan/policy': { readonly why: MessagePart | undefined; readonly consequence: MessagePart | undefined };
  readonly 'plan/fetches-named-page': NoData;
  readonly 'plan/by-hand': NoData;
  readonly 'plan/placeholder': { readonly text: string };
  readonly 'plan/looks-at-output': NoData;
  readonly 'plan/presses-key': NoData;
  readonly 'plan/types-text': NoData;
  readonly 'plan/waits-for-text': NoData;
  readonly 'plan/types-into': { readonly program: string };
  readonly 'plan/copies': NoData;
  readonly 'plan/chooses-terminal': NoData;
  readonly 'plan/pastes': NoData;
  readonly 'plan/pastes-command': NoData;
  readonly 'plan/looks-at-exit-code': NoData;
  readonly 'plan/verifies': NoData;
  readonly 'plan/sets-up': NoData;
  readonly 'plan/sets-up-beside': NoData;
  readonly 'plan/fetches-page': NoData;
  readonly 'plan/not-understood': { readonly error: string };
  readonly 'plan/endless': { readonly what: MessagePart };
  readonly 'plan/endless-loop': NoData;
  readonly 'plan/waits-for-typing': { readonly programs: MessagePart };
  readonly 'plan/changes': { readonly programs: MessagePart };
  readonly 'plan/only-reads': { readonly programs: MessagePart };
  readonly 'plan/only-sets-variables': NoData;
  readonly 'plan/runs-nothing': NoData;
  readonly 'plan/starts-background': NoData;
  readonly 'plan/writes-to': { readonly file: string | undefined };
  readonly 'plan/defines-function': NoData;
  readonly 'plan/asks-for-choice': NoData;
  readonly 'plan/starts-coprocess': NoData;
  readonly 'plan/configuration-says-so': NoData;
  readonly 'plan/configuration-says-retry': NoData;
  readonly 'plan/deck-says-retry': NoData;
  readonly 'plan/takes-over': { readonly why: MessagePart; readonly action: string };
  readonly 'plan/follows': { readonly why: MessagePart; readonly action: string };
  readonly 'plan/repeated': { readonly limit: string };
  readonly 'plan/settles-stopped': NoData;
  readonly 'plan/settles-running': NoData;
  readonly 'plan/runs-once': { readonly limit: string };
  readonly 'plan/at-most': { readonly limit: string };

  // Why the URL of a page is not certain.
  readonly 'plan/no-web-page': NoData;
  readonly 'plan/no-host': NoData;
  readonly 'plan/unknown-path': { readonly path: string };
  readonly 'plan/several-ports': { readonly service: MessagePart; readonly ports: readonly string[] };
  readonly 'plan/last-installed': NoData;
  readonly 'plan/no-port-shown': {
    readonly placeholder: string;
    readonly service: MessagePart;
    readonly known: MessagePart;
  };
  readonly 'plan/unknown-port': { readonly placeholder: string; readonly known: MessagePart };
  readonly 'plan/no-known-port': NoData;
  readonly 'plan/known-port': { readonly service: string; readonly port: string };
}
