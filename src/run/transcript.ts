import type { RunEvent } from '../plan/events.ts';
import { firstTerminal } from '../plan/terminals.ts';
import type { Size } from '../target/target.ts';

/** Bytes that wait to be written before they are handed on. */
const flushAt = 64 * 1024;

/** Where a transcript goes: an open file, say. */
export interface Sink {
  write(text: string): void;
}

/** Of asciicast: 2 counts its seconds from the beginning, 3 from the event before. */
export type CastVersion = 2 | 3;

/**
 * Writes a run as asciicast, with a marker at every step (`"m"` events, which players show as chapters). A recording is of one
 * terminal: each that a run opens has one of its own, with the same clock.
 * Format: https://docs.asciinema.org/manual/asciicast/v2/ and v3: a header line, then one `[seconds, code, data]` a line.
 */
export class Transcript {
  readonly #sinkFor: (terminal: string) => Sink;
  readonly #size: Size;
  readonly #version: CastVersion;
  readonly #recordings = new Map<string, Recording>();
  #current = firstTerminal;
  #header: Readonly<Record<string, unknown>> = {};
  /** When this run began and when the one before it ended, in milliseconds since the first began. */
  #offset = 0;
  #last: number | undefined;

  /** `sinkFor` is asked once for each terminal that something comes from. */
  constructor(sinkFor: (terminal: string) => Sink, size: Size, version: CastVersion = 2) {
    this.#sinkFor = sinkFor;
    this.#size = size;
    this.#version = version;
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'runBegin':
        // A later deck of the same recording goes on where the one before it ended.
        this.#offset = this.#last ?? 0;
        if (this.#last !== undefined) return;
        this.#header = this.#headerOf(event);
        this.#of(firstTerminal);
        return;
      case 'terminal':
        this.#current = event.name;
        return;
      case 'stepBegin':
        this.#of(this.#current).event(
          this.#offset + event.at,
          'm',
          `${event.step.id} ${event.step.slide.title}`.trim(),
        );
        return;
      case 'output':
        this.#of(event.terminal ?? firstTerminal).event(this.#offset + event.at, 'o', event.chunk);
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
    const recording = new Recording(this.#sinkFor(terminal), this.#version);
    this.#recordings.set(terminal, recording);
    recording.line(this.#header);
    return recording;
  }

  #headerOf({ startedAt, plan }: Extract<RunEvent, { type: 'runBegin' }>): Readonly<Record<string, unknown>> {
    const { cols, rows } = this.#size;
    const type = 'xterm-256color';
    const rest = { timestamp: Math.floor(Date.parse(startedAt) / 1000), title: plan.title };
    return this.#version === 3
      ? { version: 3, term: { cols, rows, type }, ...rest, env: { SHELL: 'bash' } }
      : { version: 2, width: cols, height: rows, ...rest, env: { TERM: type, SHELL: 'bash' } };
  }
}

/** The lines of one file. */
class Recording {
  readonly #sink: Sink;
  readonly #version: CastVersion;
  #buffer: string[] = [];
  #buffered = 0;
  /** Of the event before, in microseconds: what is rounded away of one interval comes with the next. */
  #last = 0;

  constructor(sink: Sink, version: CastVersion) {
    this.#sink = sink;
    this.#version = version;
  }

  /** `at`: milliseconds since the recording began. */
  event(at: number, code: 'o' | 'm', data: string): void {
    const time = Math.max(this.#last, Math.round(at * 1000));
    this.line([(this.#version === 3 ? time - this.#last : time) / 1e6, code, data]);
    this.#last = time;
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
