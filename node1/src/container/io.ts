/** A terminal, as the programs that have it see it. */
export interface Tty {
  readonly columns: number;
  readonly rows: number;
  /** Takes a signal for what is in the foreground; set by who puts something there. */
  foreground: ((signal: NodeJS.Signals) => void) | undefined;
  /** Called when its size changes. */
  readonly resized: Set<() => void>;
  readonly isRaw: boolean;
  readonly hasEcho: boolean;
  /** Raw: no echo, no signals, no lines; what was typed before comes as it is. */
  setRaw(raw: boolean): void;
  /** Whether what is typed is shown. */
  setEcho(echo: boolean): void;
}

/** Where a program of ours writes. Throws Killed where nobody reads any more. */
export interface Sink {
  (data: string | Uint8Array): void;
  /** What programs that write much wait for between two pieces; undefined: there is room. */
  readonly room?: () => Promise<void> | undefined;
  /** The terminal behind it. */
  readonly terminal?: Tty;
}

/** What a program inside the rehearsal reads and writes. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** Reads the next bytes; undefined at the end. Rejects with the reason of `signal`. */
type Source = (signal: AbortSignal) => Promise<Uint8Array | undefined>;

/**
 * A standard input. Several programs may read it one after the other: what one has taken and not used, it puts back, and who is killed
 * while it waits takes nothing from the next one.
 */
export class Input implements AsyncIterable<Uint8Array> {
  readonly terminal: Tty | undefined;
  readonly #source: Source;
  readonly #signal: AbortSignal;
  /** Shared by all that read the same input. */
  readonly #kept: Uint8Array[];

  constructor(source: Source, signal: AbortSignal, terminal?: Tty, kept: Uint8Array[] = []) {
    this.#source = source;
    this.#signal = signal;
    this.terminal = terminal;
    this.#kept = kept;
  }

  /** The same input for another process. */
  for(signal: AbortSignal): Input {
    return new Input(this.#source, signal, this.terminal, this.#kept);
  }

  async read(): Promise<Uint8Array | undefined> {
    this.#signal.throwIfAborted();
    return this.#kept.shift() ?? (await this.#source(this.#signal));
  }

  unread(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#kept.unshift(chunk);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void> {
    return {
      next: async () => {
        const value = await this.read();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
    };
  }
}

const never = new AbortController().signal;

/** An input of bytes that are there already. */
export function inputOf(...chunks: readonly Uint8Array[]): Input {
  const rest = [...chunks];
  return new Input(() => Promise.resolve(rest.shift()), never);
}

/** An input that reads what comes from outside. */
export function inputFrom(stream: AsyncIterable<Uint8Array>): Input {
  const iterator = stream[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<Uint8Array>> | undefined;
  const source: Source = async (signal) => {
    // A read that was given up is the next reader's.
    pending ??= iterator.next();
    const result = await unlessAborted(pending, signal);
    pending = undefined;
    return result.done === true ? undefined : result.value;
  };
  return new Input(source, never);
}

/** What `promise` gives, unless `signal` is aborted before: rejects with its reason then. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', give);
    });
  });
}

/** Bytes that are written at one end and read at the other, as many at once as a pipe holds. */
export interface Pipe {
  readonly input: Input;
  readonly sink: Sink;
  /** Nothing more will be written. */
  close(): void;
  /** Nobody will read any more: who writes is told. */
  abandon(): void;
}

const pipeSize = 64 * 1024;

/** `whenBroken` is called when something is written that nobody will read, before the write fails. */
export function createPipe(whenBroken: () => Error, limit = pipeSize): Pipe {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isClosed = false;
  let isBroken = false;
  const wake = { reader: (): void => undefined, writers: [] as (() => void)[] };
  const source: Source = async (signal) => {
    while (chunks.length === 0 && !isClosed && !isBroken) {
      await unlessAborted(
        new Promise<void>((resolve) => {
          wake.reader = resolve;
        }),
        signal,
      );
    }
    const chunk = chunks.shift();
    size -= chunk?.length ?? 0;
    if (size < limit) for (const writer of wake.writers.splice(0)) writer();
    return chunk;
  };
  const write = (data: string | Uint8Array): void => {
    if (isBroken) throw whenBroken();
    const chunk = typeof data === 'string' ? Buffer.from(data) : data;
    if (chunk.length === 0 || isClosed) return;
    chunks.push(chunk);
    size += chunk.length;
    wake.reader();
  };
  const room = (): Promise<void> | undefined => {
    if (size < limit || isBroken) return undefined;
    return new Promise<void>((resolve) => {
      wake.writers.push(resolve);
    });
  };
  return {
    input: new Input(source, never),
    sink: Object.assign(write, { room }),
    close() {
      isClosed = true;
      wake.reader();
    },
    abandon() {
      isBroken = true;
      chunks.length = 0;
      for (const writer of wake.writers.splice(0)) writer();
      wake.reader();
    },
  };
}
