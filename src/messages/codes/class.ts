import type { MessagePart, NoData } from '../wording.ts';

/** What a class tells people, and the data of each message. */
export interface ClassCodes {
  readonly 'class/instructor': NoData;
  readonly 'class/instructor-only': NoData;
  readonly 'class/lobby-title': NoData;
  readonly 'class/lobby-not-begun': NoData;
  /** "%": the number is not known yet. */
  readonly 'class/lobby-here': { readonly count: number | '%' };
  readonly 'class/lobby-lost': NoData;
  readonly 'class/lobby-leave': NoData;
  readonly 'class/cannot-keep': { readonly file: string; readonly reason: MessagePart };
  readonly 'class/journal-in-use': { readonly file: string; readonly pid: number };
  readonly 'class/cannot-transcribe': { readonly file: string; readonly reason: MessagePart };
  readonly 'class/cannot-read': { readonly file: string; readonly reason: MessagePart };
  readonly 'class/no-results': { readonly file: string };
  readonly 'class/no-journal': { readonly file: string };
  readonly 'class/bad-journal': { readonly file: string; readonly line: number };
  readonly 'class/journal-closed': { readonly file: string };
}
