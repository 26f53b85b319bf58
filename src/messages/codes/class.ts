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
  readonly 'class/store-closed': { readonly name: string };
  readonly 'class/another-leads': { readonly name: string };
  readonly 'class/bad-row': { readonly name: string; readonly seq: string };
  /** `name`: the one that was asked for, if any. */
  readonly 'class/no-such-class': {
    readonly database: string;
    readonly name: string | undefined;
    readonly names: readonly string[];
  };
  readonly 'class/database': { readonly database: string; readonly reason: MessagePart };
  readonly 'class/database-away': { readonly reason: MessagePart };
  readonly 'class/database-back': NoData;
  readonly 'class/database-of-later-version': NoData;
  readonly 'class/bad-database-url': NoData;
  readonly 'class/bad-database-file': { readonly reason: MessagePart };
  readonly 'class/database-refused': NoData;
  readonly 'class/database-unknown-host': { readonly host: string };
  readonly 'class/database-silent': NoData;
  readonly 'class/database-broken': NoData;
  readonly 'class/database-starting': NoData;
  readonly 'class/database-password': { readonly user: string };
  readonly 'class/database-not-admitted': { readonly user: string; readonly reason: MessagePart };
  readonly 'class/database-missing': { readonly name: string };
  readonly 'class/database-may-not': { readonly user: string; readonly reason: MessagePart };
  readonly 'class/database-no-tls': NoData;
  readonly 'class/database-tls': { readonly reason: MessagePart };
}
