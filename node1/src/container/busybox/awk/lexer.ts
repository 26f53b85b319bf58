import { AwkSyntaxError } from './program.ts';

/** A word of a program. */
export interface Token {
  readonly kind: 'num' | 'str' | 'regex' | 'name' | 'func' | 'op' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const operators = /^(?:\*\*=|\*\*|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|&&|\|\||>>|!~|[-+*/%^!<>|?:~$=(){}[\],;])/;

/** Reads a program word by word. Throws AwkSyntaxError. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;
  constructor(text: string) {
    this.#text = text;
  }
  next(regexAllowed: boolean): Token {
    const token = (kind: Token['kind'], text: string): Token => ({ kind, text, line: this.#line });
    const rest = (): string => this.#text.slice(this.#at);
    const blank = /^(?:[ \t\r]|\\\r?\n|#[^\n]*)+/.exec(rest());
    if (blank !== null) {
      this.#line += blank[0].split('\n').length - 1;
      this.#at += blank[0].length;
    }
    const text = rest();
    const char = text[0];
    if (char === undefined) return token('end', '');
    if (char === '\n') {
      this.#at++;
      this.#line++;
      return token('newline', '\n');
    }
    const number = /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(text);
    if (number !== null) {
      this.#at += number[0].length;
      return token('num', number[0]);
    }
    const name = /^[A-Za-z_]\w*/.exec(text);
    if (name !== null) {
      this.#at += name[0].length;
      return token(this.#text[this.#at] === '(' ? 'func' : 'name', name[0]);
    }
    if (char === '"') {
      const string = /^"((?:[^"\\\n]|\\[^])*)"/.exec(text);
      if (string === null) throw new AwkSyntaxError(this.#line, 'Unexpected end of string');
      this.#at += string[0].length;
      return token('str', unescape(string[1] ?? ''));
    }
    if (char === '/' && regexAllowed) {
      const regex = /^\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]\n]*\])*)\//.exec(text);
      if (regex !== null) {
        this.#at += regex[0].length;
        return token('regex', (regex[1] ?? '').replaceAll('\\/', '/'));
      }
    }
    const operator = operators.exec(text);
    if (operator === null) throw new AwkSyntaxError(this.#line);
    this.#at += operator[0].length;
    return token('op', operator[0]);
  }
}

function unescape(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
    '"': '"',
    '\\': '\\',
    '/': '/',
  };
  return text.replace(/\\([0-7]{1,3}|\n|.)/gs, (whole, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : code === '\n' ? '' : (letters[code] ?? whole),
  );
}
