import type { Changes } from '../changes/difference.ts';
import type { Mismatch } from '../match/matcher.ts';
import type { Message } from '../messages/message.ts';
import type { SourceLocation } from './step.ts';

export type VerdictStatus = 'passed' | 'failed' | 'timedOut' | 'broken' | 'skipped' | 'manual' | 'notRun';

/**
 * What came of a step. `failed`: the output or the exit code was wrong; `timedOut`: it took too long;
 * `broken`: it could not even be tried (the shell is gone, say).
 */
export type Verdict =
  | {
      readonly status: 'passed';
      readonly note?: Message;
      /** The page that answered (`open`). */
      readonly url?: string;
    }
  | {
      readonly status: 'failed';
      /** One sentence. */
      readonly reason: Message;
      readonly exitCode?: number;
      readonly mismatches?: readonly Mismatch[];
    }
  | { readonly status: 'timedOut'; readonly reason: Message; /** What was waited for. */ readonly awaited: Message }
  | {
      readonly status: 'broken';
      readonly reason: Message;
      /** What the target has refused to do meanwhile, in its words, oldest first; absent where it was nothing. */
      readonly refused?: readonly string[];
    }
  | { readonly status: 'skipped' | 'manual' | 'notRun'; readonly reason: Message };

/** What came of one complete shell command. */
export interface CommandResult {
  /** As typed; several lines for a loop or a heredoc. */
  readonly text: string;
  readonly place: SourceLocation;
  /** Undefined while it still runs, and when it was never ended. */
  readonly exitCode: number | undefined;
  readonly durationMs: number;
  /** Rendered as a terminal shows it in the end: no colours, progress bars in their last state. Bounded. */
  readonly output: string;
  /** Bytes of output that are not in `output`, because there were too many. */
  readonly omitted: number;
}

export interface StepResult {
  readonly stepId: string;
  readonly verdict: Verdict;
  readonly durationMs: number;
  /** How often it was tried; 0 when it did not run. */
  readonly tries: number;
  /** Commands of the last try. */
  readonly commands: readonly CommandResult[];
  /** The terminal's screen when the step did not pass. */
  readonly screen?: string;
  /** What a person may try, one sentence each. */
  readonly hints: readonly Message[];
  /** What it changed on the node and in its shells; absent when that was not looked at. */
  readonly changes?: Changes;
}
