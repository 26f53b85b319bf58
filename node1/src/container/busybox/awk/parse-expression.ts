import { Lexer, type Token } from './lexer.ts';
import { AwkSyntaxError, type Expr } from './program.ts';

/** Reads expressions of awk, from the weakest operator to the strongest. */
export class ExpressionParser {
  readonly #lexer: Lexer;
  protected token: Token = { kind: 'end', text: '', line: 1 };
  /** `>` is where print writes to. */
  protected noGreater = false;

  constructor(text: string) {
    this.#lexer = new Lexer(text);
    this.advance(true);
  }
  protected advance(regex = true): void {
    this.token = this.#lexer.next(regex);
  }
  protected is(text: string): boolean {
    return this.token.kind === 'op' && this.token.text === text;
  }
  protected word(text: string): boolean {
    return (this.token.kind === 'name' || this.token.kind === 'func') && this.token.text === text;
  }
  protected expect(text: string): void {
    if (!this.is(text)) throw new AwkSyntaxError(this.token.line);
    this.advance(true);
  }
  protected newlines(): void {
    while (this.token.kind === 'newline') this.advance(true);
  }
  protected list(): readonly Expr[] {
    const list = [this.expr()];
    while (this.is(',')) {
      this.advance(true);
      this.newlines();
      list.push(this.expr());
    }
    return list;
  }
  protected expr(): Expr {
    const left = this.#ternary();
    if (
      this.token.kind === 'op' &&
      /^(?:=|\+=|-=|\*=|\/=|%=|\^=|\*\*=)$/.test(this.token.text) &&
      /^(?:var|index|field)$/.test(left.t)
    ) {
      const op = this.token.text.replace('**', '^').slice(0, -1);
      this.advance(true);
      this.newlines();
      return { t: 'assign', op, left, right: this.expr() };
    }
    return left;
  }
  #ternary(): Expr {
    const test = this.#or();
    if (!this.is('?')) return test;
    this.advance(true);
    this.newlines();
    const yes = this.expr();
    this.newlines();
    this.expect(':');
    this.newlines();
    return { t: 'cond', test, yes, no: this.expr() };
  }
  #binary(inner: () => Expr, ops: readonly string[], newlines = false): Expr {
    let left = inner();
    while (this.token.kind === 'op' && ops.includes(this.token.text)) {
      const op = this.token.text;
      this.advance(true);
      if (newlines) this.newlines();
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
    while (this.word('in')) {
      this.advance();
      const keys = left.t === 'call' && left.name === '(group)' ? left.args : [left];
      left = { t: 'in', keys, name: this.token.text };
      this.advance(false);
    }
    return left;
  }
  #match(): Expr {
    return this.#binary(() => this.#compare(), ['~', '!~']);
  }
  #compare(): Expr {
    const ops = ['<', '<=', '==', '!=', '>='];
    return this.#binary(() => this.concat(), this.noGreater ? ops : [...ops, '>']);
  }
  protected concat(): Expr {
    let left = this.#add();
    for (;;) {
      if (this.is('|') && !this.noGreater) {
        this.advance(true);
        if (!this.word('getline')) throw new AwkSyntaxError(this.token.line);
        this.advance(false);
        const to = this.#target();
        left = { t: 'getline', kind: 'command', from: left, ...(to && { to }) };
        continue;
      }
      const { kind, text } = this.token;
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
    if (this.is('!') || this.is('-') || this.is('+')) {
      const op = this.token.text;
      this.advance(true);
      return { t: 'unary', op, of: this.#unary() };
    }
    return this.#power();
  }
  #power(): Expr {
    const base = this.#postfix();
    if (!this.is('^') && !this.is('**')) return base;
    this.advance(true);
    return { t: 'binary', op: '^', left: base, right: this.#unary() };
  }
  #postfix(): Expr {
    const of = this.#primary();
    if ((this.is('++') || this.is('--')) && /^(?:var|index|field)$/.test(of.t)) {
      const op = this.token.text;
      this.advance(false);
      return { t: 'step', op, of, prefix: false };
    }
    return of;
  }
  #target(): Expr | undefined {
    return this.token.kind === 'name' || this.is('$') ? this.#primary() : undefined;
  }
  #primary(): Expr {
    const { kind, text, line } = this.token;
    if (kind === 'num') {
      this.advance(false);
      return { t: 'num', value: Number(text) };
    }
    if (kind === 'str') {
      this.advance(false);
      return { t: 'str', value: text };
    }
    if (kind === 'regex') {
      this.advance(false);
      return { t: 'regex', source: text };
    }
    if (this.is('$')) {
      this.advance(true);
      const of = this.is('++') || this.is('--') || this.is('-') ? this.#unary() : this.#primary();
      return { t: 'field', of };
    }
    if (this.is('++') || this.is('--')) {
      this.advance(true);
      return { t: 'step', op: text, of: this.#primary(), prefix: true };
    }
    if (this.is('!') || this.is('-') || this.is('+')) return this.#unary();
    if (this.is('(')) {
      this.advance(true);
      const before = this.noGreater;
      this.noGreater = false;
      const list = this.list();
      this.noGreater = before;
      if (!this.is(')')) throw new AwkSyntaxError(this.token.line);
      this.advance(false);
      const [only] = list;
      return list.length === 1 && only !== undefined ? only : { t: 'call', name: '(group)', args: list };
    }
    if (kind === 'func' || kind === 'name') {
      if (text === 'getline') {
        this.advance(false);
        const to = this.#target();
        if (!this.is('<')) return { t: 'getline', kind: 'main', ...(to && { to }) };
        this.advance(true);
        return { t: 'getline', kind: 'file', from: this.#primary(), ...(to && { to }) };
      }
      this.advance(false);
      if (kind === 'func' && this.is('(')) {
        this.advance(true);
        this.newlines();
        const before = this.noGreater;
        this.noGreater = false;
        const args = this.is(')') ? [] : this.list();
        this.noGreater = before;
        this.newlines();
        if (!this.is(')')) throw new AwkSyntaxError(this.token.line);
        this.advance(false);
        return { t: 'call', name: text, args };
      }
      if (this.is('[')) {
        this.advance(true);
        const keys = this.list();
        if (!this.is(']')) throw new AwkSyntaxError(this.token.line);
        this.advance(false);
        return { t: 'index', name: text, keys };
      }
      return text === 'length' ? { t: 'call', name: 'length', args: [] } : { t: 'var', name: text };
    }
    throw new AwkSyntaxError(line);
  }
}
