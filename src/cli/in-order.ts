import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunEvent } from '../plan/events.ts';

/** Characters of events of one run that are kept in memory until it is its turn; the rest waits in a file. */
const inMemory = 1 << 20;

/** Takes an event; fulfilled when the next one may come. */
type Take = (event: RunEvent) => Promise<void>;

/** The events of several runs that go on at the same time, one run after the other: those of a later run wait until the earlier ones have ended. */
export class InOrder {
  readonly #take: Take;
  readonly #runs: Waiting[];
  #turn = 0;
  #passing: Promise<void> = Promise.resolve();

  constructor(count: number, take: Take) {
    this.#take = take;
    this.#runs = Array.from({ length: count }, () => new Waiting());
  }

  /** An event of the run of that number, from 0. */
  async onEvent(run: number, event: RunEvent): Promise<void> {
    const waiting = this.#runs[run];
    if (run === this.#turn && waiting?.isEmpty === true) await this.#take(event);
    else waiting?.add(event);
  }

  /** The run of that number has ended; it is the next one's turn. */
  async end(run: number): Promise<void> {
    const waiting = this.#runs[run];
    if (waiting) waiting.hasEnded = true;
    this.#passing = this.#passing.then(() => this.#pass());
    await this.#passing;
  }

  /** Removes what has waited in vain. */
  close(): void {
    for (const run of this.#runs) run.close();
  }

  async #pass(): Promise<void> {
    while (this.#runs[this.#turn]?.hasEnded === true) {
      this.#turn++;
      await this.#runs[this.#turn]?.drain(this.#take);
    }
  }
}

/** Events of one run that wait: some in memory, the others in a file. */
class Waiting {
  hasEnded = false;
  #events: RunEvent[] = [];
  #size = 0;
  #folder: string | undefined;
  #file: number | undefined;

  #draining = false;

  /** Nothing waits, and nothing is being taken. */
  get isEmpty(): boolean {
    return !this.#draining && !this.#has;
  }

  get #has(): boolean {
    return this.#events.length > 0 || this.#file !== undefined;
  }

  add(event: RunEvent): void {
    if (this.#file === undefined && this.#size < inMemory) {
      this.#events.push(event);
      this.#size += event.type === 'output' ? event.chunk.length : 256;
      return;
    }
    this.#folder ??= mkdtempSync(join(tmpdir(), 'pupitre-events-'));
    this.#file ??= openSync(join(this.#folder, 'events'), 'w', 0o600);
    writeSync(this.#file, `${JSON.stringify(event)}\n`);
  }

  /** Hands everything on, also what is added meanwhile. */
  async drain(take: Take): Promise<void> {
    this.#draining = true;
    try {
      while (this.#has) for await (const event of this.#taken()) await take(event);
    } finally {
      this.#draining = false;
    }
  }

  async *#taken(): AsyncGenerator<RunEvent> {
    const events = this.#events;
    this.#events = [];
    this.#size = 0;
    const [folder, file] = [this.#folder, this.#file];
    this.#folder = this.#file = undefined;
    yield* events;
    if (folder === undefined || file === undefined) return;
    closeSync(file);
    try {
      // In the same process: codes of messages stay codes, and only what compares is lost.
      for await (const line of createInterface({ input: createReadStream(join(folder, 'events'), 'utf8') }))
        yield JSON.parse(line) as RunEvent;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = this.#file = undefined;
    this.#events = [];
  }
}
