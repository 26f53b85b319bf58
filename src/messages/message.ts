import type { Codes } from './codes.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Part } from './wording.ts';

/** A language of the user interface. */
export type Language = 'en' | 'fr';

export type Code = keyof Codes;

/**
 * Something to tell people, as code and data: whoever finds it says what it is, and it is worded where it leaves the program,
 * in the language of whoever reads it.
 */
export type Message<C extends Code = Code> = {
  [K in C]: { readonly code: K; readonly data: Codes[K] };
}[C];

/** The data of a code as arguments: none where it needs none. */
type DataArguments<C extends Code> = keyof Codes[C] extends never ? [] : [data: Codes[C]];

/** A message; without data where its code has none. */
export function message<C extends Code>(code: C, ...[data]: DataArguments<C>): Message<C> {
  return { code, data: data ?? {} } as unknown as Message<C>;
}

type AnyWording = (data: never, say: (part: Part) => string) => string;

/** A message, or words that somebody else chose: a program's, the system's, or (until all are messages) ours. */
export type Text = Message | string;

/** The words for a message. Messages inside its data are worded in the same language. */
export function word(message: Text, lang: Language): string {
  if (typeof message === 'string') return message;
  const wordings: Readonly<Record<string, AnyWording>> = lang === 'fr' ? fr : en;
  const wording = wordings[message.code] as ((data: unknown, say: (part: Part) => string) => string) | undefined;
  // Only a message that came from elsewhere (a file, another version) can have a code without words.
  if (!wording) return message.code;
  return wording(message.data, (part) => word(part as Message, lang));
}

/** What a program, the system or an author said, as a message. */
export function verbatim(text: string): Message {
  return message('text/verbatim', { text });
}

/** Words messages in one language: `say('report/steps', { count })`. */
export type Say = <C extends Code>(code: C, ...data: DataArguments<C>) => string;

/** The `Say` of a language. */
export function sayIn(lang: Language): Say {
  return (code, ...data) => word(message(code, ...data) as Message, lang);
}

/** A text with `change` made to every string in its data. */
export function mapText<T extends Text>(text: T, change: (part: string) => string): T {
  return mapStrings(text, change) as T;
}

function mapStrings(value: unknown, change: (part: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapStrings(item, change));
  if (typeof value !== 'object' || value === null) return value;
  // A code is ours, and no text of anybody's.
  const entries = Object.entries(value).map(([key, item]) => [key, key === 'code' ? item : mapStrings(item, change)]);
  return Object.fromEntries(entries);
}

/** For `JSON.stringify`: what a value holds of messages is written as their words. */
export function wordingReplacer(lang: Language): (key: string, value: unknown) => unknown {
  return (_key, value) => (isMessage(value) ? word(value, lang) : value);
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { code, data, ...rest } = value as Partial<Message>;
  return typeof code === 'string' && code in en && typeof data === 'object' && Object.keys(rest).length === 0;
}

/** An error whose words depend on who reads them; `message` is the English, for whoever does not ask. */
export class MessageError extends Error {
  readonly told: Message;

  constructor(told: Message, options?: ErrorOptions) {
    super(word(told, 'en'), options);
    this.told = told;
  }
}
