/** An expression. */
export type Expr =
  | { readonly t: 'num'; readonly value: number }
  | { readonly t: 'str'; readonly value: string }
  | { readonly t: 'regex'; readonly source: string }
  | { readonly t: 'var'; readonly name: string }
  | { readonly t: 'index'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly t: 'field'; readonly of: Expr }
  | { readonly t: 'assign'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly t: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly t: 'unary'; readonly op: string; readonly of: Expr }
  | { readonly t: 'step'; readonly op: string; readonly of: Expr; readonly prefix: boolean }
  | { readonly t: 'cond'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly t: 'in'; readonly keys: readonly Expr[]; readonly name: string }
  | { readonly t: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | { readonly t: 'getline'; readonly from?: Expr; readonly kind: 'file' | 'command' | 'main'; readonly to?: Expr };

/** A statement. */
export type Stmt =
  | { readonly t: 'expr'; readonly of: Expr }
  | {
      readonly t: 'print';
      readonly args: readonly Expr[];
      readonly formatted: boolean;
      readonly to?: { readonly op: string; readonly name: Expr };
    }
  | { readonly t: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no?: Stmt }
  | { readonly t: 'while'; readonly test: Expr; readonly body: Stmt; readonly first: boolean }
  | { readonly t: 'for'; readonly init?: Stmt; readonly test?: Expr; readonly step?: Stmt; readonly body: Stmt }
  | { readonly t: 'each'; readonly name: string; readonly of: string; readonly body: Stmt }
  | { readonly t: 'block'; readonly body: readonly Stmt[] }
  | { readonly t: 'delete'; readonly name: string; readonly keys?: readonly Expr[] }
  | { readonly t: 'jump'; readonly kind: 'next' | 'break' | 'continue' | 'nextfile' }
  | { readonly t: 'exit' | 'return'; readonly value?: Expr };

/** A pattern with what is done where it holds. */
interface Rule {
  readonly kind: 'BEGIN' | 'END' | 'line';
  readonly from?: Expr;
  readonly to?: Expr;
  readonly body?: Stmt;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, { readonly params: readonly string[]; readonly body: Stmt }>;
}

export class AwkSyntaxError extends Error {
  readonly line: number;
  constructor(line: number, message = 'Unexpected token') {
    super(message);
    this.line = line;
  }
}

interface Token {
  readonly kind: 'num' | 'str' | 'regex' | 'name' | 'func' | 'op' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const operators = /^(?:\*\*=|\*\*|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|&&|\|\||>>|!~|[-+*/%^!<>|?:~$=(){}[\],;])/;

class Lexer {
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

/** Reads a program of awk. Throws AwkSyntaxError. */
export function parseAwk(text: string): AwkProgram {
  return new Parser(text).program();
}

class Parser {
  readonly #lexer: Lexer;
  #token: Token = { kind: 'end', text: '', line: 1 };
  #noIn = false;
  #noGreater = false;

  constructor(text: string) {
    this.#lexer = new Lexer(text);
    this.#advance(true);
  }
  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, { params: string[]; body: Stmt }>();
    this.#blank();
    while (this.#token.kind !== 'end') {
      const { text } = this.#token;
      if (text === 'function' || text === 'func') {
        this.#advance();
        const name = this.#token.text;
        this.#advance();
        this.#expect('(');
        const params: string[] = [];
        while (!this.#is(')')) {
          params.push(this.#token.text);
          this.#advance();
          if (this.#is(',')) this.#advance();
          this.#newlines();
        }
        this.#advance();
        this.#newlines();
        functions.set(name, { params, body: this.#block() });
      } else if (text === 'BEGIN' || text === 'END') {
        this.#advance();
        rules.push({ kind: text, body: this.#block() });
      } else if (this.#is('{')) rules.push({ kind: 'line', body: this.#block() });
      else {
        const from = this.#expr();
        let to: Expr | undefined;
        if (this.#is(',')) {
          this.#advance(true);
          this.#newlines();
          to = this.#expr();
        }
        rules.push({ kind: 'line', from, ...(to && { to }), ...(this.#is('{') && { body: this.#block() }) });
      }
      this.#blank();
    }
    return { rules, functions };
  }

  #advance(regex = true): void {
    this.#token = this.#lexer.next(regex);
  }
  #is(text: string): boolean {
    return this.#token.kind === 'op' && this.#token.text === text;
  }
  #word(text: string): boolean {
    return (this.#token.kind === 'name' || this.#token.kind === 'func') && this.#token.text === text;
  }
  #expect(text: string): void {
    if (!this.#is(text)) throw new AwkSyntaxError(this.#token.line);
    this.#advance(true);
  }
  #newlines(): void {
    while (this.#token.kind === 'newline') this.#advance(true);
  }
  #blank(): void {
    while (this.#token.kind === 'newline' || this.#is(';')) this.#advance(true);
  }
  #block(): Stmt {
    this.#expect('{');
    const body: Stmt[] = [];
    this.#blank();
    while (!this.#is('}')) {
      if (this.#token.kind === 'end') throw new AwkSyntaxError(this.#token.line);
      body.push(this.#statement());
      this.#blank();
    }
    this.#advance(true);
    return { t: 'block', body };
  }
  #end(): void {
    if (this.#is(';') || this.#token.kind === 'newline') this.#advance(true);
    else if (!this.#is('}') && this.#token.kind !== 'end') throw new AwkSyntaxError(this.#token.line);
  }
  #body(): Stmt {
    this.#newlines();
    if (this.#is(';')) {
      this.#advance(true);
      return { t: 'block', body: [] };
    }
    return this.#is('{') ? this.#block() : this.#statement();
  }
  #statement(): Stmt {
    if (this.#is('{')) return this.#block();
    if (this.#word('if')) {
      this.#advance();
      this.#expect('(');
      const test = this.#expr();
      this.#expect(')');
      const yes = this.#body();
      this.#blank();
      if (!this.#word('else')) return { t: 'if', test, yes };
      this.#advance(true);
      return { t: 'if', test, yes, no: this.#body() };
    }
    if (this.#word('while')) {
      this.#advance();
      this.#expect('(');
      const test = this.#expr();
      this.#expect(')');
      return { t: 'while', test, body: this.#body(), first: false };
    }
    if (this.#word('do')) {
      this.#advance(true);
      const body = this.#body();
      this.#blank();
      if (!this.#word('while')) throw new AwkSyntaxError(this.#token.line);
      this.#advance();
      this.#expect('(');
      const test = this.#expr();
      this.#expect(')');
      this.#end();
      return { t: 'while', test, body, first: true };
    }
    if (this.#word('for')) return this.#for();
    const simple = this.#simple();
    this.#end();
    return simple;
  }
  #for(): Stmt {
    this.#advance();
    this.#expect('(');
    let init: Stmt | undefined;
    if (!this.#is(';')) {
      init = this.#simple();
      if (init.t === 'expr' && init.of.t === 'in' && this.#is(')')) {
        const [key] = init.of.keys;
        this.#advance(true);
        if (key?.t === 'var') return { t: 'each', name: key.name, of: init.of.name, body: this.#body() };
      }
    }
    this.#expect(';');
    this.#newlines();
    const test = this.#is(';') ? undefined : this.#expr();
    this.#expect(';');
    this.#newlines();
    const step = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    return { t: 'for', ...(init && { init }), ...(test && { test }), ...(step && { step }), body: this.#body() };
  }
  #simple(): Stmt {
    const { text, kind } = this.#token;
    if (kind === 'name' || kind === 'func') {
      if (text === 'print' || text === 'printf') return this.#print();
      if (text === 'next' || text === 'break' || text === 'continue' || text === 'nextfile') {
        this.#advance();
        return { t: 'jump', kind: text };
      }
      if (text === 'exit' || text === 'return') {
        this.#advance(true);
        const isBare = this.#is(';') || this.#is('}') || this.#token.kind === 'newline' || this.#token.kind === 'end';
        return isBare ? { t: text } : { t: text, value: this.#expr() };
      }
      if (text === 'delete') {
        this.#advance();
        const name = this.#token.text;
        this.#advance();
        if (!this.#is('[')) return { t: 'delete', name };
        this.#advance(true);
        const keys = this.#list();
        this.#expect(']');
        return { t: 'delete', name, keys };
      }
    }
    return { t: 'expr', of: this.#expr() };
  }
  #print(): Stmt {
    const formatted = this.#token.text === 'printf';
    this.#advance(true);
    let args: readonly Expr[] = [];
    const isOver = (): boolean =>
      this.#is(';') ||
      this.#is('}') ||
      this.#is('>') ||
      this.#is('>>') ||
      this.#is('|') ||
      this.#token.kind === 'newline' ||
      this.#token.kind === 'end';
    if (!isOver()) {
      this.#noGreater = true;
      args = this.#list();
      this.#noGreater = false;
      const [only] = args;
      if (args.length === 1 && only?.t === 'call' && only.name === '(group)') args = only.args;
    }
    if (this.#is('>') || this.#is('>>') || this.#is('|')) {
      const op = this.#token.text;
      this.#advance(true);
      return { t: 'print', args, formatted, to: { op, name: this.#concat() } };
    }
    return { t: 'print', args, formatted };
  }
  #list(): readonly Expr[] {
    const list = [this.#expr()];
    while (this.#is(',')) {
      this.#advance(true);
      this.#newlines();
      list.push(this.#expr());
    }
    return list;
  }
  #expr(): Expr {
    const left = this.#ternary();
    if (
      this.#token.kind === 'op' &&
      /^(?:=|\+=|-=|\*=|\/=|%=|\^=|\*\*=)$/.test(this.#token.text) &&
      /^(?:var|index|field)$/.test(left.t)
    ) {
      const op = this.#token.text.replace('**', '^').slice(0, -1);
      this.#advance(true);
      this.#newlines();
      return { t: 'assign', op, left, right: this.#expr() };
    }
    return left;
  }
  #ternary(): Expr {
    const test = this.#or();
    if (!this.#is('?')) return test;
    this.#advance(true);
    this.#newlines();
    const yes = this.#expr();
    this.#newlines();
    this.#expect(':');
    this.#newlines();
    return { t: 'cond', test, yes, no: this.#expr() };
  }
  #binary(inner: () => Expr, ops: readonly string[], newlines = false): Expr {
    let left = inner();
    while (this.#token.kind === 'op' && ops.includes(this.#token.text)) {
      const op = this.#token.text;
      this.#advance(true);
      if (newlines) this.#newlines();
      left = { t: 'binary', op, left, right: inner() };
    }
    return left;
  }
  #or(): Expr {
    return this.#binary(() => this.#and(), ['||'], true);
  }
  #and(): Expr {
    return this.#binary(() => this.#in(), ['&&'], true);
  }
  #in(): Expr {
    let left = this.#match();
    while (!this.#noIn && this.#word('in')) {
      this.#advance();
      const keys = left.t === 'call' && left.name === '(group)' ? left.args : [left];
      left = { t: 'in', keys, name: this.#token.text };
      this.#advance(false);
    }
    return left;
  }
  #match(): Expr {
    return this.#binary(() => this.#compare(), ['~', '!~']);
  }
  #compare(): Expr {
    const ops = ['<', '<=', '==', '!=', '>='];
    return this.#binary(() => this.#concat(), this.#noGreater ? ops : [...ops, '>']);
  }
  #concat(): Expr {
    let left = this.#add();
    for (;;) {
      if (this.#is('|') && !this.#noGreater) {
        this.#advance(true);
        if (!this.#word('getline')) throw new AwkSyntaxError(this.#token.line);
        this.#advance(false);
        const to = this.#target();
        left = { t: 'getline', kind: 'command', from: left, ...(to && { to }) };
        continue;
      }
      const { kind, text } = this.#token;
      const starts =
        kind === 'num' ||
        kind === 'str' ||
        kind === 'func' ||
        (kind === 'name' && text !== 'in') ||
        (kind === 'op' && /^(?:\$|!|\(|-|\+|\+\+|--)$/.test(text));
      if (!starts || (kind === 'op' && /^[-+!]/.test(text) && text.length === 1)) return left;
      if ((kind === 'name' || kind === 'func') && text === 'getline') return left;
      left = { t: 'binary', op: ' ', left, right: this.#add() };
    }
  }
  #add(): Expr {
    return this.#binary(() => this.#multiply(), ['+', '-']);
  }
  #multiply(): Expr {
    return this.#binary(() => this.#unary(), ['*', '/', '%']);
  }
  #unary(): Expr {
    if (this.#is('!') || this.#is('-') || this.#is('+')) {
      const op = this.#token.text;
      this.#advance(true);
      return { t: 'unary', op, of: this.#unary() };
    }
    return this.#power();
  }
  #power(): Expr {
    const base = this.#postfix();
    if (!this.#is('^') && !this.#is('**')) return base;
    this.#advance(true);
    return { t: 'binary', op: '^', left: base, right: this.#unary() };
  }
  #postfix(): Expr {
    const of = this.#primary();
    if ((this.#is('++') || this.#is('--')) && /^(?:var|index|field)$/.test(of.t)) {
      const op = this.#token.text;
      this.#advance(false);
      return { t: 'step', op, of, prefix: false };
    }
    return of;
  }
  #target(): Expr | undefined {
    return this.#token.kind === 'name' || this.#is('$') ? this.#primary() : undefined;
  }
  #primary(): Expr {
    const { kind, text, line } = this.#token;
    if (kind === 'num') {
      this.#advance(false);
      return { t: 'num', value: Number(text) };
    }
    if (kind === 'str') {
      this.#advance(false);
      return { t: 'str', value: text };
    }
    if (kind === 'regex') {
      this.#advance(false);
      return { t: 'regex', source: text };
    }
    if (this.#is('$')) {
      this.#advance(true);
      const of = this.#is('++') || this.#is('--') || this.#is('-') ? this.#unary() : this.#primary();
      return { t: 'field', of };
    }
    if (this.#is('++') || this.#is('--')) {
      this.#advance(true);
      return { t: 'step', op: text, of: this.#primary(), prefix: true };
    }
    if (this.#is('!') || this.#is('-') || this.#is('+')) return this.#unary();
    if (this.#is('(')) {
      this.#advance(true);
      const before = this.#noGreater;
      this.#noGreater = false;
      const list = this.#list();
      this.#noGreater = before;
      if (!this.#is(')')) throw new AwkSyntaxError(this.#token.line);
      this.#advance(false);
      const [only] = list;
      return list.length === 1 && only !== undefined ? only : { t: 'call', name: '(group)', args: list };
    }
    if (kind === 'func' || kind === 'name') {
      if (text === 'getline') {
        this.#advance(false);
        const to = this.#target();
        if (!this.#is('<')) return { t: 'getline', kind: 'main', ...(to && { to }) };
        this.#advance(true);
        return { t: 'getline', kind: 'file', from: this.#primary(), ...(to && { to }) };
      }
      this.#advance(false);
      if (kind === 'func' && this.#is('(')) {
        this.#advance(true);
        this.#newlines();
        const before = this.#noGreater;
        this.#noGreater = false;
        const args = this.#is(')') ? [] : this.#list();
        this.#noGreater = before;
        this.#newlines();
        if (!this.#is(')')) throw new AwkSyntaxError(this.#token.line);
        this.#advance(false);
        return { t: 'call', name: text, args };
      }
      if (this.#is('[')) {
        this.#advance(true);
        const keys = this.#list();
        if (!this.#is(']')) throw new AwkSyntaxError(this.#token.line);
        this.#advance(false);
        return { t: 'index', name: text, keys };
      }
      return text === 'length' ? { t: 'call', name: 'length', args: [] } : { t: 'var', name: text };
    }
    throw new AwkSyntaxError(line);
  }
}
