import { type Message, message } from '../../messages/message.ts';
import { editedStep } from '../../plan/edited-step.ts';
import { isFailure, type RunEvent } from '../../plan/events.ts';
import type { Step } from '../../plan/step.ts';
import type { StepResult } from '../../plan/verdict.ts';
import { stepLabel } from '../../report/label.ts';
import type { Director, Turn } from '../../run/director.ts';
import type { StepShells } from './shells.ts';
import { currentFailure, currentStep, type Drive, initialState, type StepState } from './state.ts';

/** A step that was typed otherwise than the deck says, for this run only. */
export interface Edit {
  readonly step: Step;
  readonly text: string;
}

export interface StepDriverOptions {
  readonly plan: StepState['plan'];
  readonly slides: StepState['slides'];
  /** What stays as the person had it in the deck before: how it is typed, whether hidden snippets are run. */
  readonly settings: Pick<StepState, 'hidden' | 'typing'>;
  /** Where it begins: paused, or running on to the first failure. */
  readonly drive: Drive;
  readonly shells: StepShells;
  /** Aborted when the run is: nobody is asked any more. */
  readonly signal: AbortSignal;
  /** The state has changed. */
  readonly onChange: () => void;
  /** The run pauses: a person is asked. */
  readonly onPause: () => void;
  /** A person has gone to another step, forwards or back: what steps have done meanwhile stays done. */
  readonly onMove?: (to: Step | undefined) => void | Promise<void>;
}

/** Drives the run of one deck as a person says: which step is next, and how far it goes by itself. */
export class StepDriver implements Director {
  readonly #options: StepDriverOptions;
  #state: StepState;
  /** Turns that the person has asked for. */
  #asked: Turn | undefined;
  #isOver = false;
  #wake: (() => void) | undefined;
  /** Aborted when the person does not want to watch the rest of a line being typed. */
  #show: AbortController | undefined;
  /** Aborted when the step that runs is not to be tried any longer. */
  #enough: AbortController | undefined;
  /** Aborted when the step that runs has ended. */
  #over: AbortController | undefined;
  #turn: Exclude<Turn, { kind: 'end' }> | undefined;
  readonly edits: Edit[] = [];

  constructor(options: StepDriverOptions) {
    this.#options = options;
    const { plan, slides, settings, drive } = options;
    this.#state = { ...initialState(plan, slides), ...settings, drive };
    options.signal.addEventListener('abort', () => {
      this.#show?.abort();
      this.#wake?.();
    });
  }

  get state(): StepState {
    return this.#state;
  }

  /** Changes what is shown; the run goes on as it did. */
  update(change: Partial<StepState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onChange();
  }

  /** Nothing runs: it is for the person to say what is next. */
  get isPaused(): boolean {
    return this.#state.drive === 'paused' && this.#turn === undefined;
  }
  /** A verdict is given that a person has decided: it is there at once. */
  get isSettling(): boolean {
    return this.#turn?.kind === 'settle';
  }

  async next(last: StepResult | undefined): Promise<Turn> {
    this.#ended(last);
    for (;;) {
      const turn = this.#isAborted() ? this.#end() : (this.#take() ?? this.#automatic());
      if (turn) return this.#begin(turn);
      this.#options.onPause();
      if (this.#isOver) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (this.#isAborted()) resolve();
      });
      this.#wake = undefined;
    }
  }

  /** What the engine tells of the step that runs. */
  onEvent(event: RunEvent): void {
    const { running } = this.#state;
    if (!running) return;
    if (event.type === 'commandBegin') this.update({ running: { what: event.text.split('\n')[0] ?? '' } });
    else if (event.type === 'waiting') this.update({ running: { ...running, awaited: event.awaited } });
    else if (event.type === 'retry') {
      const { attempt, reason } = event;
      this.update({ running: { what: running.what, tried: { attempt, reason } } });
    }
  }

  /** Runs the current step; with `drive`, those after it too. From a step that failed, a drive goes on with the one after it. */
  run(drive: Drive): void {
    const isOn = drive !== 'step' && currentFailure(this.#state) !== undefined;
    this.update({ drive, said: undefined, ...(isOn ? { at: this.#after(this.#state.at) } : {}) });
    this.#wake?.();
  }

  /** Performs the step that ran last again, wherever the person is now. */
  again(): void {
    const at = currentFailure(this.#state) ? this.#state.at : this.#state.last;
    if (at === undefined) this.#say(message('step/nothing-again'));
    else this.#ask({ kind: 'perform', at });
  }

  /** Goes on without the current step: one that has failed stays failed. */
  skip(): void {
    const { at } = this.#state;
    const step = currentStep(this.#state);
    if (!step) return;
    if (this.#state.results.has(step.id)) this.#moveTo(this.#after(at));
    else {
      const reason = message('run/person-skipped');
      this.#ask({ kind: 'settle', at, verdict: { status: 'skipped', reason } });
    }
  }

  /** The current step counts as passed: a person says so. */
  accept(): void {
    const step = currentStep(this.#state);
    if (!step) return;
    const verdict = this.#state.results.get(step.id)?.verdict;
    const had = verdict && 'reason' in verdict && isFailure(verdict.status) ? verdict.reason : undefined;
    const note = message('run/accepted', { had });
    this.#ask({ kind: 'settle', at: this.#state.at, verdict: { status: 'passed', note } });
  }

  /** Types another text instead of the current step's, and judges what comes as the deck says. */
  edit(text: string): void {
    const step = currentStep(this.#state);
    if (!step) return;
    if (text === step.input) {
      this.run('step');
      return;
    }
    this.edits.push({ step, text });
    this.#ask({ kind: 'perform', at: this.#state.at, instead: editedStep(step, text) });
  }

  /** The step before the current one is next; what it has done stays done. */
  back(): void {
    const { plan, hidden } = this.#state;
    const isWanted = (step: Step): boolean => hidden || !step.hidden;
    const at = plan.steps.slice(0, this.#state.at).findLastIndex(isWanted);
    if (at < 0) this.#say(message('step/first'));
    else this.#moveTo(at);
  }

  /** That step is next; `slide`: the one to show meanwhile, by its index. */
  goTo(at: number, slide: number): void {
    this.#moveTo(at, slide);
  }

  /** Hidden snippets are run, or passed over, from now on. */
  switchHidden(): void {
    const on = !this.#state.hidden;
    this.update({ hidden: on, said: message('step/hidden', { on }) });
    this.#wake?.();
  }

  /** A run that goes on by itself pauses after the step that runs; a line that is being typed is there at once. */
  pause(): void {
    if (this.#show && !this.#show.signal.aborted) this.#show.abort();
    else if (this.#state.drive !== 'step') this.update({ drive: 'step', said: message('step/pausing') });
  }

  /** Ends the step that runs: its command by ^C, and it is not tried again. */
  stop(): void {
    this.#show?.abort();
    this.#enough?.abort();
    if (this.#over) this.#options.shells.stop(this.#over.signal);
  }

  /** Ends the run of this deck: what has not run is not run. */
  quit(): void {
    this.#isOver = true;
    this.#show?.abort();
    this.#wake?.();
  }

  #isAborted(): boolean {
    return this.#options.signal.aborted;
  }

  #end(): Turn {
    return { kind: 'end', reason: message(this.#isOver ? 'run/person-ended' : 'run/interrupted') };
  }

  /** What the person has asked for, once. */
  #take(): Turn | undefined {
    const turn = this.#isOver ? this.#end() : this.#asked;
    this.#asked = undefined;
    return turn;
  }

  /** What is done without asking. */
  #automatic(): Turn | undefined {
    for (;;) {
      const { at, plan, drive, hidden, results } = this.#state;
      const step = plan.steps[at];
      if (!step) {
        this.update({ drive: 'paused' });
        return undefined;
      }
      if (step.hidden && !hidden) {
        if (!results.has(step.id))
          return { kind: 'settle', at, verdict: { status: 'skipped', reason: message('run/hidden-off') } };
        this.update({ at: at + 1 });
        continue;
      }
      if (typeof drive === 'object' && at >= drive.to) {
        this.update({ drive: 'paused' });
        return undefined;
      }
      return drive === 'paused' ? undefined : { kind: 'perform', at };
    }
  }

  async #begin(turn: Turn): Promise<Turn> {
    this.#turn = turn.kind === 'end' ? undefined : turn;
    if (turn.kind !== 'perform') return turn;
    const { plan, drive, typing } = this.#state;
    const step = turn.instead ?? plan.steps[turn.at];
    if (!step) return turn;
    const { shells } = this.#options;
    shells.hold(true);
    this.update({
      ...{ at: turn.at, slide: undefined, said: undefined, scroll: 0 },
      running: { what: stepLabel(step) },
      drive: drive === 'paused' ? 'step' : drive,
    });
    const show = new AbortController();
    this.#show = show;
    const enough = new AbortController();
    this.#enough = enough;
    this.#over = new AbortController();
    if (!turn.instead && !step.skip) await shells.typeAhead(step, typing, show.signal);
    this.#show = undefined;
    return { ...turn, enough: enough.signal };
  }

  /** Remembers what came of a turn, and where that leaves the person. */
  #ended(result: StepResult | undefined): void {
    const turn = this.#turn;
    this.#turn = undefined;
    if (!turn || !result) return;
    this.#over?.abort();
    this.#options.shells.hold(false);
    const { results, drive, last } = this.#state;
    const isBad = isFailure(result.verdict.status);
    const goesOn = !isBad && drive !== 'step';
    this.update({
      results: new Map([...results, [result.stepId, result]]),
      last: turn.kind === 'perform' ? turn.at : last,
      at: isBad ? turn.at : turn.at + 1,
      ...{ running: undefined, slide: undefined, scroll: 0 },
      drive: goesOn ? drive : 'paused',
    });
  }

  /** The place after that of a step. */
  #after(at: number): number {
    return Math.min(at + 1, this.#state.plan.steps.length);
  }

  #ask(turn: Turn): void {
    if (!this.isPaused) return;
    this.#asked = turn;
    this.#wake?.();
  }

  #moveTo(at: number, slide?: number): void {
    const step = this.#state.plan.steps[at];
    this.#options.shells.chooseFor(step);
    const isOther = slide !== undefined && slide !== step?.slide.index;
    this.update({ at, slide: isOther ? slide : undefined, said: undefined, scroll: 0 });
    void this.#options.onMove?.(step);
    this.#wake?.();
  }

  #say(said: Message): void {
    this.update({ said });
  }
}
