import type { UnitState } from '../../protocol.ts';
import type { RunCommand } from './run-record.ts';

/** Whose a workspace is, as far as it matters here. */
export interface Owner {
  /** An instructor: may accept what has failed, and say how steps are run. */
  readonly leads?: boolean;
  /** How units were when they had another node, or this one. */
  readonly before: ReadonlyMap<string, UnitState>;
  /** Units of these that were done on this one. Default: none. */
  readonly onThis?: ReadonlySet<string>;
  /** Keeps how a unit is; fulfilled when that will not be lost. */
  readonly keep: (unit: string, state: UnitState) => Promise<void>;
  /** They have thrown their node away, and all that was done on it. */
  readonly onNewNode: () => void;
  /** Their node has this name, by which another server finds it. */
  readonly onNamed?: (node: string) => void;
  /** They see another slide. */
  readonly onTurn?: () => void;
  /** A command has ended in one of their shells. */
  readonly onCommand?: (command: RunCommand) => void;
}
