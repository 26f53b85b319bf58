import { message } from '../../messages/message.ts';
import type { ContainerTerminal } from '../container/engine.ts';
import { type Size, TargetError } from '../target.ts';
import type { Api } from './api.ts';
import { type ExecSocket, openExec } from './exec-socket.ts';
import { cannotExec, lost, runInPod } from './pod-exec.ts';

export interface TerminalOptions {
  readonly words: readonly string[];
  readonly size: Size;
  /** Whether the pod goes on: one that is deleted ends its programs as if each were killed. */
  readonly lives: () => Promise<boolean>;
}

/** A terminal has no size when its program starts, and is told one late: it sets its own first. Then it says which it is. */
const wrapper = 'stty rows "$1" cols "$2" 2>/dev/null; shift 2; printf "\\036%s\\n" "$(tty)"; exec "$@"';
/** Bytes that are kept for who does not read, before the other side has to wait. */
const mostKept = 256 * 1024;
/** Bytes of what a program may say that did not start. */
const mostComplaint = 4096;
const detachKey = 0x10;
/**
 * Docker, below Kubernetes, holds ^P back until it knows whether ^Q follows, which ends the session; there is no option. So each ^P gets a byte
 * after it which the terminal takes for XON, and nobody reads. In UTF-8 there are no such bytes.
 */
const fillers = { start: 0xff, stop: 0xfe } as const;
const fillerMs = 10_000;

/** Starts a program in a terminal of a pod; fulfilled when it runs. Throws Refusal and TargetError. */
export async function openPodTerminal(
  api: Api,
  pod: string,
  options: TerminalOptions,
  signal: AbortSignal,
): Promise<ContainerTerminal> {
  const { cols, rows } = options.size;
  const words = ['sh', '-c', wrapper, 'sh', String(rows), String(cols), ...options.words];
  const terminal = new PodTerminal(api, pod, options.lives);
  const onOutput = (chunk: Buffer) => {
    terminal.receive(chunk);
  };
  terminal.connect(await openExec(api, pod, { words, tty: true, stdin: true, onOutput }, signal));
  const stop = () => {
    terminal.detach();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await terminal.started;
    return terminal;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

class PodTerminal implements ContainerTerminal {
  readonly #api: Api;
  readonly #pod: string;
  readonly #lives: () => Promise<boolean>;
  readonly #listeners = new Set<(chunk: Uint8Array) => void>();
  #exec: ExecSocket | undefined;
  /** The device of the terminal in the pod; before the program runs, what was said so far. */
  #device: string | undefined;
  #beginning = '';
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #paused = false;
  /** What waits until a ^P can be sent; and whether it can. */
  #held: Buffer[] | undefined;
  #hasFillers = false;
  #start: () => void = () => undefined;
  readonly started: Promise<void>;
  readonly ended: Promise<{ readonly exitCode: number }>;
  #end: (end: Promise<{ readonly exitCode: number }>) => void = () => undefined;

  constructor(api: Api, pod: string, lives: () => Promise<boolean>) {
    this.#api = api;
    this.#pod = pod;
    this.#lives = lives;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    // Who does not ask is told nothing.
    this.ended.catch(() => undefined);
    this.started = Promise.race([
      new Promise<void>((resolve) => (this.#start = resolve)),
      this.ended.then(() => {
        throw cannotExec(pod, this.#beginning.trim());
      }),
    ]);
    this.started.catch(() => undefined);
  }

  connect(exec: ExecSocket): void {
    this.#exec = exec;
    this.#end(
      exec.ended.then(async ({ exitCode, closeCode, said }) => {
        const lives = exitCode !== 137 || (await this.#lives());
        this.#flush();
        if (!lives) throw new TargetError(message('target/kube-deleted', { pod: this.#pod }));
        if (exitCode !== undefined) return { exitCode };
        throw said === undefined ? lost(this.#pod, closeCode) : cannotExec(this.#pod, said);
      }),
    );
  }

  receive(chunk: Buffer): void {
    if (this.#device === undefined) {
      const said = this.#beginning + chunk.toString('latin1');
      const found = /\x1e(.*?)\r?\n/.exec(said);
      this.#beginning = said.slice(0, mostComplaint);
      if (!found) return;
      this.#device = found[1] ?? '';
      this.#start();
      this.#keep(Buffer.from(said.slice(found.index + found[0].length), 'latin1'));
    } else if (this.#paused || this.#listeners.size === 0) this.#keep(chunk);
    else this.#tell(chunk);
  }

  get unwritten(): number {
    const held = this.#held?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    return held + (this.#exec?.unsent ?? 0);
  }

  write(data: string): void {
    const bytes = Buffer.from(data);
    if (this.#held) this.#held.push(bytes);
    else if (!bytes.includes(detachKey)) this.#exec?.write(bytes);
    else if (this.#hasFillers) this.#exec?.write(filled(bytes));
    else {
      this.#held = [bytes];
      void this.#prepareFillers();
    }
  }

  resize({ cols, rows }: Size): void {
    this.#exec?.resize(cols, rows);
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    queueMicrotask(() => {
      if (!this.#paused) this.#flush();
    });
    return () => this.#listeners.delete(listener);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#flush();
  }

  detach(): void {
    this.#exec?.close();
  }

  #keep(chunk: Buffer): void {
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
    if (this.#keptBytes > mostKept) this.#exec?.pause();
  }

  #flush(): void {
    if (this.#listeners.size === 0) return;
    const kept = this.#kept;
    this.#kept = [];
    this.#keptBytes = 0;
    for (const chunk of kept) this.#tell(chunk);
    this.#exec?.resume();
  }

  #tell(chunk: Buffer): void {
    for (const listener of [...this.#listeners]) listener(chunk);
  }

  /** Only now: the program has set the modes of the terminal as it wants them. */
  async #prepareFillers(): Promise<void> {
    const { start, stop } = fillers;
    const words = ['stty', '-F', this.#device ?? '', 'ixon', 'start', String(start), 'stop', String(stop)];
    const { exitCode } = await runInPod(this.#api, this.#pod, words, '', AbortSignal.timeout(fillerMs)).catch(() => ({
      exitCode: 1,
    }));
    this.#hasFillers = exitCode === 0;
    const held = Buffer.concat(this.#held ?? []);
    this.#held = undefined;
    // Without stty a ^P waits for the next key, and a ^Q right after it is lost instead of the session.
    this.#exec?.write(
      this.#hasFillers ? filled(held) : Buffer.from(held.toString('latin1').replace(/\x10\x11/g, '\x10'), 'latin1'),
    );
  }
}

/** With a byte after each ^P which the terminal takes for itself. */
function filled(bytes: Buffer): Buffer {
  const parts: number[] = [];
  for (const byte of bytes) parts.push(...(byte === detachKey ? [byte, fillers.start] : [byte]));
  return Buffer.from(parts);
}
