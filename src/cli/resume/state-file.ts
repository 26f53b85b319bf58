import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type Message, message } from '../../messages/message.ts';
import { systemReason } from '../../messages/message-error.ts';
import { lockFile } from '../../server/class/file-lock.ts';
import { reasonOf } from '../outputs.ts';
import { header, parseJson, parseRecord, type StateRecord } from './run-records.ts';

/** What a state file says. `problem`: why it says less than it could, or nothing. */
export interface ReadState {
  readonly records: readonly StateRecord[];
  readonly problem?: Message;
}

/** The state file of a deck on a target: in `.pupitre`, beside the configuration, or in the working folder. */
export function stateFileOf(deck: string, target: string, folder: string): string {
  const plain = (text: string): string => text.replaceAll(/[^\w.-]+/g, '_').slice(0, 60);
  const hash = createHash('sha256')
    .update(`${relative(folder, deck)}\n${target}`)
    .digest('hex')
    .slice(0, 8);
  return join(folder, '.pupitre', `${plain(basename(deck).replace(/\.\w+$/, ''))}.${plain(target)}.${hash}.ndjson`);
}

/** Reads a state file: what stands before the first line that is damaged counts. A line that was cut off is no damage. */
export function readState(path: string): ReadState | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    const reason = systemReason(error) ?? reasonOf(error);
    return { records: [], problem: message('cli/cannot-read', { file: path, reason }) };
  }
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  if (!parseJson(header, first)) return { records: [], problem: message('resume/other-version', { file: path }) };
  const records: StateRecord[] = [];
  for (const [at, line] of lines.entries()) {
    const found = parseRecord(line);
    if (!found) return { records, problem: message('resume/damaged', { file: path, line: at + 2 }) };
    records.push(found);
  }
  return { records };
}

/** A state file that this run writes. Nobody else does meanwhile. */
export interface StateFile {
  /** Adds a record, which is there whatever becomes of this process, and on the disk soon after. Throws when it cannot be written. */
  append(record: StateRecord): Promise<void>;
  close(): Promise<void>;
}

/** Begins a state file with these records, in the place of the one that is there, and holds it. Gives the process that holds it already. */
export async function openStateFile(
  path: string,
  { deck, target, records }: { deck: string; target: string; records: readonly StateRecord[] },
): Promise<StateFile | { readonly heldBy: number }> {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  ignore(folder);
  const lock = lockFile(path);
  if (typeof lock !== 'function') return lock;
  try {
    const lines = [{ format: 'pupitre-run', version: 1, deck, target }, ...records];
    const draft = `${path}.new`;
    const written = openSync(draft, 'w', 0o600);
    try {
      writeFileSync(written, lines.map(toLine).join(''));
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
    renameSync(draft, path);
    const file = await open(path, 'a');
    let isDirty = false;
    let syncing: Promise<void> | undefined;
    // The next step does not wait for the disk.
    const sync = async (): Promise<void> => {
      while (isDirty) {
        isDirty = false;
        await file.datasync().catch(() => undefined);
      }
      syncing = undefined;
    };
    return {
      append: async (record) => {
        await file.appendFile(toLine(record));
        isDirty = true;
        syncing ??= sync();
      },
      close: async () => {
        await syncing;
        await file.close();
        lock();
      },
    };
  } catch (error) {
    lock();
    throw error;
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** What is in the folder is never committed. */
function ignore(folder: string): void {
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
