import { StringDecoder } from 'node:string_decoder';
import type { Container, LogLine } from '../../workload.ts';

type Listener = Parameters<Container['onLog']>[0];

/** The log of one container: whole lines with the time of their end, bounded. */
export interface Log {
  readonly lines: readonly LogLine[];
  onLine(listener: Listener): () => void;
  /** A promise when a reader is behind and the program should wait for it. */
  write(stream: LogLine['stream'], data: Uint8Array | string): Promise<unknown> | undefined;
  /** Keeps what came without a line end. */
  end(): void;
}

const MOST_LINES = 10_000;
const MOST_CHARACTERS = 4 * 1024 * 1024;
// docker's json-file driver splits longer lines too.
const LONGEST_LINE = 16_384;

/** An empty log. With `raw`, text is kept as it comes, so that a prompt is seen before its line ends. */
export function createLog(raw = false): Log {
  const lines: LogLine[] = [];
  const listeners = new Set<Listener>();
  /** What readers wait for that are behind. */
  let behind = new Set<Promise<void>>();
  const partial = { stdout: '', stderr: '' };
  const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
  let characters = 0;

  function add(stream: LogLine['stream'], text: string): void {
    const line: LogLine = { at: Date.now(), stream, text };
    lines.push(line);
    characters += text.length;
    // A tenth at once, so that a flood does not move the whole array at every line.
    if (lines.length > MOST_LINES * 1.1 || characters > MOST_CHARACTERS * 1.1) {
      let drop = 0;
      while (drop < lines.length - 1 && (lines.length - drop > MOST_LINES || characters > MOST_CHARACTERS)) {
        characters -= lines[drop]?.text.length ?? 0;
        drop += 1;
      }
      lines.splice(0, drop);
    }
    for (const listener of listeners) {
      const reader = listener(line);
      if (reader !== undefined) behind.add(reader);
    }
  }

  const waits = () => (behind.size > 0 ? Promise.all(behind) : undefined);

  return {
    lines,
    onLine(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(stream, data) {
      const text = typeof data === 'string' ? data : decoders[stream].write(Buffer.from(data));
      behind = new Set();
      if (raw) {
        if (text !== '') add(stream, text);
        return waits();
      }
      const pieces = text.split('\n');
      const last = pieces.pop() ?? '';
      for (const piece of pieces) {
        add(stream, `${partial[stream]}${piece}\n`);
        partial[stream] = '';
      }
      partial[stream] += last;
      if (partial[stream].length > LONGEST_LINE) {
        add(stream, partial[stream]);
        partial[stream] = '';
      }
      return waits();
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        if (partial[stream] !== '') add(stream, partial[stream]);
        partial[stream] = '';
      }
    },
  };
}
