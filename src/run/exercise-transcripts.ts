import type { RunEvent } from '../plan/events.ts';
import type { Plan, Step } from '../plan/step.ts';
import { firstTerminal } from '../plan/terminals.ts';
import type { Size } from '../target/target.ts';
import { type CastVersion, type Sink, Transcript } from './transcript.ts';

/** Where the recordings of one exercise go. */
export interface ExerciseSinks {
  /** Asked once for each terminal that something comes from. */
  sinkFor(terminal: string): Sink;
  /** The exercise has ended. */
  close(): void;
}

/** Longest line that is carried over, in UTF-16 units. */
const longestLine = 4096;

/**
 * Writes a recording of each exercise: of the steps of one slide. Each begins with the line that stood in its terminal, which is the
 * prompt, and its clock begins with its first step.
 */
export class ExerciseTranscripts {
  readonly #open: (step: Step, deck: number) => ExerciseSinks;
  readonly #options: { readonly size: Size; readonly version: CastVersion };
  readonly #lines = new Map<string, string>();
  #plan: Plan | undefined;
  #begun: Extract<RunEvent, { type: 'runBegin' }> | undefined;
  #deck = 0;
  #terminal = firstTerminal;
  #current: { slide: number; from: number; transcript: Transcript; sinks: ExerciseSinks } | undefined;

  /** `open` is asked when the first step of an exercise begins; `deck` is 1 for the first of the run. */
  constructor(
    open: (step: Step, deck: number) => ExerciseSinks,
    options: { readonly size: Size; readonly version: CastVersion },
  ) {
    this.#open = open;
    this.#options = options;
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'runBegin') {
      this.#plan = event.plan;
      this.#begun = event;
      this.#deck++;
      this.#lines.clear();
      this.#terminal = firstTerminal;
      return;
    }
    if (event.type === 'terminal') this.#terminal = event.name;
    if (event.type === 'stepBegin' && event.step.slide.index !== this.#current?.slide)
      this.#begin(event.step, event.at);
    const current = this.#current;
    if (current) current.transcript.onEvent({ ...event, at: event.at - current.from });
    if (event.type === 'output') this.#remember(event.terminal ?? firstTerminal, event.chunk);
    if (event.type === 'runEnd') this.close();
  }

  /** Ends the recording that is open. */
  close(): void {
    const current = this.#current;
    this.#current = undefined;
    current?.transcript.flush();
    current?.sinks.close();
  }

  #begin(step: Step, at: number): void {
    this.close();
    const { size, version } = this.#options;
    const sinks = this.#open(step, this.#deck);
    const transcript = new Transcript((terminal) => sinks.sinkFor(terminal), size, version);
    this.#current = { slide: step.slide.index, from: at, transcript, sinks };
    const begun = this.#begun;
    if (!begun || !this.#plan) return;
    const startedAt = new Date(Date.parse(begun.startedAt) + at).toISOString();
    const plan = { ...this.#plan, title: `${this.#plan.title}: ${step.slide.title}` };
    transcript.onEvent({ ...begun, startedAt, plan });
    if (this.#terminal !== firstTerminal) transcript.onEvent({ type: 'terminal', at: 0, name: this.#terminal });
    for (const [terminal, line] of this.#lines) {
      if (terminal === this.#terminal) transcript.onEvent({ type: 'output', at: 0, chunk: line, terminal });
    }
  }

  #remember(terminal: string, chunk: string): void {
    const whole = (this.#lines.get(terminal) ?? '') + chunk;
    const line = whole.slice(whole.lastIndexOf('\n') + 1);
    // In the middle of a longer line nobody knows what an escape sequence would mean.
    this.#lines.set(terminal, line.length > longestLine ? '' : line);
  }
}
