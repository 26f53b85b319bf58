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

/** The complete commands of a text, as bash runs them one after the other: each with all its lines. */
export function completeCommands(text: string): readonly string[] {
  const starts = startsOf(text);
  return starts.map((start, index) => text.slice(start, starts[index + 1]).trimEnd());
}

/** Numbers of the lines of a text, from 0, with which its complete commands begin. */
export function commandLines(text: string): readonly number[] {
  let [line, at] = [0, 0];
  return startsOf(text).map((start) => {
    for (; at < start; at++) if (text[at] === '\n') line++;
    return line;
  });
}

/** Where the lines with which commands begin start; the first is that of the text. */
function startsOf(text: string): readonly number[] {
  const starts = readBash(text)
    .commands.map(({ pos }) => text.lastIndexOf('\n', pos - 1) + 1)
    .filter((start, index, all) => index > 0 && start !== all[index - 1]);
  return [0, ...starts];
}
