import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Language, message } from '../messages/message.ts';
import type { ClassState } from '../server/class/class-state.ts';
import { openJournal, readJournal } from '../server/class/journal.ts';
import { memoryStore } from '../server/class/memory-store.ts';
import { type Store, StoreError } from '../server/class/store.ts';
import { UsageError } from './errors.ts';
import { reasonOf } from './outputs.ts';
import { readSecret } from './secret-file.ts';

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
 * What is kept of a class: in the file that was asked for, else in one of the user's state folder for this port; for the life of the
 * server only where nobody chose the port, so that nobody finds it again. Throws UsageError.
 */
export async function openStore(
  file: string | undefined,
  { port, wantedPort }: { readonly port: number; readonly wantedPort: number },
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
