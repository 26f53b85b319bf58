import type { MessagePart, NoData } from '../wording.ts';

/** What a class tells people, and the data of each message. */
export interface ClassCodes {
  readonly 'class/instructor': NoData;
  readonly 'class/cannot-keep': { readonly file: string; readonly reason: MessagePart };
  readonly 'class/journal-in-use': { readonly file: string; readonly pid: number };
  readonly 'class/no-journal': { readonly file: string };
  readonly 'class/bad-journal': { readonly file: string; readonly line: number };
  readonly 'class/journal-closed': { readonly file: string };
}
