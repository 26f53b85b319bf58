import type { Words } from './rule.ts';

/** Longer pieces of a deck are cut in messages. */
const LONGEST = 80;

/** Something that the deck says, between quotes of both languages; shortened, on one line. */
export function quoted(text: string): Words {
  const line = text.replace(/\s+/g, ' ');
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
  return { en: `"${shown}"`, fr: `«\u00a0${shown}\u00a0»` };
}
