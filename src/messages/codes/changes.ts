import type { NoData } from '../wording.ts';

/** What stands where it is told what a step has changed. */
export interface ChangesCodes {
  /** One line: the changes in the terms of programs, and how many more there are. */
  readonly 'changes/line': { readonly list: readonly string[]; readonly more: number };
  readonly 'changes/heading': NoData;
  readonly 'changes/nothing': NoData;
  readonly 'changes/more': { readonly count: number };
  /** How a thing is: said aloud where a sign is shown. */
  readonly 'changes/how': { readonly change: 'added' | 'changed' | 'removed' };
  /** What was not looked at; `below`: files of these folders. */
  readonly 'changes/unseen': {
    readonly what: readonly ('files' | 'shell' | 'containers' | 'ports')[];
    readonly below: readonly string[];
  };
  readonly 'help/run-changes': NoData;
}
