import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '../../messages/message.ts';
import type { Size, Tty } from '../target.ts';
import { DtachFilter } from './dtach-filter.ts';
import type { ContainerTerminal } from './engine.ts';
import { Output } from './output.ts';

/** How a shell has ended, or why nobody hears of it any more. */
export interface End {
  readonly exitCode: number;
  /** The shell goes on. */
  readonly lost?: true;
  /** The container is gone, and with it every shell. */
  readonly gone?: Message;
}

interface ContainerTtyOptions {
  /** The terminal is that of dtach, which adds to the output. */
  readonly byDtach: boolean;
  /** Finds out what the end of the terminal means; `exitCode` of its program, or none when only the connection has ended. */
  readonly ended: (exitCode: number | undefined) => Promise<End>;
  /** Ends the shell and what is in its session. */
  readonly close: () => Promise<void>;
}

/** Of a shell whose terminal is gone: SIGHUP. */
export const hungUp = 129;
/** Milliseconds in which the engine tells that a shell has ended. */
const graceMs = 1_000;

/** A shell in a container, as a terminal of ours. */
export class ContainerTty implements Tty {
  readonly pid = undefined;
  attached?: 'atPrompt' | 'inProgram';
  readonly closed: Promise<End>;
  readonly #terminal: ContainerTerminal;
  readonly #output: Output;
  readonly #filter: DtachFilter | undefined;
  readonly #options: ContainerTtyOptions;
  readonly #letGo: Promise<undefined>;
  #stop: () => void = () => undefined;
  #isOver = false;

  constructor(terminal: ContainerTerminal, options: ContainerTtyOptions) {
    this.#terminal = terminal;
    this.#options = options;
    this.#output = new Output(terminal);
    const filter = (this.#filter = options.byDtach ? new DtachFilter() : undefined);
    terminal.onData((chunk) => {
      this.#output.push(filter ? filter.push(chunk) : Buffer.from(chunk));
    });
    this.#letGo = new Promise((resolve) => {
      this.#stop = () => {
        resolve(undefined);
      };
    });
    this.closed = this.#follow();
  }

  /** Fulfilled when keys reach the shell; false when the terminal has ended before that. */
  ready(): Promise<boolean> {
    const over = this.closed.then(() => false);
    return this.#filter ? Promise.race([this.#filter.attached.then(() => true), over]) : Promise.resolve(true);
  }

  get unwritten(): number {
    return this.#isOver ? 0 : this.#terminal.unwritten;
  }

  write(data: string): void {
    if (!this.#isOver && data !== '') this.#terminal.write(data);
  }

  resize(size: Size): void {
    if (!this.#isOver) this.#terminal.resize(size);
  }

  onData(listener: (chunk: string | Uint8Array) => void): () => void {
    return this.#output.onData(listener);
  }

  pause(): void {
    this.#output.pause();
  }

  resume(): void {
    this.#output.resume();
  }

  async close(): Promise<void> {
    // Reading goes on, or a flood would keep the shell from ending.
    this.#output.resume();
    await this.#options.close();
    await Promise.race([this.closed, delay(graceMs, undefined, { ref: false })]);
    this.letGo();
  }

  /** Hears and says nothing any more. */
  letGo(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#terminal.detach();
    this.#stop();
  }

  async #follow(): Promise<End> {
    const ended = this.#terminal.ended.then(
      (end) => end.exitCode,
      () => undefined,
    );
    const exitCode = await Promise.race([ended, this.#letGo]);
    if (this.#isOver) return { exitCode: hungUp, lost: true };
    this.#isOver = true;
    if (this.#filter) this.#output.push(this.#filter.end());
    this.#output.end();
    return this.#options.ended(exitCode);
  }
}
