import type { Codes } from './codes.ts';

/** A language of the user interface. */
export type Language = 'en' | 'fr';

export type Code = keyof Codes;

/**
 * Something to tell people, as code and data: who finds it says what it is, and it is worded (`word`) where it leaves the
 * program, in the language of who reads it.
 */
export type Message<C extends Code = Code> = {
  [K in C]: { readonly code: K; readonly data: Codes[K] };
}[C];

/** The data of a code as arguments: none where it needs none. */
export type MessageData<C extends Code> = keyof Codes[C] extends never ? [] : [data: Codes[C]];

/** A message; without data where its code has none. */
export function message<C extends Code>(code: C, ...[data]: MessageData<C>): Message<C> {
  return { code, data: data ?? {} } as unknown as Message<C>;
}

/** What a program, the system or an author said, as a message. */
export function verbatim(text: string): Message {
  return message('text/verbatim', { text });
}

/** A text with `change` made to every string in its data. */
export function mapText<T extends Message>(text: T, change: (part: string) => string): T {
  return mapStrings(text, change) as T;
}

function mapStrings(value: unknown, change: (part: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return (value as unknown[]).map((item) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  // A code is ours, and no text of anybody's.
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, key === 'code' ? item : mapStrings(item, change)]));
}
