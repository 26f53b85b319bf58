import type { Code, Codes, Language, Message, Text, Wordings } from './codes.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { refusals } from './refusals.ts';

/** A message; without data where its code has none. */
export function message<C extends Code>(
  code: C,
  ...[data]: keyof Codes[C] extends never ? [] : [data: Codes[C]]
): Message<C> {
  const made = { code, data: data ?? {} } as unknown as Message<C>;
  // To word a refusal is to refuse.
  if (code.startsWith('refusal/')) refusals.getStore()?.(made as Message);
  return made;
}

/** `what` is not simulated; `known` lists what is. */
export function refusal(what: string | Message, known?: readonly string[]): Message<'refusal/not-simulated'> {
  return message('refusal/not-simulated', { what, ...(known === undefined ? {} : { known }) });
}

/** The words for a text, its lines below each other. */
export function word(text: Text, lang: Language = 'en'): string {
  if (typeof text === 'string') return text;
  if (isLines(text)) return text.map((line) => word(line, lang)).join('\n');
  const wordings: Wordings = lang === 'fr' ? fr : en;
  const wording = wordings[text.code] as (data: object, say: (subject: string | Message) => string) => string;
  return wording(text.data, (subject) => word(subject, lang));
}

function isLines(text: Exclude<Text, string>): text is readonly Text[] {
  return Array.isArray(text);
}
