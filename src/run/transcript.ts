import type { RunEvent } from '../plan/events.ts';
import type { Size } from '../target/target.ts';

/** Bytes that wait to be written before they are handed on. */
const flushAt = 64 * 1024;

/** Where a transcript goes: an open file, say. */
export interface Sink {
  write(text: string): void;
}

/**
 * Writes a run as asciicast v2, with a marker at every step (`"m"` events, which players show as chapters).
 * Format: asciinema's asciicast v2: a header line, then one `[seconds, code, data]` a line.
 */
export class Transcript {
  readonly #sink: Sink;
  readonly #size: Size;
  #buffer: string[] = [];
  #buffered = 0;
  /** When this run began and when the one before it ended, in milliseconds since the first began. */
  #offset = 0;
  #last: number | undefined;

  constructor(sink: Sink, size: Size) {
    this.#sink = sink;
    this.#size = size;
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'runBegin':
        // A later deck of the same recording goes on where the one before it ended.
        this.#offset = this.#last ?? 0;
        if (this.#last !== undefined) return;
        this.#line({
          version: 2,
          width: this.#size.cols,
          height: this.#size.rows,
          timestamp: Math.floor(Date.parse(event.startedAt) / 1000),
          title: event.plan.title,
          env: { TERM: 'xterm-256color', SHELL: 'bash' },
        });
        return;
      case 'stepBegin':
        this.#line([this.#seconds(event.at), 'm', `${event.step.id} ${event.step.slide.title}`.trim()]);
        return;
      case 'output':
        this.#line([this.#seconds(event.at), 'o', event.chunk]);
        return;
      case 'runEnd':
        this.#last = this.#offset + event.at;
        this.flush();
        return;
      default:
        return;
    }
  }

  /** Hands on what waits. */
  flush(): void {
    if (this.#buffer.length > 0) this.#sink.write(this.#buffer.join(''));
    this.#buffer = [];
    this.#buffered = 0;
  }

  #seconds(at: number): number {
    return (this.#offset + at) / 1000;
  }

  #line(value: unknown): void {
    const line = `${JSON.stringify(value)}\n`;
    this.#buffer.push(line);
    this.#buffered += line.length;
    if (this.#buffered >= flushAt) this.flush();
  }
}
