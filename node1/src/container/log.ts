import { StringDecoder } from 'node:string_decoder';
import type { ContainerLog, LogLine } from '../workload.ts';

/** The log of one container as its program writes it: whole lines with the time of their end, bounded. */
export interface Log extends ContainerLog {
  write(stream: LogLine['stream'], data: Uint8Array | string): void;
  /** Keeps what came without a line end. */
  end(): void;
}

const mostLines = 10_000;
const mostCharacters = 4 * 1024 * 1024;
// docker's json-file driver splits longer lines too.
const longestLine = 16_384;

/** A log that begins with what is in `past`. With `raw`, text is kept as it comes, so that a prompt is seen before its line ends. */
export function createLog(raw = false, past?: Pick<ContainerLog, 'lines' | 'dropped'>): Log {
  const lines: LogLine[] = [...(past?.lines ?? [])];
  const listeners = new Set<() => void>();
  const partial = { stdout: '', stderr: '' };
  const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
  let characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  let dropped = past?.dropped ?? 0;

  function add(stream: LogLine['stream'], text: string): void {
    lines.push({ at: Date.now(), stream, text });
    characters += text.length;
    // A tenth at once, so that a flood does not move the whole array at every line.
    if (lines.length <= mostLines * 1.1 && characters <= mostCharacters * 1.1) return;
    let drop = 0;
    while (drop < lines.length - 1 && (lines.length - drop > mostLines || characters > mostCharacters)) {
      characters -= lines[drop]?.text.length ?? 0;
      drop += 1;
    }
    lines.splice(0, drop);
    dropped += drop;
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  return {
    lines,
    get dropped() {
      return dropped;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(stream, data) {
      const text = typeof data === 'string' ? data : decoders[stream].write(Buffer.from(data));
      if (raw) {
        if (text !== '') add(stream, text);
        tell();
        return;
      }
      const pieces = text.split('\n');
      const last = pieces.pop() ?? '';
      for (const piece of pieces) {
        add(stream, `${partial[stream]}${piece}\n`);
        partial[stream] = '';
      }
      partial[stream] += last;
      if (partial[stream].length > longestLine) {
        add(stream, partial[stream]);
        partial[stream] = '';
      }
      tell();
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        if (partial[stream] !== '') add(stream, partial[stream]);
        partial[stream] = '';
      }
      tell();
    },
  };
}
