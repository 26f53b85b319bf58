import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { message } from '../../messages/message.ts';
import type { ContainerTerminal } from '../container/engine.ts';
import { type Size, TargetError } from '../target.ts';
import { answered } from './api.ts';

/**
 * Keys by which the engine would let go of a program, which nobody types: by default ^P waits for another key, and ^P^Q ends the session; an empty
 * list means the default. Only ^@ is held back until the next key.
 */
const detachKeys = ['@', '_', '@', '^', '@', '_', ']', '@', '_', '^'].map((key) => `ctrl-${key}`).join(',');
/** Milliseconds after which what the engine did not do or know yet is tried or asked again. */
const pauses = [20, 50, 100, 200, 400, 800] as const;

/** Starts a program in a terminal of a container. */
export async function openTerminal(
  container: Docker.Container,
  words: readonly string[],
  signal: AbortSignal,
): Promise<ContainerTerminal> {
  const exec = await answered(
    container.exec({
      ...{ Cmd: [...words], Tty: true, AttachStdin: true, AttachStdout: true, AttachStderr: true },
      DetachKeys: detachKeys,
    }),
    signal,
  );
  const stream = await answered(exec.start({ hijack: true, stdin: true, Tty: true }), signal);
  return new DockerTerminal(exec, stream);
}

class DockerTerminal implements ContainerTerminal {
  readonly ended: Promise<{ readonly exitCode: number }>;
  readonly #exec: Docker.Exec;
  readonly #stream: Duplex;
  #isOver = false;
  #wanted: Size | undefined;
  /** Keys that were typed after a size was asked for, which programs must see first. */
  #typed = '';

  constructor(exec: Docker.Exec, stream: Duplex) {
    this.#exec = exec;
    this.#stream = stream;
    this.ended = new Promise((resolve, reject) => {
      stream.once('close', () => {
        this.#isOver = true;
        endOf(exec).then(resolve, reject);
      });
    });
    this.ended.catch(() => undefined);
    // The end tells it all.
    stream.on('error', () => undefined);
    stream.on('end', () => {
      stream.destroy();
    });
  }

  get unwritten(): number {
    return this.#stream.writableLength + Buffer.byteLength(this.#typed);
  }

  write(data: string): void {
    if (this.#isOver) return;
    if (this.#wanted) this.#typed += data;
    else this.#stream.write(data);
  }

  /** The last size counts; the engine refuses one of a program that is only just starting. */
  resize(size: Size): void {
    const isUnderWay = this.#wanted !== undefined;
    this.#wanted = size;
    if (!isUnderWay) void this.#resize();
  }

  async #resize(): Promise<void> {
    for (const pause of pauses) {
      const size = this.#wanted;
      if (size === undefined || this.#isOver) break;
      const isDone = await answered(this.#exec.resize({ h: size.rows, w: size.cols })).then(
        () => true,
        () => false,
      );
      if (isDone && this.#wanted === size) break;
      if (!isDone) await delay(pause, undefined, { ref: false });
    }
    this.#wanted = undefined;
    const typed = this.#typed;
    this.#typed = '';
    if (typed !== '') this.write(typed);
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#stream.on('data', listener);
    return () => this.#stream.off('data', listener);
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  detach(): void {
    this.#stream.destroy();
  }
}

/** How a program has ended whose connection has; rejects when it has not. */
async function endOf(exec: Docker.Exec): Promise<{ readonly exitCode: number }> {
  for (const pause of pauses) {
    const { Running, ExitCode } = await answered(exec.inspect());
    if (!Running && ExitCode !== null) return { exitCode: ExitCode };
    await delay(pause, undefined, { ref: false });
  }
  throw new TargetError(message('target/no-answer'));
}
