import type { MessagePart, NoData } from '../wording.ts';

/** How simulated typing goes: not at all, or how fast. */
type Speed = 'off' | 'slow' | 'normal' | 'fast';

/** What a run that a person drives step by step tells them, and the data of each message. */
export interface StepCodes {
  readonly 'step/next': { readonly id: string; readonly place: string };
  readonly 'step/again': { readonly id: string; readonly place: string };
  readonly 'step/manual': NoData;
  readonly 'step/left-out': { readonly reason: MessagePart };
  readonly 'step/running': { readonly what: string };
  /** `until`: the id of the step before which it pauses; undefined: at the next failure. */
  readonly 'step/running-on': { readonly what: string; readonly until: string | undefined };
  readonly 'step/trying': { readonly what: string; readonly attempt: number; readonly reason: MessagePart };
  readonly 'step/waiting': { readonly what: string; readonly awaited: MessagePart };
  readonly 'step/failed': { readonly status: string; readonly reason: MessagePart };
  readonly 'step/mend': { readonly place: string };
  readonly 'step/end': { readonly passed: number; readonly failed: number; readonly other: number };
  readonly 'step/starting': NoData;
  readonly 'step/in-shell': NoData;

  readonly 'step/no-slide': { readonly wanted: string };
  readonly 'step/first': NoData;
  readonly 'step/nothing-again': NoData;
  readonly 'step/nothing-to-edit': NoData;
  readonly 'step/hidden': { readonly on: boolean };
  readonly 'step/typing': { readonly speed: Speed };
  readonly 'step/no-shell': { readonly reason: MessagePart };
  readonly 'step/pausing': NoData;

  readonly 'step/ask-go-to': NoData;
  readonly 'step/ask-run-to': NoData;
  readonly 'step/ask-quit': NoData;
  /** Above the list of what was typed instead of what the deck says. */
  readonly 'step/to-mend': { readonly count: number };

  readonly 'step/enter': NoData;
  readonly 'step/space': NoData;
  readonly 'step/escape': NoData;
  readonly 'step/or': { readonly one: string; readonly other: string };

  readonly 'step/key-run': NoData;
  readonly 'step/key-retry': NoData;
  readonly 'step/key-skip': NoData;
  readonly 'step/key-without': NoData;
  readonly 'step/key-back': NoData;
  readonly 'step/key-go-to': NoData;
  readonly 'step/key-again': NoData;
  readonly 'step/key-run-to': NoData;
  readonly 'step/key-run-on': NoData;
  readonly 'step/key-edit': NoData;
  readonly 'step/key-accept': NoData;
  readonly 'step/key-shell': NoData;
  readonly 'step/key-hidden': { readonly on: boolean };
  readonly 'step/key-typing': { readonly speed: Speed };
  readonly 'step/key-scroll': NoData;
  readonly 'step/key-quit': NoData;
  readonly 'step/key-finish': NoData;
  readonly 'step/key-stay': NoData;
  readonly 'step/key-interrupt': NoData;
  readonly 'step/key-help': NoData;
  readonly 'step/key-stop': NoData;
  readonly 'step/key-pause': NoData;
  readonly 'step/key-back-from-shell': NoData;
  readonly 'step/key-cancel': NoData;
  readonly 'step/key-type': NoData;
  readonly 'step/key-line': NoData;
  readonly 'step/key-done': NoData;
}
