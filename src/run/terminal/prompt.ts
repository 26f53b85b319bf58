import type { Mark, PromptFacts } from './marks.ts';
import type { ShellEvent } from './shell-command.ts';
import type { ShellFacts } from './shell-facts.ts';

/** What bash has answered. */
export type Answer = Mark & { readonly kind: 'answer' };

/** What the shell does, as long as no prompt is on its way. */
export type Settled =
  | { readonly kind: 'starting' | 'running' }
  /** `marksStart`: the shell that shows it, or that got the line, marks the start of outputs. */
  | { readonly kind: 'prompt' | 'continuation'; readonly marksStart: boolean }
  /** `echoing`: the echo of the line is still to come. */
  | { readonly kind: 'typed'; readonly marksStart: boolean; readonly echoing: boolean };

/** A prompt is being printed, or there, and what it tells is in doubt: until then, the shell counts as before. */
export interface Prompting {
  readonly kind: 'prompting';
  readonly before: Settled;
  readonly drawing: Drawing;
}

/** What has come of a prompt so far. */
export interface Drawing {
  /** Mark D: first thing after the command, where others have something in PROMPT_COMMAND. */
  end: (Mark & { readonly kind: 'commandEnd' }) | undefined;
  /** Mark A. */
  start: PromptFacts | undefined;
  /** bash's line editor draws it: the shell can be asked. */
  edited: boolean;
  /** Between the marks A and B: what comes is the prompt. */
  isPrinting: boolean;
  /** Mark B. */
  complete: boolean;
  /** Text that may be the prompt, or the output of a command that edits a line. */
  held: string;
}

export function newDrawing(): Drawing {
  return { end: undefined, start: undefined, edited: false, isPrinting: false, complete: false, held: '' };
}

/** The exit code that the marks of a prompt tell. A is right whatever ran before it in PROMPT_COMMAND: bash restores `$?`. */
export function codeOf({ start, end }: Drawing): number | undefined {
  return start?.exitCode ?? end?.exitCode;
}

/**
 * True when the exit code of a complete prompt is not certain, and can be asked for: a mark is missing, or was not where it
 * belongs, because somebody has changed what prints it. `ranUnmarked`: the command ran without a mark at its start.
 */
export function isDoubtful({ start, end, edited }: Drawing, ranUnmarked: boolean): boolean {
  if (!edited) return false;
  if (!start || ranUnmarked || (start.othersFirst === true && !end)) return true;
  return end !== undefined && (!end.inOrder || end.exitCode !== start.exitCode);
}

/**
 * The mark belongs to the prompt that was there before: a line editor draws it once more, because the window has another size, and
 * has not read the line that was typed, of which it would have shown the end. A shell without one (`bash --noediting`, dash) draws nothing twice.
 */
export function isDrawnAnew({ kind }: Mark, state: { readonly kind: string } | Settled, shell: ShellFacts): boolean {
  if (kind !== 'editor' && kind !== 'promptStart' && kind !== 'promptEnd') return false;
  if (state.kind !== 'typed' || !('echoing' in state) || !state.echoing) return false;
  return shell.hasEditor || (state.marksStart && shell.number === undefined);
}

/** What a prompt that is drawn anew tells: only where it is now. */
export function drawn(mark: Mark): readonly ShellEvent[] {
  if (mark.kind === 'promptStart') return [{ kind: 'promptStart', continuation: mark.exitCode === undefined }];
  return mark.kind === 'promptEnd' ? [{ kind: 'promptEnd' }] : [];
}
