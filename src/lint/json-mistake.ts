/** Where a text stops being JSON: the offset of the first character that cannot go on; undefined when it is JSON. */
export function jsonMistake(text: string): number | undefined {
  const token =
    /[ \t\r\n]*(?:([{}[\]:,])|("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*")|(true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])|$)/y;
  const open: ('{' | '[')[] = [];
  let wanted: 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing' = 'value';
  const closed = (): typeof wanted => (open.length > 0 ? 'commaOrEnd' : 'nothing');
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    const blanks = /^[ \t\r\n]*/.exec(text.slice(from, from + 10_000))?.[0].length ?? 0;
    const at = from + blanks;
    if (!match) return at;
    const [, sign, string, atom] = match;
    if (sign === undefined && string === undefined && atom === undefined) break;
    const takesValue = wanted === 'value' || wanted === 'valueOrEnd';
    if (sign === '{' || sign === '[') {
      if (!takesValue) return at;
      open.push(sign);
      wanted = sign === '{' ? 'keyOrEnd' : 'valueOrEnd';
    } else if (sign === '}' || sign === ']') {
      const fits = sign === '}' ? wanted === 'keyOrEnd' : wanted === 'valueOrEnd';
      if (!(fits || wanted === 'commaOrEnd') || open.pop() !== (sign === '}' ? '{' : '[')) return at;
      wanted = closed();
    } else if (sign === ',') {
      if (wanted !== 'commaOrEnd') return at;
      wanted = open.at(-1) === '{' ? 'key' : 'value';
    } else if (sign === ':') {
      if (wanted !== 'colon') return at;
      wanted = 'value';
    } else if (string !== undefined && (wanted === 'key' || wanted === 'keyOrEnd')) {
      wanted = 'colon';
    } else {
      if (!takesValue) return at;
      wanted = closed();
    }
  }
  return wanted === 'nothing' ? undefined : text.trimEnd().length;
}
