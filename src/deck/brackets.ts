import type { OpenClass } from './class-stack.ts';
import type { Span } from './skeleton.ts';

/**
 * Where gnab/remark closes these classes: it counts every `[` and `]`, in code and comments too
 * (`src/remark/lexer.js`, getTextInBrackets). Maps the offset of the opening bracket to that of the closing one, for
 * those that close inside `span`.
 */
export function blindClosers(text: string, { start, end }: Span, classes: readonly OpenClass[]): Map<number, number> {
  const wanted = new Set(classes.map(({ inside }) => inside - 1));
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (let offset = start; offset < end; offset++) {
    const character = text[offset];
    if (character === '[') open.push(offset);
    else if (character === ']') {
      const opener = open.pop();
      if (opener !== undefined && wanted.has(opener)) closers.set(opener, offset);
    }
  }
  return closers;
}
