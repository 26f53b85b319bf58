/** What a piece of a template is. */
type TokenKind =
  | 'text'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'field'
  | 'dot'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'bool'
  | 'nil'
  | 'number'
  | 'string'
  | 'rawString'
  | 'charConstant'
  | 'declare'
  | 'assign'
  | 'pipe'
  | 'leftParen'
  | 'rightParen'
  | 'char'
  | 'eof'
  | 'error';

export interface Token {
  readonly kind: TokenKind;
  /** Characters from the beginning of the template. */
  readonly pos: number;
  readonly line: number;
  readonly text: string;
}

const keywords = ['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with'];

/** The tokens of a template, as Go's text/template/parse has them; the last one is `eof` or `error`, whose text says what is wrong. */
export function lex(input: string): readonly Token[] {
  const tokens: Token[] = [];
  let pos = 0;
  let line = 1;
  let depth = 0;
  const lines = (text: string): number => text.split('\n').length - 1;
  const add = (kind: TokenKind, text: string): void => {
    tokens.push({ kind, pos, line, text });
    pos += text.length;
    line += lines(text);
  };
  const fail = (text: string): readonly Token[] => [...tokens, { kind: 'error', pos, line, text }];

  for (;;) {
    const left = input.indexOf('{{', pos);
    if (left < 0) {
      if (pos < input.length) add('text', input.slice(pos));
      add('eof', '');
      return tokens;
    }
    const trims = /^\{\{-\s/.test(input.slice(left, left + 4));
    const text = input.slice(pos, left);
    const kept = trims ? text.replace(/[ \t\r\n]+$/, '') : text;
    if (kept !== '') tokens.push({ kind: 'text', pos, line, text: kept });
    line += lines(text);
    pos = left;
    const inner = left + (trims ? 4 : 2);
    const comment = input.startsWith('/*', inner) ? inner : -1;
    if (comment >= 0) {
      const close = input.indexOf('*/', comment);
      if (close < 0) return fail('unclosed comment');
      const end = /^(\s-)?\}\}/.exec(input.slice(close + 2));
      if (end === null) return fail('comment ends before closing delimiter');
      const next = close + 2 + end[0].length;
      line += lines(input.slice(left, next));
      pos = next;
      if (end[1] !== undefined) skipSpace();
      continue;
    }
    tokens.push({ kind: 'leftDelim', pos, line, text: '{{' });
    line += lines(input.slice(pos, inner));
    pos = inner;
    depth = 0;
    const problem = inside();
    if (problem !== undefined) return fail(problem);
  }

  function skipSpace(): void {
    const space = /^[ \t\r\n]*/.exec(input.slice(pos))?.[0] ?? '';
    pos += space.length;
    line += lines(space);
  }

  /** The tokens up to the closing delimiter; gives what is wrong. */
  function inside(): string | undefined {
    for (;;) {
      const rest = input.slice(pos);
      const close = /^([ \t\r\n]-)?\}\}/.exec(rest);
      if (close !== null) {
        if (depth > 0) return 'unclosed left paren';
        if (close[1] !== undefined) pos += 2;
        add('rightDelim', '}}');
        if (close[1] !== undefined) skipSpace();
        return undefined;
      }
      const space = /^[ \t\r\n]+/.exec(rest);
      if (space !== null) {
        // A trim marker takes the last blank.
        const closes = rest.startsWith('-}}', space[0].length);
        add('space', closes && space[0].length > 1 ? space[0].slice(0, -1) : space[0]);
        continue;
      }
      const problem = one(rest);
      if (problem !== undefined) return problem;
    }
  }

  function one(rest: string): string | undefined {
    const [first = ''] = rest;
    if (rest === '') return 'unclosed action';
    if (first === '=') add('assign', '=');
    else if (rest.startsWith(':=')) add('declare', ':=');
    else if (first === ':') return 'expected :=';
    else if (first === '|') add('pipe', '|');
    else if (first === '"') {
      const found = /^"(?:[^"\\\n]|\\[^\n])*"/.exec(rest);
      if (found === null) return 'unterminated quoted string';
      add('string', found[0]);
    } else if (first === '`') {
      const found = /^`[^`]*`/.exec(rest);
      if (found === null) return 'unterminated raw quoted string';
      add('rawString', found[0]);
    } else if (first === "'") {
      const found = /^'(?:[^'\\\n]|\\[^\n])+'/.exec(rest);
      if (found === null) return 'unterminated character constant';
      add('charConstant', found[0]);
    } else if (first === '$' || (first === '.' && !/^\.\d/.test(rest))) {
      const word = /^[$.][\p{L}\p{Nd}_]*/u.exec(rest)?.[0] ?? first;
      const next = rest.slice(word.length);
      if (word !== '.' && !endsWord(next)) return `bad character ${goCharacter(next)}`;
      add(word === '.' ? 'dot' : first === '.' ? 'field' : 'variable', word);
    } else if (/^[+\-.\d]/.test(rest)) {
      const word =
        /^[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]+)?)i?/.exec(
          rest,
        )?.[0] ?? '';
      const next = rest.slice(word.length);
      if (/^[\p{L}\p{Nd}_]/u.test(next)) {
        return `bad number syntax: ${JSON.stringify(`${word}${next.slice(0, 1)}`)}`;
      }
      if (!/\d/.test(word)) return `bad number syntax: ${JSON.stringify(`${word}${next.slice(0, 1)}`)}`;
      add('number', word);
    } else if (/^[\p{L}_]/u.test(rest)) {
      const word = /^[\p{L}\p{Nd}_]+/u.exec(rest)?.[0] ?? '';
      const next = rest.slice(word.length);
      if (!endsWord(next)) return `bad character ${goCharacter(next)}`;
      const isBool = word === 'true' || word === 'false';
      add(keywords.includes(word) ? 'keyword' : isBool ? 'bool' : word === 'nil' ? 'nil' : 'identifier', word);
    } else if (first === '(') {
      depth++;
      add('leftParen', '(');
    } else if (first === ')') {
      depth--;
      add('rightParen', ')');
      if (depth < 0) return 'unexpected right paren';
    } else if (/^[!-~]/.test(first)) add('char', first);
    else return `unrecognized character in action: ${goCharacter(rest)}`;
    return undefined;
  }
}

function endsWord(next: string): boolean {
  return next === '' || /^[ \t\r\n.,|:)(=]/.test(next) || next.startsWith('}}');
}

/** `U+002F '/'`, as Go's %#U. */
function goCharacter(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;
}
