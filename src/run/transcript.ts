import type { RunEvent } from '../plan/events.ts';
import { firstTerminal } from '../plan/terminals.ts';
import type { Size } from '../target/target.ts';

/** Bytes that wait to be written before they are handed on. */
const flushAt = 64 * 1024;

/** Where a transcript goes: an open file, say. */
export interface Sink {
  write(text: string): void;
}

/**
 * Writes a run as asciicast v2, with a marker at every step (`"m"` events, which players show as chapters). A recording is of one
 * terminal: each that a run opens has one of its own, with the same clock.
 * Format: asciinema's asciicast v2: a header line, then one `[seconds, code, data]` a line.
 */
export class Transcript {
  readonly #sinkFor: (terminal: string) => Sink;
  readonly #size: Size;
  readonly #recordings = new Map<string, Recording>();
  #current = firstTerminal;
  #header: Readonly<Record<string, unknown>> = {};
  /** When this run began and when the one before it ended, in milliseconds since the first began. */
  #offset = 0;
  #last: number | undefined;

  /** `sinkFor` is asked once for each terminal that something comes from. */
  constructor(sinkFor: (terminal: string) => Sink, size: Size) {
    this.#sinkFor = sinkFor;
    this.#size = size;
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'runBegin':
        // A later deck of the same recording goes on where the one before it ended.
        this.#offset = this.#last ?? 0;
        if (this.#last !== undefined) return;
        this.#header = {
          version: 2,
          width: this.#size.cols,
          height: this.#size.rows,
          timestamp: Math.floor(Date.parse(event.startedAt) / 1000),
          title: event.plan.title,
          env: { TERM: 'xterm-256color', SHELL: 'bash' },
        };
        this.#of(firstTerminal);
        return;
      case 'terminal':
        this.#current = event.name;
        return;
      case 'stepBegin':
        this.#of(this.#current).line([
          this.#seconds(event.at),
          'm',
          `${event.step.id} ${event.step.slide.title}`.trim(),
        ]);
        return;
      case 'output':
        this.#of(event.terminal ?? firstTerminal).line([this.#seconds(event.at), 'o', event.chunk]);
        return;
      case 'runEnd':
        this.#last = this.#offset + event.at;
        // The next deck has terminals of its own.
        this.#current = firstTerminal;
        this.flush();
        return;
      default:
        return;
    }
  }

  /** Hands on what waits. */
  flush(): void {
    for (const recording of this.#recordings.values()) recording.flush();
  }

  #of(terminal: string): Recording {
    const known = this.#recordings.get(terminal);
    if (known) return known;
    const recording = new Recording(this.#sinkFor(terminal));
    this.#recordings.set(terminal, recording);
    recording.line(this.#header);
    return recording;
  }

  #seconds(at: number): number {
    return (this.#offset + at) / 1000;
  }
}

/** The lines of one file. */
class Recording {
  readonly #sink: Sink;
  #buffer: string[] = [];
  #buffered = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  line(value: unknown): void {
    const line = `${JSON.stringify(value)}\n`;
    this.#buffer.push(line);
    this.#buffered += line.length;
    if (this.#buffered >= flushAt) this.flush();
  }

  /** Hands on what waits. */
  flush(): void {
    if (this.#buffer.length > 0) this.#sink.write(this.#buffer.join(''));
    this.#buffer = [];
    this.#buffered = 0;
  }
}
