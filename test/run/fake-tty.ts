import { type ShellOptions, type Target, type Tty } from '../../src/target/target.ts';

/** A terminal whose shell is the test: it records what is typed, and prints what the test says, marks among it. */
export class FakeTty implements Tty {
  readonly pid = undefined;
  readonly unwritten = 0;
  readonly closed: Promise<{ readonly exitCode: number }>;
  /** All that was typed. */
  typed = '';
  /** Called with every line that is typed, without its Return. Default: nothing answers. */
  onLine: (line: string) => void = () => undefined;
  paused = false;
  #end: (end: { exitCode: number }) => void = () => undefined;
  readonly #token: string;
  #listener: ((chunk: string) => void) | undefined;
  #early = '';

  constructor({ env }: ShellOptions) {
    // The token of the session's marks stands in the environment that it gives to its shell.
    this.#token = /aid=(\w+)/.exec(env['PS0'] ?? '')?.[1] ?? '';
    this.closed = new Promise((resolve) => (this.#end = resolve));
  }

  write(data: string): void {
    this.typed += data;
    if (data.endsWith('\r')) this.onLine(data.slice(0, -1));
  }

  resize(): void {
    // nothing depends on it
  }

  onData(listener: (chunk: string) => void): () => void {
    this.#listener = listener;
    listener(this.#early);
    return () => (this.#listener = undefined);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  /** Prints texts, as one chunk. */
  print(...texts: readonly string[]): void {
    if (this.#listener) this.#listener(texts.join(''));
    else this.#early += texts.join('');
  }

  /** The mark with this body: `C;s=0`. */
  mark(body: string): string {
    return `\x1b]133;${body};aid=${this.#token}\x07`;
  }

  /** What bash prints when a command has ended. */
  prompt(exitCode = 0): string {
    return [
      this.mark(`D;s=${exitCode};e=;v=5.2`),
      this.mark(`A;s=${exitCode}`),
      '$ ',
      this.mark(`B;s=${exitCode}`),
    ].join('');
  }

  /** What bash prints of a line that was typed, up to the output of the command. */
  start(line: string): string {
    return `${line}\r\n${this.mark('C;s=0')}`;
  }

  exit(exitCode: number): void {
    this.#end({ exitCode });
  }

  close(): Promise<void> {
    this.exit(0);
    return Promise.resolve();
  }
}

/** A target whose shells are such terminals, the newest last in `ttys`. Each shows its first prompt unless `greet` does otherwise. */
export function fakeTarget(
  greet: (tty: FakeTty) => void = (tty) => {
    tty.print(tty.prompt());
  },
): Target & { readonly ttys: FakeTty[] } {
  const ttys: FakeTty[] = [];
  return {
    name: 'fake',
    address: '127.0.0.1',
    ttys,
    prepare: () => Promise.resolve(),
    open: (options) => {
      const tty = new FakeTty(options);
      ttys.push(tty);
      greet(tty);
      return Promise.resolve(tty);
    },
    close: () => Promise.resolve(),
  };
}
