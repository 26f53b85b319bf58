import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { message } from '../../messages/message.ts';
import { TargetError } from '../target.ts';

/** Numbers of users that no account of the machine has, for nodes: documented in docs/isolation.md. */
const userRange = { first: 20_000, last: 29_999 } as const;
/** A file for each that is in use; gone with the next start of the machine. */
const lockFolder = '/run/pupitre-users';

/** A Unix user that only one node has. Its group has the same number. */
export interface OwnUser {
  readonly uid: number;
  /** To be removed when it is free again. */
  readonly lock: string;
  release(): void;
}

/** Takes a user that no account, no process and no other node has. Throws TargetError when there is none left, and the system's errors. */
export function takeUser(): OwnUser {
  mkdirSync(lockFolder, { recursive: true, mode: 0o700 });
  const known = new Set([...accounts('/etc/passwd'), ...accounts('/etc/group'), ...usersOfProcesses()]);
  const count = userRange.last - userRange.first + 1;
  // By chance, so that what one node has left somewhere is not the next one's.
  const start = randomInt(count);
  for (let step = 0; step < count; step++) {
    const uid = userRange.first + ((start + step) % count);
    const lock = join(lockFolder, String(uid));
    if (known.has(uid) || !writeLock(lock)) continue;
    return {
      uid,
      lock,
      release: () => {
        rmSync(lock, { force: true });
      },
    };
  }
  throw new TargetError(message('target/no-user-left', { folder: lockFolder, count }));
}

function writeLock(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The third field of each line. */
function accounts(file: string): readonly number[] {
  try {
    return readFileSync(file, 'latin1')
      .split('\n')
      .map((line) => Number(line.split(':')[2]));
  } catch {
    return [];
  }
}

function usersOfProcesses(): readonly number[] {
  return processes().flatMap((pid) => usersOf(pid));
}

/** Processes of a user that are not only waiting to be collected. */
export function processesOf(uid: number): readonly number[] {
  return processes().filter((pid) => usersOf(pid).includes(uid));
}

function processes(): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

/** Real, effective, saved and file system's user; none of a process that has ended. */
function usersOf(pid: number): readonly number[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    if (/^State:\s+[ZX]/m.test(status)) return [];
    return (/^Uid:\s+(.*)$/m.exec(status)?.[1] ?? '').split('\t').map(Number);
  } catch {
    return [];
  }
}
