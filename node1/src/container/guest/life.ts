import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { killedCode } from '../exit-status.ts';
import type { Io } from '../task.ts';

/** One guest from its start to its end, and what it has open. */
export interface Life {
  readonly io: Io;
  /** What is to be done at its end. */
  readonly closers: Set<() => void>;
  readonly isOver: boolean;
  /** Ends it, with this exit code. */
  readonly end: (exitCode: number) => void;
  /** An error that it did not catch: it ends as Node does. */
  readonly fail: (error: unknown) => void;
  /** Ends it as the kernel ends what takes too much memory. */
  readonly kill: () => void;
}

/** Whose code runs: what a guest has started carries it on. */
const running = new AsyncLocalStorage<Life>();

/** Calls `act` as what the guest does. */
export function within<T>(life: Life, act: () => T): T {
  return running.run(life, act);
}

/** Calls `act` as what the node does. */
export function outside<T>(act: () => T): T {
  return running.exit(act);
}

/** Gives an error that nobody has caught to the guest whose it is; true when there is one. */
export function blame(error: unknown): boolean {
  const life = running.getStore();
  life?.fail(error);
  return life !== undefined;
}

/** Starts a life; `onEnd` is told once, with its exit code. */
export function createLife(io: Io, onEnd: (exitCode: number) => void): Life {
  const closers = new Set<() => void>();
  let isOver = false;
  const end = (exitCode: number): void => {
    if (isOver) return;
    isOver = true;
    for (const close of closers) close();
    closers.clear();
    onEnd(exitCode);
  };
  return {
    io,
    closers,
    get isOver() {
      return isOver;
    },
    end,
    fail(error) {
      if (isOver) return;
      io.stderr(`${inspect(error)}\n\nNode.js ${process.version}\n`);
      end(1);
    },
    kill: () => {
      end(killedCode);
    },
  };
}
