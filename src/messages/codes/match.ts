import type { MessagePart, NoData } from '../wording.ts';

/** What comparing outputs tells people, and the data of each message. Texts in it are quoted and shortened already. */
export interface MatchCodes {
  /** Where a JSON value differs: `repositories[0]`. */
  readonly 'match/at-path': { readonly path: string; readonly difference: MessagePart };
  readonly 'match/expected': { readonly wanted: MessagePart; readonly got: MessagePart };
  readonly 'match/no-output': { readonly wanted: MessagePart };
  readonly 'match/not-contained': { readonly wanted: MessagePart };
  readonly 'match/not-at-end': { readonly wanted: MessagePart };
  readonly 'match/nothing-similar': { readonly wanted: MessagePart };
  readonly 'match/goes-on': { readonly wanted: MessagePart };
  readonly 'match/not-in-place': { readonly wanted: MessagePart };
  /** One line of an expected text of several; 1-based. */
  readonly 'match/line': { readonly text: string; readonly line: number; readonly lines: number };
  readonly 'match/nothing': NoData;
  readonly 'match/empty-list': NoData;
  readonly 'match/list': { readonly length: number };
  readonly 'match/object': NoData;
  readonly 'match/no-json': NoData;
  readonly 'match/no-match': { readonly expression: string };
  readonly 'match/too-slow': { readonly expression: string };
  readonly 'match/pattern-too-long': { readonly length: number; readonly limit: number };
  readonly 'match/pattern-says-nothing': NoData;
  /** `why` is what the JSON parser says, in English; `offset` where, when it says that. */
  readonly 'match/invalid-json': { readonly why: string; readonly offset: number | undefined };
  readonly 'match/json-too-deep': { readonly limit: number };
  readonly 'match/empty-expression': NoData;
  readonly 'match/expression-too-long': { readonly length: number; readonly limit: number };
  readonly 'match/unknown-flag': { readonly flag: string };
  /** `why` is what the regular expression engine says. */
  readonly 'match/invalid-expression': { readonly why: string };
}
