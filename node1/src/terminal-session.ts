import type { Invocation } from './program.ts';
import type { TerminalSize } from './workload.ts';

/** The terminal of a command's caller, while a program of a container has it. */
export interface TerminalSession {
  /** What is typed, without the keys that detach. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly size: TerminalSize;
  /** Calls `listener` with every new size, until the function that it gives is called. */
  readonly onResize: (listener: (size: TerminalSize) => void) => () => void;
  /** Fulfilled when the keys that detach were typed. */
  readonly detached: Promise<void>;
  /** Gives the terminal back as it was. */
  close(): void;
}

/** Takes the caller's terminal for a program in a container: raw, until `close`. Without a terminal, its standard input is as it is. */
export function takeTerminal(
  { stdin, terminal }: Pick<Invocation, 'stdin' | 'terminal'>,
  keys: Uint8Array = Uint8Array.of(16, 17),
): TerminalSession {
  let detach: () => void = () => undefined;
  const detached = new Promise<void>((resolve) => {
    detach = resolve;
  });
  terminal?.setRaw(true);
  const sizeNow = (): TerminalSize => ({ columns: terminal?.columns ?? 80, rows: terminal?.rows ?? 24 });
  return {
    stdin: terminal === undefined ? stdin : withoutKeys(stdin, keys, detach),
    get size() {
      return sizeNow();
    },
    onResize: (listener) =>
      terminal?.onResize(() => {
        listener(sizeNow());
      }) ?? (() => undefined),
    detached,
    close() {
      terminal?.setRaw(false);
    },
  };
}

/** What is typed until the keys come; bytes that begin them wait for the next one. */
async function* withoutKeys(
  stdin: AsyncIterable<Uint8Array>,
  keys: Uint8Array,
  detach: () => void,
): AsyncGenerator<Uint8Array> {
  let matched = 0;
  for await (const chunk of stdin) {
    const out: number[] = [];
    for (const byte of chunk) {
      if (keys.length > 0 && byte === keys[matched]) {
        matched++;
        if (matched === keys.length) {
          if (out.length > 0) yield Uint8Array.from(out);
          detach();
          return;
        }
        continue;
      }
      out.push(...keys.subarray(0, matched));
      matched = Number(keys.length > 0 && byte === keys[0]);
      if (matched === 0) out.push(byte);
    }
    if (out.length > 0) yield Uint8Array.from(out);
  }
}
