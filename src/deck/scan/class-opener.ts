/** Where a content class opens. */
export interface ClassOpener {
  readonly names: readonly string[];
  /** Offset after the bracket. */
  readonly inside: number;
}

/**
 * Offset after the chain of class names (`.a.b-c`) that begins with the dot at `from`; `from` when there is none.
 * What a name may hold is gnab/remark's rule (`src/remark/lexer.js`, CONTENT).
 */
export function skipClassNames(text: string, from: number, limit: number): number {
  let end = from;
  while (text[end] === '.' && end + 1 < limit && isNameStart(text.charCodeAt(end + 1))) {
    end += 2;
    while (end < limit && isNamePart(text.charCodeAt(end))) end++;
  }
  return end;
}

/** The class that opens at `from` when its names end at `namesEnd`; undefined when no bracket follows them. */
export function classOpener(text: string, from: number, namesEnd: number, limit: number): ClassOpener | undefined {
  if (namesEnd === from || namesEnd >= limit || text[namesEnd] !== '[') return undefined;
  return { names: text.slice(from + 1, namesEnd).split('.'), inside: namesEnd + 1 };
}

function isNameStart(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 45;
}

function isNamePart(code: number): boolean {
  return isNameStart(code) || (code >= 48 && code <= 57);
}
