import type { Expectation } from '../match/matcher.ts';
import type { Message } from '../messages/message.ts';

/**
 * What a plan knows how to do; each has an action in the engine, save `manual`, which a person does, and `none`: a snippet that
 * nothing can be done with, which keeps its place in the plan and says why.
 */
export type ActionName =
  | 'bash'
  | 'hide'
  | 'key'
  | 'keys'
  | 'wait'
  | 'longwait'
  | 'check'
  | 'expect'
  | 'open'
  | 'copy'
  | 'paste'
  | 'terminal'
  | 'tmux'
  | 'repl'
  | 'verify'
  | 'setup'
  | 'background'
  | 'manual'
  | 'none';

/**
 * How often and how long a step runs.
 * - `once`: it changes something, so it runs once.
 * - `eventually`: it only reads, so it is repeated until it holds or its deadline passes.
 * - `endless`: it does not end by itself; it runs until it has shown output and settled, then it is stopped.
 * - `detached`: the next step (`wait`, `key`, ...) takes over the command while it still runs.
 */
export type Policy = 'once' | 'eventually' | 'endless' | 'detached';

/**
 * How the last command of a step must end: with this exit code, with any but 0, or however it likes. A line of a REPL has no exit
 * code: `nonzero` is an error that its program reports.
 */
export type ExpectedExit = number | 'nonzero' | 'any';

/** Where something is in a deck's file; 1-based. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An expectation of a step, and where the deck (or the configuration) says so. */
export interface StepExpectation extends Expectation {
  readonly place: SourceLocation | undefined;
  /** `fence`: expected output shown in the slide; `snippet`: an `expect` snippet; `config`: runner.config.json. */
  readonly origin: 'fence' | 'snippet' | 'config';
  /** Of a fence: the id of that display. */
  readonly region?: string;
  /**
   * Of a transcript: which complete command of the step it is about, counted from 0; -1 for the last. Absent: all that was printed,
   * or what the last that printed something said.
   */
  readonly command?: number;
}

/** Limits of a step, in milliseconds. */
export interface Limits {
  /** Whole step, tries included. */
  readonly timeoutMs: number;
  /** One try of an `eventually` step; it is interrupted after that. */
  readonly tryMs: number;
  /** Pause between two tries. */
  readonly pauseMs: number;
  /** An endless command has settled when nothing came for so long after its first output. */
  readonly settleMs: number;
}

/** One line of a `bash` step as the deck has it. */
export interface CommandLine {
  readonly text: string;
  readonly place: SourceLocation;
}

/** What the plan makes of one snippet. */
export interface Step {
  /** Stable: the slide's name or title as a slug, a dot, a number: `test-de-notre-registre.1`. */
  readonly id: string;
  readonly action: ActionName;
  /** The command lines, the text to wait for, the keys, the URL. */
  readonly input: string;
  /** For `bash`, `hide` and `repl`: each physical line with its place. */
  readonly lines: readonly CommandLine[];
  readonly slide: { readonly index: number; readonly number: number; readonly title: string };
  /** Id of the snippet, URL or exercise of the deck that it is made of; the page's element has it too. */
  readonly region: string;
  readonly place: SourceLocation;
  /** Acts, but is not shown to the audience. */
  readonly hidden: boolean;
  readonly policy: Policy;
  /** Why this policy: `every command only reads: kubectl get`. */
  readonly policyReason: Message;
  /** After this step the command that still runs is ended with ^C. */
  readonly stopsCommand: boolean;
  /** Its exit code counts. False when a `wait` follows, as in the reference executor. */
  readonly checksExitCode: boolean;
  /** How its last command must end, where the deck or the configuration says so. Absent: with exit code 0. */
  readonly exit?: ExpectedExit;
  /** For `repl`: the program that the plan expects to have the terminal, by its name. */
  readonly program?: string;
  /** The terminal that it is expected to be for, or to lead to, by its name. Absent: the first. */
  readonly terminal?: string;
  /** Variables that this step assigns from a command substitution: they must not be left empty. */
  readonly assigns: readonly string[];
  readonly expectations: readonly StepExpectation[];
  readonly limits: Limits;
  /** Set when the step is not run, with the reason for people. */
  readonly skip: Message | undefined;
}

/** One deck as a list of steps; printable before anything runs. */
export interface Plan {
  readonly file: string;
  readonly title: string;
  readonly slides: number;
  readonly steps: readonly Step[];
  /** Every variable that some step assigns from a command substitution. */
  readonly watchedVariables: readonly string[];
}
