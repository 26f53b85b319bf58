import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../../messages/message.ts';
import { reasonOf, systemReason } from '../../messages/message-error.ts';
import { Masker, type Secrets } from '../../run/mask.ts';
import { type RunCommand, withoutSecrets } from '../workspace/run-record.ts';
import type { Person } from './person.ts';
import { StoreError } from './store.ts';

export interface TranscriptsOptions {
  /** Made when it is not there. */
  readonly folder: string;
  readonly secrets: Secrets;
  /** A transcript cannot be written; told once for each person. */
  readonly onError: (error: unknown) => void;
}

/** Characters that may wait for the disk; what comes when there are more is left out. */
const mostWaiting = 4 * 1024 * 1024;

/** What students ran and what came back, as text, a file for each of them; without secrets, and with the middle of long outputs left out. */
export class Transcripts {
  readonly #options: TranscriptsOptions;
  readonly #masker: Masker;
  readonly #writers = new Map<string, Promise<void>>();
  readonly #broken = new Set<string>();
  #waiting = 0;

  constructor(options: TranscriptsOptions) {
    this.#options = options;
    this.#masker = new Masker(options.secrets);
  }

  /** A command has ended that a person, or the course, ran at their terminal. */
  command(person: Person, command: RunCommand): void {
    const { text, output, exitCode } = withoutSecrets(this.#masker, command);
    const lines = [`$ ${text.replaceAll('\n', '\n> ')}`, ...(output === '' ? [] : [output])];
    this.#add(person, [...lines, ...(exitCode ? [`[exit ${exitCode}]`] : [])]);
  }

  /** Something has happened to their terminal. */
  note(person: Person, text: string): void {
    this.#add(person, [`# ${text}`]);
  }

  /** Fulfilled when everything is written. */
  async close(): Promise<void> {
    await Promise.all(this.#writers.values());
  }

  #add(person: Person, lines: readonly string[]): void {
    if (this.#broken.has(person.id) || this.#waiting > mostWaiting) return;
    const text = `--- ${new Date().toISOString()}\n${lines.join('\n')}\n`;
    this.#waiting += text.length;
    const before = this.#writers.get(person.id) ?? Promise.resolve();
    const written = before
      .then(() => this.#write(person, text))
      .finally(() => {
        this.#waiting -= text.length;
        if (this.#writers.get(person.id) === written) this.#writers.delete(person.id);
      });
    this.#writers.set(person.id, written);
  }

  async #write(person: Person, text: string): Promise<void> {
    const { folder, onError } = this.#options;
    const file = join(folder, fileOf(person));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(file, text, { mode: 0o600 });
    } catch (error) {
      if (this.#broken.has(person.id)) return;
      this.#broken.add(person.id);
      const reason = systemReason(error) ?? reasonOf(error);
      onError(new StoreError(message('class/cannot-transcribe', { file, reason }), { cause: error }));
    }
  }
}

/** A name may hold what no file's may; the id tells those apart that then look the same. */
function fileOf({ id, name }: Person): string {
  const readable = `${name}-${id.slice(0, 6)}`.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/^\.+/, '_');
  return `${readable}.txt`;
}
