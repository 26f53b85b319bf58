import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import vm from 'node:vm';
import type { ContainerContext } from '../container-context.ts';
import type { Main } from '../task.ts';

/** A program of an image that runs inside of the node. */
interface Guest {
  readonly main: Main;
  /** Delivers a signal other than SIGKILL. Where it does not ask for it, it does not notice it, as process 1 of a container. */
  readonly onSignal: (signal: NodeJS.Signals) => void;
}

/** Where known programs are guests of the node's own process, instead of processes. */
export interface Guests {
  /** The guest that `node ARGS` in this container would be; undefined: it is to be a process. */
  find(place: ContainerContext, args: readonly string[]): Promise<Guest | undefined>;
}

/**
 * Lets known programs run in this process, which must be its user's alone and hold no secrets: a context is no wall. Errors
 * that nobody has caught must be given to `blame`. undefined where Node was not started with `--experimental-vm-modules`, or lacks
 * what guests need.
 */
export function createGuests(): Guests | undefined {
  if (!('SourceTextModule' in vm) || !hasKnownFetch()) return undefined;
  /** Ids of images whose programs were sent too much. */
  const flooded = new Set<string>();
  return {
    async find(place, args) {
      const { id } = place.spec.image;
      if (flooded.has(id)) return undefined;
      // Loaded by the first program that is started: a node that only waits has none of it.
      const [{ findKnown }, { runGuest }] = await Promise.all([import('./known.ts'), import('./program.ts')]);
      const program = await findKnown(place, args);
      if (program === undefined) return undefined;
      const signals = new EventEmitter();
      const onFlood = () => flooded.add(id);
      return {
        main: (where, io, signal) => runGuest({ program, place: where, io, signals, signal, onFlood }),
        onSignal: (name) => signals.emit(name, name, constants.signals[name]),
      };
    },
  };
}

/** Whether the agent of this Node's `fetch` is one that guests know (`fetch.ts`). To ask it itself would load it, two megabytes. */
function hasKnownFetch(): boolean {
  return /^[67]\./.test(process.versions['undici'] ?? '');
}
