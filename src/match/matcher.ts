import type { Message } from '../messages/message.ts';

/** How an output differs from what was expected, in the reader's terms. */
export interface Mismatch {
  readonly matcher: string;
  /** One sentence: what is missing or different, such as `repositories[0]: expected "busybox", got nothing`. */
  readonly reason: Message;
  readonly expected: string;
  readonly actual: string;
}

/** What an output must be. */
export interface Expectation {
  readonly matcher: string;
  readonly source: string;
  /** Undefined when `actual` is as expected. */
  test(actual: string): Mismatch | undefined;
}

/** One way to compare; `parse` throws a MessageError for the author when `source` makes no sense to it. */
export interface Matcher {
  readonly name: string;
  parse(source: string): Expectation;
}

/** Matchers by name: `json`, `text`, `ellipsis`, `regex`. */
export type Matchers = ReadonlyMap<string, Matcher>;
