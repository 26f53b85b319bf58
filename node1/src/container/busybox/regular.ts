const classes: Readonly<Record<string, string>> = {
  ...{ alnum: 'a-zA-Z0-9', alpha: 'a-zA-Z', blank: ' \\t', cntrl: '\\x00-\\x1f\\x7f', digit: '0-9', graph: '!-~' },
  ...{ lower: 'a-z', print: ' -~', punct: '!-\\/:-@\\[-`\\{-~', space: '\\s', upper: 'A-Z', xdigit: '0-9a-fA-F' },
};

/** Makes a regular expression of POSIX, basic or extended, one of JavaScript. */
export function regular(pattern: string, extended: boolean): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '[') {
      const end = bracketEnd(pattern, at);
      if (end < 0) source += '\\[';
      else {
        source += bracket(pattern.slice(at + 1, end));
        at = end;
      }
    } else if (char === '\\') {
      const next = pattern[++at] ?? '\\';
      if (!extended && /[(){}+?|]/.test(next)) source += next;
      else if (/[<>]/.test(next)) source += next === '<' ? '\\b(?=\\w)' : '\\b(?<=\\w)';
      else if (/[1-9wWsSbBnt]/.test(next)) source += `\\${next}`;
      else source += /[a-zA-Z]/.test(next) ? next : `\\${next}`;
    } else if (!extended && /[(){}+?|]/.test(char)) source += `\\${char}`;
    else if (!extended && char === '*' && (source === '' || source.endsWith('(') || source === '^')) source += '\\*';
    else if (!extended && char === '^' && at > 0 && !/(?:\\\(|\\\|)$/.test(pattern.slice(0, at))) source += '\\^';
    else if (!extended && char === '$' && at < pattern.length - 1 && !/^\$(?:\\\)|\\\|)/.test(pattern.slice(at)))
      source += '\\$';
    else if (extended && char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(at))) source += '\\{';
    else source += char;
  }
  return source;
}

function bracketEnd(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern.startsWith('[:', at)) at = pattern.indexOf(':]', at) + 1 || pattern.length;
    at++;
  }
  return at < pattern.length ? at : -1;
}

function bracket(inner: string): string {
  const negated = inner.startsWith('^');
  const body = (negated ? inner.slice(1) : inner)
    .split(/(\[:\w+:\])/)
    .map((part) => classes[/^\[:(\w+):\]$/.exec(part)?.[1] ?? ''] ?? part.replace(/[\\[\]^]/g, String.raw`\$&`))
    .join('');
  return `[${negated ? '^' : ''}${body}]`;
}
