import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Message, message } from '../../messages/message.ts';
import { reasonOf, systemReason } from '../../messages/message-error.ts';
import { type ClassEvent, classEvent } from './class-events.ts';
import { ClassState } from './class-state.ts';
import { lockFile } from './file-lock.ts';
import { type Store, StoreError } from './store.ts';

/** The first line of a journal. */
const header = { format: 'pupitre-class', version: 1 };
/** Bytes of events after which the journal is written anew, when that makes it less than half as long. */
const compactAfter = 4 * 1024 * 1024;

/**
 * Opens the journal of a class, or begins one: a line of JSON for each event, on the disk (fdatasync) before `append` is fulfilled. A line
 * that a crash has cut off is left out: nobody was told of it.
 * @throws {StoreError} when it cannot be read or written, is none, or another server has it open
 */
export async function openJournal(path: string): Promise<Store> {
  const unlock = locked(path);
  try {
    const state = read(path);
    rewrite(path, state);
    return new Journal(path, state, await open(path, 'a'), unlock);
  } catch (error) {
    unlock();
    throw asStoreError(path, error);
  }
}

/** What the journal of a class says, as far as it is written; another server may have it open. Throws StoreError when there is none. */
export function readJournal(path: string): ClassState {
  try {
    return parseJournal(path, readFileSync(path, 'utf8'), message('class/no-results', { file: path }));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const reason = systemReason(error) ?? reasonOf(error);
    throw new StoreError(message('class/cannot-read', { file: path, reason }), { cause: error });
  }
}

function locked(path: string): () => void {
  let lock: ReturnType<typeof lockFile>;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    lock = lockFile(path);
  } catch (error) {
    throw asStoreError(path, error);
  }
  if (typeof lock === 'function') return lock;
  throw new StoreError(message('class/journal-in-use', { file: path, pid: lock.heldBy }));
}

function asStoreError(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const reason = systemReason(error) ?? reasonOf(error);
  return new StoreError(message('class/cannot-keep', { file: path, reason }), { cause: error });
}

/** What a journal says; nothing yet where there is none. */
function read(path: string): ClassState {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new ClassState();
    throw error;
  }
  return parseJournal(path, text, message('class/no-journal', { file: path }));
}

/** `otherwise` is said of what is no journal. */
function parseJournal(path: string, text: string, otherwise: Message): ClassState {
  const state = new ClassState();
  // What follows the last line end was cut off.
  const [first = '', ...lines] = text.split('\n').slice(0, -1);
  if (!isHeader(first)) throw new StoreError(otherwise);
  for (const [at, line] of lines.entries()) {
    const event = parse(line);
    if (!event) throw new StoreError(message('class/bad-journal', { file: path, line: at + 2 }));
    state.apply(event);
  }
  return state;
}

function isHeader(line: string): boolean {
  try {
    const found = JSON.parse(line) as Partial<typeof header> | null;
    return found?.format === header.format && found.version === header.version;
  } catch {
    return false;
  }
}

function parse(line: string): ClassEvent | undefined {
  try {
    return classEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Writes the shortest journal of this state, and puts it in place at once; how many characters it has. */
function rewrite(path: string, state: ClassState): number {
  const lines = [header, ...state.events()].map((line) => `${JSON.stringify(line)}\n`).join('');
  const draft = `${path}.new`;
  withFile(draft, 'w', (file) => {
    writeFileSync(file, lines);
  });
  renameSync(draft, path);
  withFile(dirname(path), 'r', () => undefined);
  return lines.length;
}

/** Opens a file or folder, and has it on the disk before it is closed. */
function withFile(path: string, flags: 'w' | 'r', use: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    use(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

interface Waiting {
  readonly text: string;
  readonly done: () => void;
  readonly failed: (error: StoreError) => void;
}

class Journal implements Store {
  readonly state: ClassState;
  readonly #path: string;
  readonly #unlock: () => void;
  #file: FileHandle;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  /** Characters since it was written anew, and after how many that is done again. */
  #written = 0;
  #longest = compactAfter;
  /** Its last line may be half of one. */
  #torn = false;
  #closed = false;

  constructor(path: string, state: ClassState, file: FileHandle, unlock: () => void) {
    this.#path = path;
    this.state = state;
    this.#file = file;
    this.#unlock = unlock;
  }

  append(...events: readonly ClassEvent[]): Promise<void> {
    if (this.#closed) return Promise.reject(new StoreError(message('class/journal-closed', { file: this.#path })));
    for (const event of events) this.state.apply(event);
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    return new Promise((done, failed) => {
      this.#waiting.push({ text, done, failed });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    await this.#file.close();
    this.#unlock();
  }

  /** Writes what waits, all of it at once, until nothing waits. What could not be appended is tried once more by writing the journal anew. */
  async #write(): Promise<void> {
    // A turn later: what comes in one turn is one write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting.splice(0);
      try {
        if (this.#torn) await this.#writeAnew(waiting);
        else await this.#add(waiting);
        for (const { done } of waiting) done();
      } catch (error) {
        if (this.#torn) for (const { failed } of waiting) failed(asStoreError(this.#path, error));
        else this.#waiting.unshift(...waiting);
        this.#torn = true;
      }
    }
    // In the same turn: what is appended later begins to be written anew.
    this.#writing = undefined;
  }

  async #add(waiting: Waiting[]): Promise<void> {
    const text = waiting.map((each) => each.text).join('');
    await this.#file.appendFile(text);
    await this.#file.datasync();
    this.#written += text.length;
    if (this.#written > this.#longest) await this.#writeAnew(waiting);
  }

  /** The state has everything that was appended: what waits is written with it. */
  async #writeAnew(waiting: Waiting[]): Promise<void> {
    const length = rewrite(this.#path, this.state);
    waiting.push(...this.#waiting.splice(0));
    this.#torn = false;
    this.#written = 0;
    this.#longest = Math.max(compactAfter, length);
    const old = this.#file;
    this.#file = await open(this.#path, 'a');
    await old.close();
  }
}
