import { en } from './en.ts';
import { fr } from './fr.ts';
import { type Code, type Language, type Message, message, type MessageData } from './message.ts';
import type { MessagePart } from './wording.ts';

type Wording = (data: object, say: (part: MessagePart | string) => string) => string;

/** The words for a message in a language. Messages inside its data are worded in the same one. */
export function word(text: Message, lang: Language): string {
  return wordPart(text, lang === 'fr' ? fr : en);
}

function wordPart(part: MessagePart | string, wordings: object): string {
  if (typeof part === 'string') return part;
  const wording = (wordings as Readonly<Record<string, Wording>>)[part.code];
  // Only a message that came from elsewhere (a file, another version) can have a code without words.
  if (!wording) return part.code;
  return wording(part.data, (inner) => wordPart(inner, wordings));
}

/** Words messages in one language: `say('report/steps', { count })`. */
export type Say = <C extends Code>(code: C, ...data: MessageData<C>) => string;

/** The `Say` of a language. */
export function sayIn(lang: Language): Say {
  return (code, ...data) => word(message(code, ...data) as Message, lang);
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
