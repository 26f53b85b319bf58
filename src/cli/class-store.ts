import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Language, message } from '../messages/message.ts';
import type { ClassState } from '../server/class/class-state.ts';
import { openJournal, readJournal } from '../server/class/journal.ts';
import { memoryStore } from '../server/class/memory-store.ts';
import { type Store, StoreError } from '../server/class/store.ts';
import { complain, UsageError } from './errors.ts';
import { reasonOf } from './outputs.ts';
import { readSecret } from './secret-file.ts';

/** Milliseconds that a server which has just ended has to give its class free. */
const leadMs = 5_000;

/** Where a class is kept: a file, or a database whose URL is in a file. */
export interface ClassPlace {
  readonly file?: string | undefined;
  /** With its password. */
  readonly url?: string | undefined;
  /** Of the class in the database. */
  readonly name?: string | undefined;
}

export interface StoreOptions {
  readonly classFile?: string | undefined;
  readonly classStore?: string | undefined;
  readonly className?: string | undefined;
}

/** What `--class-file`, or `--class-store` and `--class-name`, say. Throws UsageError. */
export async function classPlace(options: StoreOptions, env: NodeJS.ProcessEnv, lang: Language): Promise<ClassPlace> {
  const { classFile: file, classStore, className: name } = options;
  if (classStore === undefined) {
    if (name !== undefined) throw new UsageError(message('cli/class-name-without-store'));
    return { file };
  }
  if (file !== undefined) throw new UsageError(message('cli/file-and-store'));
  // Every process of the same user can read the environment of the server, a student's shell too.
  if ((env['PGPASSWORD'] ?? '') !== '') throw new UsageError(message('cli/database-password-in-environment'));
  try {
    return { url: await readSecret(classStore, message('cli/ask-database'), lang), name };
  } catch (error) {
    throw new UsageError(message('cli/unreadable-database', { file: classStore, reason: reasonOf(error) }));
  }
}

/**
 * What is kept of a class: in the place that was asked for, else in a file of the user's state folder for this port; for the life of the
 * server only where nobody chose the port, so that nobody finds it again. Throws UsageError.
 */
export async function openStore(
  { file, url, name }: ClassPlace,
  served: { readonly port: number; readonly wantedPort: number; readonly origin: string; readonly title: string },
  env: NodeJS.ProcessEnv,
  lang: Language,
): Promise<Store> {
  const { port, wantedPort, origin, title } = served;
  try {
    if (url !== undefined) return await openDatabase(url, name ?? title, origin, lang);
    if (file === undefined && wantedPort === 0) return memoryStore();
    const { XDG_STATE_HOME: own = '' } = env;
    const state = own === '' ? join(homedir(), '.local', 'state') : own;
    return await openJournal(file ?? join(state, 'pupitre', `class-${port}.ndjson`));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // A home that cannot be written to: nothing is remembered, as long as nobody asked for it.
    if (file === undefined && url === undefined) return memoryStore();
    throw new UsageError(error.told);
  }
}

async function openDatabase(url: string, name: string, address: string, lang: Language): Promise<Store> {
  const { openPostgres } = await import('../server/class/postgres/postgres-class.ts');
  const room = await openPostgres(url, name);
  return room.lead({
    me: { address, secret: '' },
    signal: AbortSignal.timeout(leadMs),
    onNews: (news) => {
      if (news.type === 'away') complain(message('class/database-away', { reason: news.reason }), lang);
      else if (news.type === 'back') complain(message('class/database-back'), lang);
      else complain(message('class/another-leads', { name }), lang);
    },
  });
}

/** What is known of a class; a server may have it open. Throws UsageError. */
export async function readClass({ file, url, name }: ClassPlace): Promise<ClassState> {
  try {
    if (url !== undefined) {
      const { readPostgres } = await import('../server/class/postgres/postgres-class.ts');
      return await readPostgres(url, name);
    }
    if (file !== undefined) return readJournal(file);
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.told);
    throw error;
  }
  throw new UsageError(message('cli/no-class'));
}
