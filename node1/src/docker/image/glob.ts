/** Whether `text` is what a pattern of Go's path.Match means: `*`, `?`, `[a-z]`, `\*` and plain characters. Never steps back further than to the last star. */
export function matchesGlob(pattern: string, text: string): boolean {
  const tokens = tokensOf(pattern);
  let at = 0;
  let star = -1;
  let from = 0;
  for (let index = 0; index < text.length;) {
    const token = tokens[at];
    if (token === '*') {
      star = at++;
      from = index;
    } else if (token !== undefined && fits(token, text.charAt(index))) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++from;
    } else return false;
  }
  return tokens.slice(at).every((token) => token === '*');
}

/** Whether a pattern means more than itself. */
export function hasGlob(pattern: string): boolean {
  return /[*?[\\]/.test(pattern);
}

type Token = '*' | { readonly isNot: boolean; readonly ranges: readonly (readonly [string, string])[] };

function tokensOf(pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const end = pattern.indexOf(']', at + 2);
    if (character === '*') tokens.push('*');
    else if (character === '?') tokens.push({ isNot: true, ranges: [] });
    else if (character === '[' && end > 0) {
      const inner = pattern.slice(at + 1, end);
      const isNot = inner.startsWith('^');
      const ranges = [...(isNot ? inner.slice(1) : inner).matchAll(/(.)-(.)|(.)/gs)].map(
        ([, low, high, one = '']): readonly [string, string] => [low ?? one, high ?? one],
      );
      tokens.push({ isNot, ranges });
      at = end;
    } else {
      const literal = character === '\\' && at + 1 < pattern.length ? pattern.charAt(++at) : character;
      tokens.push({ isNot: false, ranges: [[literal, literal]] });
    }
  }
  return tokens;
}

function fits(token: Token, character: string): boolean {
  if (token === '*') return true;
  return token.ranges.some(([low, high]) => low <= character && character <= high) !== token.isNot;
}
