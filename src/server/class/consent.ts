import type { ClientMessage, HelpRefusal, HelpState, HelpView } from '../../protocol.ts';
import type { Clock } from '../../run/clock.ts';
import type { HelpRecord } from './class-events.ts';

/** Milliseconds in which a student may answer; then it was a no. */
const answerMs = 60_000;
/** Milliseconds between two requests of which the first got no yes. */
const againMs = 20_000;

type Answer = Extract<ClientMessage, { type: 'consent' }>['answer'];
type Ask = Extract<ClientMessage, { type: 'help' }>['ask'];

interface ConsentOptions {
  readonly clock: Clock;
  /** Something has happened that is to be remembered. */
  readonly onEvent: (what: HelpRecord['what'], by?: HelpRecord['by']) => void;
  readonly onChange: () => void;
}

/** How far a student lets somebody look at their terminal, or type into it: nothing without a yes, one request at a time. */
export class Consent {
  readonly #options: ConsentOptions;
  #state: HelpState = 'off';
  #why: HelpRefusal | undefined;
  #offered = false;
  #againAt = -Infinity;
  #cancel: () => void = () => undefined;

  constructor(options: ConsentOptions) {
    this.#options = options;
  }

  get view(): Omit<HelpView, 'who'> {
    const againMs = this.#againAt - this.#options.clock.now();
    return {
      state: this.#state,
      ...(this.#why !== undefined && { why: this.#why }),
      ...(againMs > 0 && this.#why !== undefined && { againMs }),
      ...(this.#offered && { offered: true }),
    };
  }

  /** The visitor sees the terminal. */
  get isOpen(): boolean {
    return this.#state === 'looks' || this.#state === 'asksToType' || this.#state === 'types';
  }

  get mayType(): boolean {
    return this.#state === 'types';
  }

  /** The visitor asks for more, or ends it. */
  ask(ask: Ask): void {
    if (ask === 'end') {
      if (this.#state !== 'off') this.#end('visitor');
    } else if (ask === 'watch' && this.#state === 'off') this.#askToLook();
    else if (ask === 'type' && this.#state === 'looks') this.#request('asksToType', 'looks');
  }

  /** The student answers, offers, or ends it. An answer to what was not asked is none. */
  answer(answer: Answer): void {
    if (answer === 'watch') {
      if (this.#state === 'asksToLook') this.#become('looks', undefined, 'looks');
      else if (this.#state === 'off') this.#offer(true);
    } else if (answer === 'type') {
      if (this.#state === 'asksToType') this.#become('types', undefined, 'types');
    } else if (this.#state === 'off') this.#offer(false);
    else if (answer === 'end' && this.isOpen) this.#end('student');
    else if (this.#state === 'asksToLook') this.#become('off', 'no', 'refused');
    else if (this.#state === 'asksToType') this.#become('looks', 'no', 'refused');
  }

  /** The visitor or the student has no window any more. */
  gone(by: 'student' | 'visitor'): void {
    if (by === 'student') this.#offered = false;
    if (this.#state !== 'off') this.#end(by);
  }

  /** Nothing can be asked now. */
  refuse(why: HelpRefusal): void {
    this.#why = why;
    this.#options.onChange();
  }

  close(): void {
    this.#cancel();
  }

  #askToLook(): void {
    if (this.#offered) {
      this.#offered = false;
      this.#become('looks', undefined, 'looks');
    } else this.#request('asksToLook', 'off');
  }

  /** Asks, and takes silence for a no. */
  #request(state: 'asksToLook' | 'asksToType', otherwise: HelpState): void {
    const { clock } = this.#options;
    if (clock.now() < this.#againAt) {
      this.refuse('soon');
      return;
    }
    this.#againAt = clock.now() + againMs;
    this.#become(state, undefined, state === 'asksToLook' ? 'askedToLook' : 'askedToType');
    this.#cancel = clock.after(answerMs, () => {
      this.#become(otherwise, 'late', 'unanswered');
    });
  }

  #end(by: 'student' | 'visitor'): void {
    const { clock } = this.#options;
    this.#againAt = Math.max(this.#againAt, by === 'student' ? clock.now() + againMs : -Infinity);
    this.#become('off', 'ended', 'ended', by);
  }

  #offer(offered: boolean): void {
    if (this.#offered === offered) return;
    this.#offered = offered;
    this.#options.onChange();
  }

  #become(state: HelpState, why: HelpRefusal | undefined, what: HelpRecord['what'], by?: HelpRecord['by']): void {
    this.#cancel();
    this.#cancel = () => undefined;
    // After a yes the next question may come at once.
    if (what === 'looks' || what === 'types') this.#againAt = -Infinity;
    this.#state = state;
    this.#why = why;
    this.#options.onEvent(what, by);
    this.#options.onChange();
  }
}
