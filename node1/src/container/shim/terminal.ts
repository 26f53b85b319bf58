import tty from 'node:tty';
import type { Parent } from './parent.ts';
import type { ShimSetup } from './protocol.ts';

type Size = NonNullable<ShimSetup['terminal']>;

/** Methods of a stream to a terminal that need nothing but what it writes. */
const shown = [
  'getColorDepth',
  'hasColors',
  'getWindowSize',
  'cursorTo',
  'moveCursor',
  'clearLine',
  'clearScreenDown',
] as const;

/** Makes the standard streams those of a terminal, whose line discipline is the rehearsal's. Fulfilled when its size is known. */
export function patchTerminal(parent: Parent, first: Size): Promise<void> {
  let size = first;
  const outputs: NodeJS.WriteStream[] = [];
  const isatty = tty.isatty.bind(tty);
  tty.isatty = (fd) => (fd >= 0 && fd <= 2 ? true : isatty(fd));
  dress('stdin', (stream) => {
    parent.tell({ type: 'reads' });
    Object.assign(stream, {
      isTTY: true,
      isRaw: false,
      setRawMode(raw: boolean) {
        Object.assign(stream, { isRaw: raw });
        parent.tell({ type: 'raw', raw });
        return stream;
      },
    });
  });
  for (const name of ['stdout', 'stderr'] as const) {
    dress(name, (stream) => {
      const output = stream as NodeJS.WriteStream;
      outputs.push(output);
      const prototype = tty.WriteStream.prototype as unknown as Record<string, unknown>;
      Object.assign(
        output,
        { isTTY: true, ...size },
        Object.fromEntries(shown.map((method) => [method, prototype[method]])),
      );
    });
  }
  return new Promise((resolve) => {
    parent.onSize((now) => {
      size = now;
      resolve();
      for (const output of outputs) {
        Object.assign(output, size);
        output.emit('resize');
      }
    });
    parent.tell({ type: 'ready' });
  });
}

/** Changes a standard stream when it is first asked for: what nobody reads must not keep the program alive. */
function dress(name: 'stdin' | 'stdout' | 'stderr', change: (stream: object) => void): void {
  const known = Object.getOwnPropertyDescriptor(process, name);
  let stream: object | undefined;
  Object.defineProperty(process, name, {
    ...{ configurable: true, enumerable: true },
    get: () => {
      if (stream === undefined) {
        stream = known?.get?.call(process) as object;
        change(stream);
      }
      return stream;
    },
  });
}
