import { parse, type ParsedScript } from 'unbash';

/** Brackets open at once. The parser needs stack for each, and reads what is between them again for each. */
const deepestNesting = 200;

/** Here-documents in a text. The time that the parser takes for those that begin on one line grows with their square. */
const mostHeredocs = 1000;

/** A text as bash reads it. Never throws: what is too intricate is a script without commands, with that as its error. */
export function readBash(text: string): ParsedScript {
  return isTooIntricate(text) ? { ...parse(''), errors: [{ message: 'too intricate', pos: 0 }] } : parse(text);
}

/** Counts what stands in quotes, too: a text with so many brackets open is no command. */
function isTooIntricate(text: string): boolean {
  let depth = 0;
  let heredocs = 0;
  for (const [sign] of text.matchAll(/[[({\])}]|<</g)) {
    if (sign === '<<') heredocs++;
    else if ('[({'.includes(sign)) depth++;
    else if (depth > 0) depth--;
    if (depth > deepestNesting || heredocs > mostHeredocs) return true;
  }
  return false;
}
