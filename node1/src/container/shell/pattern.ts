/** Makes a shell's pattern a regular expression for a whole text; a backslash makes the next character plain. `greedy`: `*` takes as much as it can. */
function patternSource(pattern: string, greedy = true): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '\\') source += escape(pattern[++at] ?? '\\');
    else if (char === '*') source += greedy ? '[^]*' : '[^]*?';
    else if (char === '?') source += '[^]';
    else if (char === '[') {
      const end = bracketEnd(pattern, at);
      if (end < 0) source += '\\[';
      else {
        source += bracket(pattern.slice(at + 1, end));
        at = end;
      }
    } else source += escape(char);
  }
  return source;
}

/** Whether a text is what a pattern says. */
export function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${patternSource(pattern)})$`, 'u').test(text);
  } catch {
    return text === pattern; // a range the wrong way round
  }
}

/** Makes every character of a text plain for a pattern. */
export function quotePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, String.raw`\$&`);
}

function escape(char: string): string {
  return /[\\^$.*+?()[\]{}|/-]/.test(char) ? `\\${char}` : char;
}

function bracketEnd(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '!' || pattern[at] === '^') at++;
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern[at] === '\\') at++;
    if (pattern.startsWith('[:', at)) at = pattern.indexOf(':]', at) + 1 || pattern.length;
    at++;
  }
  return at < pattern.length ? at : -1;
}

const classes: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9a-fA-F',
};

/** The sets that `[:digit:]` and its like name, for regular expressions of programs. */
function namedClasses(inner: string): string {
  return inner.replace(/\[:(\w+):\]/g, (whole, name: string) => classes[name] ?? whole);
}

function bracket(inner: string): string {
  const negated = /^[!^]/.test(inner);
  const body = (negated ? inner.slice(1) : inner)
    .replace(/\\(.)|[\\^\]]/g, (whole, plain: string | undefined) => `\\${plain ?? whole}`)
    .replace(/\[(?!:)/g, '\\[');
  return `[${negated ? '^' : ''}${namedClasses(body).replace(/\[:/g, '\\[:')}]`;
}

/** `${x#pattern}` and its like: a text without what a pattern matches at its start or end. */
export function removed(value: string, pattern: string, operator: string): string {
  const isPrefix = operator.startsWith('#');
  const isLong = operator.length === 2;
  const count = value.length;
  for (let step = 0; step <= count; step++) {
    const length = isLong ? count - step : step;
    const piece = isPrefix ? value.slice(0, length) : value.slice(count - length);
    if (matches(piece, pattern)) return isPrefix ? value.slice(length) : value.slice(0, count - length);
  }
  return value;
}

/** `${x/pattern/text}` and its like. */
export function replaced(value: string, pattern: string, text: string, operator: string): string {
  if (pattern === '') return value;
  const [start, end] = [operator === '/#' ? '^' : '', operator === '/%' ? '$' : ''];
  const expression = new RegExp(`${start}(?:${patternSource(pattern)})${end}`, operator === '//' ? 'gu' : 'u');
  return value.replace(expression, () => text);
}
