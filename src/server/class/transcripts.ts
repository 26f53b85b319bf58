import { appendFile, mkdir, open } from 'node:fs/promises';
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

/** What a recording says of the terminal that it shows. */
const header = { version: 2, width: 120, height: 30, env: { TERM: 'xterm-256color', SHELL: 'bash' } } as const;

/** What a recording shows (`o`), or what its players show as a chapter (`m`). */
type Shown = readonly ['o' | 'm', string];

/**
 * What students ran and what came back, a text and a recording (asciicast v2) for each of them; without secrets, and with the middle of long
 * outputs left out. In both, a command stands at the time at which it ended.
 */
export class Transcripts {
  readonly #options: TranscriptsOptions;
  readonly #masker: Masker;
  readonly #writers = new Map<string, Promise<void>>();
  readonly #broken = new Set<string>();
  /** When recordings began, in seconds of the epoch. */
  readonly #began = new Map<string, number>();
  #waiting = 0;

  constructor(options: TranscriptsOptions) {
    this.#options = options;
    this.#masker = new Masker(options.secrets);
  }

  /** A command has ended that a person, or the course, ran at their terminal. */
  command(person: Person, command: RunCommand): void {
    const { text, output, exitCode } = withoutSecrets(this.#masker, command);
    const lines = [`$ ${text.replaceAll('\n', '\n> ')}`, ...(output === '' ? [] : [output])];
    const all = [...lines, ...(exitCode ? [`[exit ${exitCode}]`] : [])];
    this.#add(person, all, ['o', all.map((line) => `${line.replaceAll('\n', '\r\n')}\r\n`).join('')]);
  }

  /** Something has happened to their terminal. */
  note(person: Person, text: string): void {
    this.#add(person, [`# ${text}`], ['m', text]);
  }

  /** Fulfilled when everything is written. */
  async close(): Promise<void> {
    await Promise.all(this.#writers.values());
  }

  #add(person: Person, lines: readonly string[], shown: Shown): void {
    if (this.#broken.has(person.id) || this.#waiting > mostWaiting) return;
    const now = new Date();
    const text = `--- ${now.toISOString()}\n${lines.join('\n')}\n`;
    this.#waiting += text.length;
    const before = this.#writers.get(person.id) ?? Promise.resolve();
    const written = before
      .then(() => this.#write(person, text, now.getTime() / 1000, shown))
      .finally(() => {
        this.#waiting -= text.length;
        if (this.#writers.get(person.id) === written) this.#writers.delete(person.id);
      });
    this.#writers.set(person.id, written);
  }

  async #write(person: Person, text: string, now: number, [code, data]: Shown): Promise<void> {
    const { folder, onError } = this.#options;
    const file = join(folder, `${nameOf(person)}.txt`);
    const recording = join(folder, `${nameOf(person)}.cast`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(file, text, { mode: 0o600 });
      const began = this.#began.get(person.id) ?? (await beginningOf(recording, now, person.name));
      this.#began.set(person.id, began);
      const event = [Math.max(0, Math.round((now - began) * 1000) / 1000), code, data];
      await appendFile(recording, `${JSON.stringify(event)}\n`, { mode: 0o600 });
    } catch (error) {
      if (this.#broken.has(person.id)) return;
      this.#broken.add(person.id);
      const reason = systemReason(error) ?? reasonOf(error);
      onError(new StoreError(message('class/cannot-transcribe', { file, reason }), { cause: error }));
    }
  }
}

/** A name may hold what no file's may; the id tells those apart that then look the same. */
function nameOf({ id, name }: Person): string {
  return `${name}-${id.slice(0, 6)}`.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_').replace(/^\.+/, '_');
}

/** When the recording in a file began, in seconds of the epoch: now, where there is none yet. */
async function beginningOf(file: string, now: number, title: string): Promise<number> {
  const recording = await open(file, 'a+', 0o600);
  try {
    const { buffer, bytesRead } = await recording.read(Buffer.alloc(1024), 0, 1024, 0);
    const timestamp = /"timestamp":(\d+)/.exec(buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '')?.[1];
    if (timestamp !== undefined) return Number(timestamp);
    const began = Math.floor(now);
    await recording.appendFile(`${JSON.stringify({ ...header, timestamp: began, title })}\n`);
    return began;
  } finally {
    await recording.close();
  }
}
