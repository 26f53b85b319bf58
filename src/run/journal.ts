import type { Step } from '../plan/step.ts';
import type { StepResult } from '../plan/verdict.ts';
import type { ShellPart } from './terminal/shell-part.ts';
import type { SavedShell } from './terminal/state-link.ts';

/** The shells of a run between two steps. */
export interface SavedShells {
  /** Name of the terminal that steps are for. */
  readonly current: string;
  /** By the names of their terminals; those that have ended are left out. */
  readonly shells: ReadonlyMap<string, SavedShell>;
}

/** Keeps what a run does, so that another one can go on from there. */
export interface StepJournal {
  /** A step is about to be performed. */
  begin(step: Step): void;
  /** A step is over; awaited before the next one begins. `shells` asks the shells of the run what they are now, which nobody sees. */
  end(step: Step, result: StepResult, shells: () => Promise<SavedShells>): Promise<void>;
  /** A shell was to become what an earlier one was; `taken`: undefined when it has not. */
  restored(terminal: string, taken: { readonly folder: boolean } | undefined): void;
}

/** A command of an earlier run, for placeholders in URLs. */
export interface RecalledCommand {
  /** The file of its step. */
  readonly chapter: string;
  readonly command: string;
  readonly output: string;
}

/** Where a run goes on that was ended before. */
export interface Resumed {
  readonly current: string;
  /** What shells become when they are opened first, by the names of their terminals. */
  readonly parts: ReadonlyMap<string, ShellPart>;
  readonly log: readonly RecalledCommand[];
}
