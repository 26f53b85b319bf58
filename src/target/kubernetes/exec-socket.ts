import { text } from 'node:stream/consumers';
import WebSocket from 'ws';
import { type Api, Refusal } from './api.ts';
import type { Status } from './objects.ts';
import { containerName } from './pod-spec.ts';

/** Channels of `v4.channel.k8s.io`: the first byte of each message. */
const channels = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4 } as const;
/** Milliseconds between two pings; a connection that misses two answers is gone. Of its own accord nothing is ever said. */
const pingMs = 10_000;
/** So often something is said that counts as data: kubelets end what was idle for hours. */
const pingsToData = 60;
/** Bytes of one message: the other side reads each as a whole. */
const pieceBytes = 32 * 1024;
/** Milliseconds until the connection must be there. */
const openMs = 15_000;

export interface ExecOptions {
  readonly words: readonly string[];
  readonly tty?: boolean;
  readonly stdin?: boolean;
  /** What the program says, on both of its channels. */
  readonly onOutput: (chunk: Buffer) => void;
}

/** How an exec has ended; without a code the connection was lost, which says nothing of the program. */
export interface ExecEnd {
  readonly exitCode: number | undefined;
  /** Of the WebSocket. */
  readonly closeCode: number;
  readonly said: string | undefined;
}

/** Starts a program in a pod. Throws Refusal, what the connection throws, and TargetError when nothing answers. */
export async function openExec(api: Api, pod: string, options: ExecOptions, signal: AbortSignal): Promise<ExecSocket> {
  const { words, tty = false, stdin = false, onOutput } = options;
  const query = new URLSearchParams({ container: containerName, stdout: 'true' });
  if (tty) query.set('tty', 'true');
  else query.set('stderr', 'true');
  if (stdin) query.set('stdin', 'true');
  for (const word of words) query.append('command', word);
  const url = new URL(`${api.path('pods')}/${pod}/exec?${query.toString()}`, api.access.server);
  url.protocol = url.protocol.replace('http', 'ws');
  const credentials = await api.access.credentials(false);
  signal.throwIfAborted();
  const socket = new WebSocket(url, ['v4.channel.k8s.io'], {
    // Its types are a little behind those of Node.
    ...(credentials as object),
    handshakeTimeout: openMs,
    perMessageDeflate: false,
  });
  const stop = () => {
    socket.terminate();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<ExecSocket>((resolve, reject) => {
      // At once: the first messages may be there already.
      socket.once('open', () => {
        resolve(new ExecSocket(socket, onOutput));
      });
      socket.on('error', reject);
      socket.once('unexpected-response', (_request, response) => {
        text(response).then((body) => {
          reject(new Refusal(response.statusCode ?? 0, body));
        }, reject);
      });
    });
  } catch (error) {
    signal.throwIfAborted();
    throw api.away(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A program that runs in a pod, by its WebSocket. Closing it ends nothing in the pod. */
export class ExecSocket {
  readonly #socket: WebSocket;
  readonly #timer: NodeJS.Timeout;
  #status: Status | undefined;
  #pings = 0;
  #unanswered = 0;
  #size = '';
  readonly ended: Promise<ExecEnd>;

  constructor(socket: WebSocket, onOutput: (chunk: Buffer) => void) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const [channel] = data;
      if (channel === channels.status) this.#status = statusOf(data.toString('utf8', 1));
      else if (data.length > 1) onOutput(data.subarray(1));
    });
    socket.on('pong', () => (this.#unanswered = 0));
    this.#timer = setInterval(() => {
      this.#ping();
    }, pingMs).unref();
    this.ended = new Promise((resolve) => {
      socket.once('close', (closeCode) => {
        clearInterval(this.#timer);
        resolve({ exitCode: exitCodeOf(this.#status), closeCode, said: this.#status?.message });
      });
    });
  }

  /** Bytes that are not on their way yet. */
  get unsent(): number {
    return this.#socket.bufferedAmount;
  }

  write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += pieceBytes)
      this.#send(channels.stdin, bytes.subarray(at, at + pieceBytes));
  }

  resize(cols: number, rows: number): void {
    this.#size = JSON.stringify({ Width: cols, Height: rows });
    this.#send(channels.resize, Buffer.from(this.#size));
  }

  /** Stops reading: the program waits once all buffers on the way are full. */
  pause(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.terminate();
  }

  #send(channel: number, bytes: Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(Buffer.concat([Buffer.of(channel), bytes]));
  }

  #ping(): void {
    // While nobody reads, answers are not read either.
    if (this.#socket.isPaused) return;
    if (this.#unanswered === 2) {
      this.#socket.terminate();
      return;
    }
    this.#unanswered++;
    this.#pings++;
    this.#socket.ping();
    if (this.#size !== '' && this.#pings % pingsToData === 0) this.#send(channels.resize, Buffer.from(this.#size));
  }
}

function statusOf(said: string): Status {
  try {
    return JSON.parse(said) as Status;
  } catch {
    return { message: said };
  }
}

function exitCodeOf(status: Status | undefined): number | undefined {
  if (status === undefined) return undefined;
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  return code === undefined ? undefined : Number(code);
}
