import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';

/** Who holds a lock: a process, told from a later one with the same number by when it was started. */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the lock of a file, which is another file beside it with the holder's number. One whose holder does not live any more is taken over.
 * Returns what releases it, or who holds it.
 */
export function lockFile(path: string): (() => void) | { readonly heldBy: number } {
  const lock = `${path}.lock`;
  const draft = `${lock}.${process.pid}`;
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder);
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A link is there at once with what it holds, or not at all.
        linkSync(draft, lock);
        return () => {
          if (read(lock) === mine) unlinkSync(lock);
        };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const found = read(lock);
      const holder = found === undefined ? undefined : holderOf(found);
      if (holder) return { heldBy: holder.pid };
      takeAway(lock, found);
    }
  } finally {
    unlinkSync(draft);
  }
}

/** Removes a lock that nobody holds; puts back what somebody else has put there in the meantime. */
function takeAway(lock: string, found: string | undefined): void {
  const aside = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, aside);
  } catch {
    // It is gone already.
    return;
  }
  try {
    if (read(aside) !== found) linkSync(aside, lock);
  } finally {
    unlinkSync(aside);
  }
}

/** Who wrote this into a lock, if they live. */
function holderOf(text: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Holder;
    process.kill(pid, 0);
    return startOf(pid) === started ? { pid, started } : undefined;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
      ? (JSON.parse(text) as Holder)
      : undefined;
  }
}

/** When a process was started, in ticks since the machine was; empty where there is no /proc. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  // The name of the program, in brackets, may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
