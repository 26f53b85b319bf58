import type { Step } from '../../plan/step.ts';
import type { ShellCommand } from './tracker.ts';

/**
 * What the last step that types commands has handed over to the steps after it. Keys, waits and checks belong to that
 * command: to nothing that had the terminal before, and to nothing that has it afterwards. Which steps hand over is the plan's
 * rule (`plan/owners.ts`); this is what has become of it.
 */
export interface Handover {
  readonly step: Pick<Step, 'id' | 'place'>;
  /** The last command that was typed; undefined when none was. */
  readonly command: ShellCommand | undefined;
  /** It ran on when its step had passed: how it ended is told later. */
  readonly left?: true;
  /** Why there is nothing to hand over, whatever the command did. */
  readonly gone?: 'skipped' | 'stopped';
}

/** Whether the program of a handover still has the terminal. */
export type Owner =
  /** Nothing was handed over: keys edit the line of the shell. */
  | { readonly kind: 'none' }
  | { readonly kind: 'there' }
  | {
      readonly kind: 'gone';
      readonly how: 'notStarted' | 'skipped' | 'stopped' | 'ended';
      readonly step: Pick<Step, 'id' | 'place'>;
      /** Of the command, once it has ended. */
      readonly exitCode: number | undefined;
    };

/** Who owns the terminal for the steps that follow a handover; `atPrompt`: the bottom shell reads a command. */
export function ownerOf(handover: Handover | undefined, atPrompt: boolean): Owner {
  if (!handover) return { kind: 'none' };
  const { step, command, gone } = handover;
  const exitCode = command?.exitCode;
  if (gone !== undefined) return { kind: 'gone', how: gone, step, exitCode };
  if (!command) return { kind: 'gone', how: 'notStarted', step, exitCode };
  if (exitCode !== undefined || atPrompt) return { kind: 'gone', how: 'ended', step, exitCode };
  return { kind: 'there' };
}
