import { ExpressionParser } from './parse-expression.ts';
import { type AwkProgram, AwkSyntaxError, type Expr, type Rule, type Stmt } from './program.ts';

/** Reads a program of awk. Throws AwkSyntaxError. */
export function parseAwk(text: string): AwkProgram {
  return new Parser(text).program();
}

class Parser extends ExpressionParser {
  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, { params: string[]; body: Stmt }>();
    this.#blank();
    while (this.token.kind !== 'end') {
      const { text } = this.token;
      if (text === 'function' || text === 'func') {
        this.advance();
        const name = this.token.text;
        this.advance();
        this.expect('(');
        const params: string[] = [];
        while (!this.is(')')) {
          params.push(this.token.text);
          this.advance();
          if (this.is(',')) this.advance();
          this.newlines();
        }
        this.advance();
        this.newlines();
        functions.set(name, { params, body: this.#block() });
      } else if (text === 'BEGIN' || text === 'END') {
        this.advance();
        rules.push({ kind: text, body: this.#block() });
      } else if (this.is('{')) rules.push({ kind: 'line', body: this.#block() });
      else {
        const from = this.expr();
        let to: Expr | undefined;
        if (this.is(',')) {
          this.advance(true);
          this.newlines();
          to = this.expr();
        }
        rules.push({ kind: 'line', from, ...(to && { to }), ...(this.is('{') && { body: this.#block() }) });
      }
      this.#blank();
    }
    return { rules, functions };
  }

  #blank(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.advance(true);
  }
  #block(): Stmt {
    this.expect('{');
    const body: Stmt[] = [];
    this.#blank();
    while (!this.is('}')) {
      if (this.token.kind === 'end') throw new AwkSyntaxError(this.token.line);
      body.push(this.#statement());
      this.#blank();
    }
    this.advance(true);
    return { t: 'block', body };
  }
  #end(): void {
    if (this.is(';') || this.token.kind === 'newline') this.advance(true);
    else if (!this.is('}') && this.token.kind !== 'end') throw new AwkSyntaxError(this.token.line);
  }
  #body(): Stmt {
    this.newlines();
    if (this.is(';')) {
      this.advance(true);
      return { t: 'block', body: [] };
    }
    return this.is('{') ? this.#block() : this.#statement();
  }
  #statement(): Stmt {
    if (this.is('{')) return this.#block();
    if (this.word('if')) {
      this.advance();
      this.expect('(');
      const test = this.expr();
      this.expect(')');
      const yes = this.#body();
      this.#blank();
      if (!this.word('else')) return { t: 'if', test, yes };
      this.advance(true);
      return { t: 'if', test, yes, no: this.#body() };
    }
    if (this.word('while')) {
      this.advance();
      this.expect('(');
      const test = this.expr();
      this.expect(')');
      return { t: 'while', test, body: this.#body(), first: false };
    }
    if (this.word('do')) {
      this.advance(true);
      const body = this.#body();
      this.#blank();
      if (!this.word('while')) throw new AwkSyntaxError(this.token.line);
      this.advance();
      this.expect('(');
      const test = this.expr();
      this.expect(')');
      this.#end();
      return { t: 'while', test, body, first: true };
    }
    if (this.word('for')) return this.#for();
    const simple = this.#simple();
    this.#end();
    return simple;
  }
  #for(): Stmt {
    this.advance();
    this.expect('(');
    let init: Stmt | undefined;
    if (!this.is(';')) {
      init = this.#simple();
      if (init.t === 'expr' && init.of.t === 'in' && this.is(')')) {
        const [key] = init.of.keys;
        this.advance(true);
        if (key?.t === 'var') return { t: 'each', name: key.name, of: init.of.name, body: this.#body() };
      }
    }
    this.expect(';');
    this.newlines();
    const test = this.is(';') ? undefined : this.expr();
    this.expect(';');
    this.newlines();
    const step = this.is(')') ? undefined : this.#simple();
    this.expect(')');
    return { t: 'for', ...(init && { init }), ...(test && { test }), ...(step && { step }), body: this.#body() };
  }
  #simple(): Stmt {
    const { text, kind } = this.token;
    if (kind === 'name' || kind === 'func') {
      if (text === 'print' || text === 'printf') return this.#print();
      if (text === 'next' || text === 'break' || text === 'continue' || text === 'nextfile') {
        this.advance();
        return { t: 'jump', kind: text };
      }
      if (text === 'exit' || text === 'return') {
        this.advance(true);
        const isBare = this.is(';') || this.is('}') || this.token.kind === 'newline' || this.token.kind === 'end';
        return isBare ? { t: text } : { t: text, value: this.expr() };
      }
      if (text === 'delete') {
        this.advance();
        const name = this.token.text;
        this.advance();
        if (!this.is('[')) return { t: 'delete', name };
        this.advance(true);
        const keys = this.list();
        this.expect(']');
        return { t: 'delete', name, keys };
      }
    }
    return { t: 'expr', of: this.expr() };
  }
  #print(): Stmt {
    const formatted = this.token.text === 'printf';
    this.advance(true);
    let args: readonly Expr[] = [];
    const isOver = (): boolean =>
      this.is(';') ||
      this.is('}') ||
      this.is('>') ||
      this.is('>>') ||
      this.is('|') ||
      this.token.kind === 'newline' ||
      this.token.kind === 'end';
    if (!isOver()) {
      this.noGreater = true;
      args = this.list();
      this.noGreater = false;
      const [only] = args;
      if (args.length === 1 && only?.t === 'call' && only.name === '(group)') args = only.args;
    }
    if (this.is('>') || this.is('>>') || this.is('|')) {
      const op = this.token.text;
      this.advance(true);
      return { t: 'print', args, formatted, to: { op, name: this.concat() } };
    }
    return { t: 'print', args, formatted };
  }
}
