import type { MessagePart, NoData } from '../wording.ts';

/** What going on with an earlier run tells people, and the data of each message. */
export interface ResumeCodes {
  readonly 'resume/conflict': NoData;
  readonly 'resume/other-version': { readonly file: string };
  readonly 'resume/damaged': { readonly file: string; readonly line: number };
  readonly 'resume/in-use': { readonly file: string; readonly pid: number };
  readonly 'resume/not-saved': { readonly why: MessagePart };
  readonly 'resume/cannot-save': { readonly reason: MessagePart };
  readonly 'resume/nothing': { readonly deck: string; readonly target: string };
  /** `at`: a moment as people read it. */
  readonly 'resume/all-passed': { readonly at: string };
  readonly 'resume/goes-on': {
    readonly id: string;
    readonly number: number;
    readonly count: number;
    /** Empty when no step of this deck was done. */
    readonly at: string;
  };
  readonly 'resume/replays': { readonly target: string; readonly count: number };
  readonly 'resume/changed': { readonly id: string };
  readonly 'resume/began': { readonly id: string };
  readonly 'resume/moved': { readonly wanted: string; readonly id: string };
  readonly 'resume/no-shell': { readonly id: string };
  readonly 'resume/hidden': { readonly names: readonly string[] };
  readonly 'resume/jobs': { readonly jobs: readonly string[] };
  readonly 'resume/without': { readonly terminal: string; readonly why: 'silent' | 'tooLarge' };
  readonly 'resume/shell-not-taken': { readonly terminal: string };
  readonly 'resume/folder-gone': { readonly terminal: string };
  /** The node is brought back as it was after a step. */
  readonly 'resume/restored': { readonly target: string; readonly id: string };
  /** Steps between the snapshot and where the run goes on. */
  readonly 'resume/replays-rest': { readonly count: number };
  readonly 'resume/node-without': { readonly why: 'secret' | 'tooLarge' | 'unreadable' };
  readonly 'resume/begun-anew': { readonly names: readonly string[] };
  readonly 'resume/files-left-out': { readonly names: readonly string[] };
  readonly 'resume/not-listening': { readonly names: readonly string[] };
  readonly 'resume/no-snapshot': { readonly why: MessagePart };
  readonly 'resume/snapshot-damaged': { readonly file: string };
  readonly 'resume/snapshot-other': NoData;
  readonly 'resume/snapshot-after-others': NoData;
}
