import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one node may take of the machine that it shares with others. */
export interface Limits {
  /** Processes and threads at a time. */
  readonly processes: number;
  /** Megabytes of memory, where the system lets Pupitre make control groups. */
  readonly memoryMb: number;
  /** Files that one process has open. */
  readonly files: number;
  /** Megabytes of one file. */
  readonly fileMb: number;
}

const megabyte = 1024 * 1024;

/** The words in front of a command that set the limits of its process. Not of its address space: V8 reserves more than it takes. */
export function limitedBy({ processes, files, fileMb }: Limits): readonly string[] {
  const both = (name: string, value: number): string => `--${name}=${value}:${value}`;
  return [
    'prlimit',
    both('nproc', processes),
    both('nofile', files),
    both('fsize', fileMb * megabyte),
    both('core', 0),
  ];
}

/** The files of a control group that set its limits, of version 1 and 2; those in brackets need not be there. */
function settings({ processes, memoryMb }: Limits): Readonly<Record<string, readonly (readonly [string, string])[]>> {
  const bytes = String(memoryMb * megabyte);
  return {
    pids: [['pids.max', String(processes)]],
    memory: [
      ['memory.limit_in_bytes', bytes],
      ['(memory.memsw.limit_in_bytes)', bytes],
    ],
    '': [
      ['pids.max', String(processes)],
      ['memory.max', bytes],
      ['(memory.swap.max)', '0'],
    ],
  };
}

/** Makes control groups with these limits below the runner's own; their folders: none where the system does not let it. */
export function makeGroups(name: string, limits: Limits): readonly string[] {
  let own: string;
  try {
    own = readFileSync('/proc/self/cgroup', 'utf8');
  } catch {
    return [];
  }
  // `5:pids:/a/b` of version 1, `0::/a/b` of version 2.
  return [...own.matchAll(/^\d+:([^:]*):(.*)$/gm)].flatMap(([, controller = '', path = '']) => {
    const files = settings(limits)[controller];
    if (files === undefined) return [];
    const group = join('/sys/fs/cgroup', controller, path, name);
    return makeGroup(group, files) ? [group] : [];
  });
}

function makeGroup(group: string, files: readonly (readonly [string, string])[]): boolean {
  try {
    mkdirSync(group);
  } catch {
    return false;
  }
  try {
    for (const [file, value] of files) set(group, file, value);
    return true;
  } catch {
    removeGroup(group);
    return false;
  }
}

function set(group: string, file: string, value: string): void {
  const [, optional] = /^\((.*)\)$/.exec(file) ?? [];
  try {
    writeFileSync(join(group, optional ?? file), value, { flag: 'r+' });
  } catch (error) {
    if (optional === undefined) throw error;
  }
}

/** Removes a control group without processes; false when there are some left. */
export function removeGroup(group: string): boolean {
  try {
    rmdirSync(group);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EBUSY';
  }
  return true;
}
