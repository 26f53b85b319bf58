import type { RunEvent } from '../../plan/events.ts';
import type { Step } from '../../plan/step.ts';
import { firstTerminal } from '../../plan/terminals.ts';
import type { StepResult } from '../../plan/verdict.ts';
import { InlineRecording } from '../html/recording.ts';

/** What came of a step in a run that is over. */
export interface PastStep {
  readonly step: Step;
  readonly result: StepResult;
  /** Where it is in the recording; absent when it was not recorded. */
  readonly played?: { readonly recording: string; readonly at: number };
}

/** A run of a deck that is over, read from its events. */
export class PastRun {
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The deck's file, as the run named it. */
  readonly file: string;
  readonly #steps = new Map<string, PastStep>();
  readonly #blocks: string[] = [];
  readonly #recording = new InlineRecording((html) => this.#blocks.push(html));
  #terminal = firstTerminal;
  #begun: { recording: string; at: number } | undefined;

  constructor({ target, startedAt, plan }: Extract<RunEvent, { type: 'runBegin' }>) {
    this.target = target;
    this.startedAt = startedAt;
    this.file = plan.file;
  }

  /** Takes the events after `runBegin`. */
  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'terminal':
        this.#terminal = event.name;
        return;
      case 'stepBegin':
        this.#begun = this.#recording.isFull ? undefined : { recording: this.#terminal, at: event.at };
        return;
      case 'output':
        this.#recording.add(event.terminal ?? firstTerminal, event.at, event.chunk);
        return;
      case 'stepEnd':
        this.#steps.set(event.step.id, {
          step: event.step,
          result: event.result,
          ...(this.#begun && { played: this.#begun }),
        });
        this.#begun = undefined;
        return;
      default:
        return;
    }
  }

  get results(): readonly StepResult[] {
    return [...this.#steps.values()].map(({ result }) => result);
  }

  /** What came of that step; undefined when it was not there, or was another: its text counts. */
  of(step: Step): PastStep | undefined {
    const past = this.#steps.get(step.id);
    return past?.step.input === step.input && past.step.action === step.action ? past : undefined;
  }

  /** The session, as the HTML report has it. */
  recordingHtml(): string {
    this.#recording.flush();
    return this.#blocks.join('');
  }
}
