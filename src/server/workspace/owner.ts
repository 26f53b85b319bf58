import type { UnitState } from '../../protocol.ts';
import type { RunCommand } from './run-record.ts';

/** Whose a workspace is, as far as it matters here. */
export interface Owner {
  /** How units were when they had another node. */
  readonly before: ReadonlyMap<string, UnitState>;
  /** Keeps how a unit is; fulfilled when that will not be lost. */
  readonly keep: (unit: string, state: UnitState) => Promise<void>;
  /** They have thrown their node away, and all that was done on it. */
  readonly onNewNode: () => void;
  /** They see another slide. */
  readonly onTurn?: () => void;
  /** A command has ended in one of their shells. */
  readonly onCommand?: (command: RunCommand) => void;
}
