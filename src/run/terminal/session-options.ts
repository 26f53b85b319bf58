import type { Size } from '../../target/target.ts';
import type { Clock } from '../clock.ts';
import type { Chunk } from './bulk.ts';
import type { NodeMemory } from './command-log.ts';
import type { Foreground } from './foreground.ts';
import type { StateLink } from './state-link.ts';

export interface SessionOptions {
  readonly size: Size;
  /** Variables whose emptiness every command tells. Default: none. */
  readonly watched?: readonly string[];
  readonly signal: AbortSignal;
  /** Gets everything that people may see, as it comes, without the marks; the first prompt, too. */
  readonly onOutput?: (chunk: Chunk) => void;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Shared with the other terminals of the node. Default: its own. */
  readonly memory?: NodeMemory;
  /** Saves what the shell has become, and gives it what another one was. Default: neither. */
  readonly link?: StateLink | undefined;
  /** Tells which program has the terminal of the shell with this process id. Default: asks the system. */
  readonly foreground?: (shell: number | undefined) => Foreground | undefined;
}
