import type { Codes } from './codes.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

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

/** A message; without data where its code has none. */
export function message<C extends Code>(
  code: C,
  ...[data]: keyof Codes[C] extends never ? [] : [data: Codes[C]]
): Message<C> {
  return { code, data: data ?? {} } as unknown as Message<C>;
}

type AnyWording = (data: never, say: (part: Message) => string) => string;

/** The words for a message. Messages inside its data are worded in the same language. */
export function word(message: Message, lang: Language): string {
  const wordings: Readonly<Record<string, AnyWording>> = lang === 'fr' ? fr : en;
  const wording = wordings[message.code] as ((data: unknown, say: (part: Message) => string) => string) | undefined;
  // Only a message that came from elsewhere (a file, another version) can have a code without words.
  if (!wording) return message.code;
  return wording(message.data, (part) => word(part, lang));
}

/** An error whose words depend on who reads them; `message` is the English, for whoever does not ask. */
export class MessageError extends Error {
  readonly told: Message;

  constructor(told: Message, options?: ErrorOptions) {
    super(word(told, 'en'), options);
    this.told = told;
  }
}
