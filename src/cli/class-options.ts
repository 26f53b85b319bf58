import { readFileSync } from 'node:fs';
import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Config } from '../config.ts';
import { type Language, message } from '../messages/message.ts';
import { sayIn } from '../messages/word.ts';
import { newCode } from '../server/class/classroom.ts';
import { openJournal } from '../server/class/journal.ts';
import { memoryStore } from '../server/class/memory-store.ts';
import type { PoolLimits } from '../server/class/pool.ts';
import { type Store, StoreError } from '../server/class/store.ts';
import { UsageError } from './errors.ts';
import { memoryShare, serverMiB } from './node-costs.ts';
import { reasonOf } from './outputs.ts';

/** Characters of the shortest password: guessing at the rate that the server allows must be hopeless. */
const shortestPassword = 8;
/** MiB of a node after a whole course, where nobody asks `pupitre capacity` for the one of a deck. */
const afterCourse = { rehearsal: 72, local: 24, docker: 40 } as const;
const mebibyte = 1024 * 1024;
const mostPlaces = 500;

/** The password of `--password-file`, `-` for standard input or the terminal; undefined without that option. Throws UsageError. */
export async function readPassword(
  file: string | undefined,
  env: NodeJS.ProcessEnv,
  lang: Language,
): Promise<string | undefined> {
  // Every process of the same user can read the environment of the server, a student's shell too.
  if ((env['PUPITRE_PASSWORD'] ?? '') !== '') throw new UsageError(message('cli/password-in-environment'));
  if (file === undefined) return undefined;
  let password: string;
  try {
    password = file === '-' ? await askPassword(lang) : (readFileSync(file, 'utf8').split('\n')[0]?.trim() ?? '');
  } catch (error) {
    throw new UsageError(message('cli/unreadable-password', { file, reason: reasonOf(error) }));
  }
  if (password === '') throw new UsageError(message('cli/empty-password', { file }));
  if (Array.from(password).length < shortestPassword) {
    throw new UsageError(message('cli/short-password', { file, least: shortestPassword }));
  }
  return password;
}

/** A line of standard input; at a terminal, without showing it. */
async function askPassword(lang: Language): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write(`${sayIn(lang)('cli/ask-password')} `);
  const nothing = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: stdin, output: nothing, terminal: stdin.isTTY });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
}

/**
 * What is kept of a class: in the file that was asked for, else in one of the user's state folder for this port; for the life of the server
 * only where nobody chose the port, so that nobody finds it again. Throws UsageError.
 */
export async function openStore(
  file: string | undefined,
  port: number,
  wantedPort: number,
  env: NodeJS.ProcessEnv,
): Promise<Store> {
  if (file === undefined && wantedPort === 0) return memoryStore();
  const { XDG_STATE_HOME: own = '' } = env;
  const state = own === '' ? join(homedir(), '.local', 'state') : own;
  try {
    return await openJournal(file ?? join(state, 'pupitre', `class-${port}.ndjson`));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // A home that cannot be written to: nothing is remembered, as long as nobody asked for it.
    if (file === undefined) return memoryStore();
    throw new UsageError(error.told);
  }
}

/** The code by which students join when there is no password: the same after a restart. */
export async function joinCode(store: Store): Promise<string> {
  const known = store.state.code;
  if (known !== undefined) return known;
  const code = newCode();
  await store.append({ type: 'code', code });
  return code;
}

/** How many nodes of the target of this name there are, and for how long. */
export function poolLimits(config: Config, targetName: string, most: number | undefined): PoolLimits {
  const { initial, reserved, max, expiresMs, orphanedMs } = config.classroom;
  const { type, hosts = [] } = config.targets.get(targetName) ?? {};
  const times = { expiresMs, orphanedMs };
  if (type === 'ssh') {
    // One is the instructor's.
    const others = Math.max(1, hosts.length - 1);
    return { initial: 0, reserved: 0, ...times, max: Math.min(others, most ?? max ?? others) };
  }
  const available = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const node = afterCourse[type ?? 'local'];
  const fitting = Math.floor(((available / mebibyte) * memoryShare - serverMiB) / node);
  return { initial, reserved, ...times, max: most ?? max ?? Math.min(mostPlaces, Math.max(1, fitting)) };
}
