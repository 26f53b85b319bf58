import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Message, message, verbatim } from '../messages/message.ts';
import { reasonOf } from '../messages/message-error.ts';
import type { Guardian } from './guardian.ts';
import type { Command, Enclosure } from './isolation/enclosure.ts';
import { limitedBy, type Limits } from './isolation/limits.ts';
import { namespaceEnclosure } from './isolation/namespace.ts';
import { asUser, userEnclosure } from './isolation/user.ts';
import { takeUser } from './isolation/users.ts';

/** What keeps the students of a class apart: a Unix user for each, namespaces for each, or nothing. */
export type Isolation = 'user' | 'namespace' | 'none';

/** What a machine can do, found out by doing it. */
export interface IsolationProbe {
  readonly isolation: Isolation;
  /** Why there is none: what the machine lacks, and what to do. */
  readonly lacks?: Message;
}

/** The program that node1 is when it is a process of its own. */
export const hostProgram = fileURLToPath(new URL('../../dist/host.js', import.meta.url));
/** What a node needs of this machine besides the system's own: Node, and Pupitre with the packages around it. */
const needed: readonly string[] = [
  dirname(dirname(process.execPath)),
  dirname(dirname(hostProgram)).replace(/(\/node_modules)\/.*/, '$1'),
];
/** For a try: they need not fit anything. */
const probeLimits: Limits = { processes: 64, memoryMb: 64, files: 64, fileMb: 1 };
/** Milliseconds that a try may take. */
const probeMs = 10_000;

/** Makes what keeps a node apart, given the folder of the runner's that is to hold it. */
export function enclosing(kind: Exclude<Isolation, 'none'>, limits: Limits, guardian: Guardian) {
  return (parent: string): Enclosure => {
    if (kind === 'user') return userEnclosure(parent, limits, guardian);
    const enclosure = namespaceEnclosure(parent, needed, limits);
    guardian.environment(`${enclosure.folder}/`);
    return enclosure;
  };
}

/** Finds out what this machine can do to keep students apart, or why it cannot do what is `wanted`. */
export function probeIsolation(wanted?: Isolation): IsolationProbe {
  if (wanted === 'none') return { isolation: 'none' };
  if (process.platform !== 'linux') return { isolation: 'none', lacks: message('target/isolation-linux') };
  // What root may read is too much for a namespace.
  const isolation = wanted ?? (process.getuid?.() === 0 ? 'user' : 'namespace');
  const lacks = isolation === 'user' ? lackForUser() : lackForNamespace();
  return lacks === undefined ? { isolation } : { isolation: 'none', lacks };
}

function lackForUser(): Message | undefined {
  if (process.getuid?.() !== 0) return message('target/isolation-root');
  try {
    const user = takeUser();
    try {
      const [program = '', ...words] = [...limitedBy(probeLimits), ...asUser(user.uid)];
      return tried([program, [...words, ...test]], ['prlimit', 'setpriv']);
    } finally {
      user.release();
    }
  } catch (error) {
    return message('target/isolation-refused', { reason: reasonOf(error) });
  }
}

function lackForNamespace(): Message | undefined {
  let parent: string | undefined;
  try {
    parent = mkdtempSync(join(tmpdir(), 'pupitre-probe-'));
    const enclosure = namespaceEnclosure(parent, needed, probeLimits);
    mkdirSync(join(enclosure.folder, 'tmp'));
    const [program = '', ...words] = test;
    return tried(enclosure.first([program, words]), ['unshare', 'nsenter', 'prlimit', 'setpriv']);
  } catch (error) {
    return message('target/isolation-refused', { reason: reasonOf(error) });
  } finally {
    if (parent !== undefined) rmSync(parent, { recursive: true, force: true });
  }
}

/** A command that only they can run who may read what a node needs. */
const test = ['/bin/sh', '-c', 'test -x "$0" && test -r "$1" && test -x "$2"', process.execPath, hostProgram, tmpdir()];

/** Why a command cannot be run here; `programs` are those that it needs. */
function tried([program, args]: Command, programs: readonly string[]): Message | undefined {
  const absent = programs.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error !== undefined);
  if (absent !== undefined) return message('target/isolation-program', { program: absent });
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: probeMs, cwd: '/' });
  if (status === 0) return undefined;
  if (error === undefined && stderr === '')
    return message('target/isolation-unreadable', { folders: [...needed, tmpdir()] });
  return message('target/isolation-refused', { reason: error ? reasonOf(error) : verbatim(stderr.trim()) });
}
