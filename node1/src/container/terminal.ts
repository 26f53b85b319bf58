import type { TerminalSize } from '../workload.ts';
import { type Sink, type Tty, unlessAborted } from './io.ts';

const controlC = 3;
const controlD = 4;
const lineFeed = 10;
const carriageReturn = 13;
const controlU = 21;
const controlW = 23;
const controlZ = 26;
const quit = 28;
const deletes: readonly number[] = [8, 127];
/** Bytes of one line that is being typed, and of what nobody has read yet, at most. */
const mostKept = 64 * 1024;

/**
 * The terminal of a container's programs, as the kernel's line discipline makes it: what is typed is echoed and edited until its line
 * ends, ^C is a signal for what is in the foreground, line feeds become CR LF. With `raw`, bytes come as they are.
 */
export class Terminal implements Tty {
  foreground: ((signal: NodeJS.Signals) => void) | undefined;
  readonly resized = new Set<() => void>();
  #size: TerminalSize;
  #raw = false;
  #echo = true;
  #line: number[] = [];
  readonly #out: Sink;
  /** What can be read; an empty chunk is ^D. */
  readonly #ready: Uint8Array[] = [];
  #wake: () => void = () => undefined;
  #hungUp = false;

  /** `out` gets what the terminal shows. */
  constructor(size: TerminalSize | undefined, out: Sink) {
    this.#size = size ?? { columns: 80, rows: 24 };
    this.#out = out;
  }

  get columns(): number {
    return this.#size.columns;
  }
  get rows(): number {
    return this.#size.rows;
  }
  resize(size: TerminalSize): void {
    if (size.columns <= 0 || size.rows <= 0) return;
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.foreground?.('SIGWINCH');
    for (const listener of this.resized) listener();
  }

  setRaw(raw: boolean): void {
    if (raw && !this.#raw && this.#line.length > 0) this.#deliver(Uint8Array.from(this.#line.splice(0)));
    this.#raw = raw;
  }
  setEcho(echo: boolean): void {
    this.#echo = echo;
  }
  get isRaw(): boolean {
    return this.#raw;
  }
  get hasEcho(): boolean {
    return this.#echo;
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (!bytes.includes(lineFeed)) this.#out(bytes);
    else this.#out(Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1'));
  }
  /** As that of a sink. */
  room(): Promise<void> | undefined {
    return this.#out.room?.();
  }

  /** The next bytes; undefined at ^D on an empty line, and when nothing more will come. */
  async read(signal: AbortSignal): Promise<Uint8Array | undefined> {
    while (this.#ready.length === 0) {
      if (this.#hungUp) return undefined;
      await unlessAborted(
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
        signal,
      );
    }
    const chunk = this.#ready.shift();
    return chunk === undefined || chunk.length === 0 ? undefined : chunk;
  }

  /** Nothing more will be typed. */
  hangUp(): void {
    this.#hungUp = true;
    this.#wake();
  }

  /** What is typed. */
  type(data: Uint8Array): void {
    if (this.#raw) {
      this.#deliver(data);
      return;
    }
    for (const [at, byte] of data.entries()) {
      if (this.isRaw) {
        // A signal has changed who reads.
        this.#deliver(data.subarray(at));
        return;
      }
      this.#key(byte);
    }
  }

  #key(byte: number): void {
    if (byte === controlC) this.#signal('SIGINT', '^C');
    else if (byte === quit) this.#signal('SIGQUIT', '^\\');
    else if (byte === controlZ) this.#signal('SIGTSTP', '^Z');
    else if (byte === controlD) this.#deliver(Uint8Array.from(this.#line.splice(0)), true);
    else if (byte === lineFeed || byte === carriageReturn) {
      this.#show('\r\n');
      this.#deliver(Uint8Array.from([...this.#line.splice(0), lineFeed]));
    } else if (deletes.includes(byte)) this.#erase(1);
    else if (byte === controlU) this.#erase(Infinity);
    else if (byte === controlW) this.#eraseWord();
    else if (this.#line.length < mostKept) {
      this.#line.push(byte);
      this.#show(byte < 32 && byte !== 9 ? Buffer.from(`^${String.fromCharCode(byte + 64)}`) : Uint8Array.of(byte));
    }
  }

  #signal(signal: NodeJS.Signals, shown: string): void {
    this.#line.length = 0;
    this.#ready.length = 0;
    this.#show(shown);
    this.foreground?.(signal);
  }

  #erase(count: number): void {
    for (let left = count; left > 0 && this.#line.length > 0; left--) {
      while (((this.#line.at(-1) ?? 0) & 0xc0) === 0x80) this.#line.pop();
      const last = this.#line.pop() ?? 0;
      this.#show(last < 32 && last !== 9 ? '\b \b\b \b' : '\b \b');
    }
  }

  #eraseWord(): void {
    while (this.#line.at(-1) === 32) this.#erase(1);
    while (this.#line.length > 0 && this.#line.at(-1) !== 32) this.#erase(1);
  }

  #show(data: string | Uint8Array): void {
    if (this.#echo) this.#out(typeof data === 'string' ? Buffer.from(data) : data);
  }

  #deliver(chunk: Uint8Array, isEnd = false): void {
    if (chunk.length === 0 && !isEnd) return;
    const kept = this.#ready.reduce((sum, { length }) => sum + length, 0);
    if (kept + chunk.length > mostKept * 16) return;
    this.#ready.push(chunk);
    this.#wake();
  }
}
