import { totalmem } from 'node:os';
import type { Config } from '../config.ts';
import { type Language, message } from '../messages/message.ts';
import type { PoolLimits } from '../server/class/pool.ts';
import { newCode, newId } from '../server/class/secrets.ts';
import type { Store } from '../server/class/store.ts';
import { UsageError } from './errors.ts';
import { memoryShare, serverMiB } from './node-costs.ts';
import { reasonOf } from './outputs.ts';
import { readSecret } from './secret-file.ts';

/** Characters of the shortest password: guessing at the rate that the server allows must be hopeless. */
const shortestPassword = 8;
/** MiB of a node after a whole course, where nobody asks `pupitre capacity` for the one of a deck. */
const afterCourse = { rehearsal: 72, local: 24 } as const;
/** Fewer than one machine of a cluster runs by default (110). */
const podsByDefault = 60;
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
    password = await readSecret(file, message('cli/ask-password'), lang);
  } catch (error) {
    throw new UsageError(message('cli/unreadable-password', { file, reason: reasonOf(error) }));
  }
  if (password === '') throw new UsageError(message('cli/empty-password', { file }));
  if (Array.from(password).length < shortestPassword) {
    throw new UsageError(message('cli/short-password', { file, least: shortestPassword }));
  }
  return password;
}

/** The code by which students join when there is no password: the same after a restart. */
export async function joinCode(store: Store): Promise<string> {
  const known = store.state.code;
  if (known !== undefined) return known;
  const code = newCode();
  await store.append({ type: 'code', code });
  return code;
}

/** What the class is called where its nodes are: the same after a restart. */
export async function classId(store: Store): Promise<string> {
  const known = store.state.id;
  if (known !== undefined) return known;
  const id = newId();
  await store.append({ type: 'class', id });
  return id;
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
  // How many a cluster can carry is not known here; its quota says no in time.
  if (type === 'kubernetes') return { initial, reserved, ...times, max: most ?? max ?? podsByDefault };
  const available = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const node = afterCourse[type ?? 'local'];
  const fitting = Math.floor(((available / mebibyte) * memoryShare - serverMiB) / node);
  return { initial, reserved, ...times, max: most ?? max ?? Math.min(mostPlaces, Math.max(1, fitting)) };
}
