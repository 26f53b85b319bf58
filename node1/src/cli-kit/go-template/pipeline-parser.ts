import { lex, type Token } from './lexer.ts';
import type { Command, Operand, Pipe } from './nodes.ts';
import { unquote } from './unquote.ts';

/** A mistake in a template, in Go's words. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** The part of the parser that is about what stands between delimiters. */
export class PipelineParser {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  protected vars: string[] = ['$'];
  protected lastLine = 1;
  protected actionLine = 0;

  protected readonly name: string;
  protected readonly isFunction: (name: string) => boolean;

  constructor(text: string, name: string, isFunction: (name: string) => boolean) {
    this.name = name;
    this.isFunction = isFunction;
    this.tokens = lex(text);
  }

  protected fail(problem: string): never {
    throw new TemplateError(`template: ${this.name}:${this.lastLine}: ${problem}`);
  }

  protected unexpected(token: Token, context: string): never {
    if (token.kind === 'error') {
      const extra =
        this.actionLine !== 0 && this.actionLine !== token.line
          ? `${token.text.endsWith(' action') ? '' : ' in action'} started at ${this.name}:${this.actionLine}`
          : '';
      this.fail(`${token.text}${extra}`);
    }
    this.fail(`unexpected ${shown(token)} in ${context}`);
  }

  protected next(): Token {
    const token = this.peek();
    if (this.at < this.tokens.length) this.at++;
    this.lastLine = token.line;
    return token;
  }
  protected peek(): Token {
    const token = this.tokens[Math.min(this.at, this.tokens.length - 1)];
    if (token === undefined) throw new Error('no tokens');
    this.lastLine = token.line;
    return token;
  }
  protected nextNonSpace(): Token {
    let token = this.next();
    while (token.kind === 'space') token = this.next();
    return token;
  }
  protected peekNonSpace(): Token {
    while (this.peek().kind === 'space') this.next();
    return this.peek();
  }

  protected text(token: Token): string {
    return unquote(token.text) ?? this.fail('invalid syntax');
  }

  protected pipeline(context: string, end: 'rightDelim' | 'rightParen'): Pipe {
    const { pos } = this.peekNonSpace();
    const variables: string[] = [];
    let assigns = false;
    for (;;) {
      const token = this.peekNonSpace();
      if (token.kind !== 'variable') break;
      const start = this.at;
      this.next();
      const after = this.peekNonSpace();
      if (after.kind === 'assign' || after.kind === 'declare') {
        assigns = after.kind === 'assign';
        this.nextNonSpace();
        variables.push(token.text);
        if (!assigns) this.vars.push(token.text);
        else this.requireVariable(token.text);
        break;
      }
      if (after.kind === 'char' && after.text === ',') {
        this.nextNonSpace();
        variables.push(token.text);
        this.vars.push(token.text);
        if (context === 'range' && variables.length < 2) {
          const second = this.peekNonSpace();
          if (['variable', 'rightDelim', 'rightParen'].includes(second.kind)) continue;
          this.fail('range can only initialize variables');
        }
        this.fail(`too many declarations in ${context}`);
      }
      this.at = start;
      break;
    }
    const commands: Command[] = [];
    for (;;) {
      const token = this.nextNonSpace();
      if (token.kind === end) {
        this.check(commands, context);
        return { kind: 'pipe', pos, variables, assigns, commands };
      }
      const starts = ['bool', 'charConstant', 'dot', 'field', 'identifier', 'number', 'nil', 'rawString', 'string'];
      if (![...starts, 'variable', 'leftParen'].includes(token.kind)) this.unexpected(token, context);
      this.at--;
      commands.push(this.command());
    }
  }

  protected check(commands: readonly Command[], context: string): void {
    if (commands.length === 0) this.fail(`missing value for ${context}`);
    for (const [index, { args }] of commands.slice(1).entries()) {
      const kind = args[0]?.kind ?? 'nil';
      if (['bool', 'dot', 'nil', 'number', 'string'].includes(kind)) {
        this.fail(`non executable command in pipeline stage ${index + 2}`);
      }
    }
  }

  protected command(): Command {
    const { pos } = this.peekNonSpace();
    const args: Operand[] = [];
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const token = this.next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') this.at--;
      else if (token.kind !== 'pipe') this.unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) this.fail('empty command');
    return { kind: 'command', pos, args };
  }

  protected operand(): Operand | undefined {
    const node = this.term();
    if (node === undefined) return undefined;
    if (this.peek().kind !== 'field') return node;
    const { pos } = this.peek();
    const path: string[] = [];
    while (this.peek().kind === 'field') path.push(this.next().text.slice(1));
    if (node.kind === 'field' || node.kind === 'variable')
      return { kind: node.kind, pos, path: [...node.path, ...path] };
    if (['bool', 'string', 'number', 'nil', 'dot'].includes(node.kind)) {
      this.fail(`unexpected . after term ${JSON.stringify(showTerm(node))}`);
    }
    return { kind: 'chain', pos, node, path };
  }

  protected term(): Operand | undefined {
    const token = this.nextNonSpace();
    const { pos, text } = token;
    switch (token.kind) {
      case 'identifier':
        if (!this.isFunction(text)) this.fail(`function ${JSON.stringify(text)} not defined`);
        return { kind: 'identifier', pos, name: text };
      case 'dot':
      case 'nil':
        return { kind: token.kind, pos };
      case 'variable':
        this.requireVariable(text);
        return { kind: 'variable', pos, path: [text] };
      case 'field':
        return { kind: 'field', pos, path: [text.slice(1)] };
      case 'bool':
        return { kind: 'bool', pos, value: text === 'true' };
      case 'number': {
        const value = Number(text.replaceAll('_', ''));
        if (Number.isNaN(value)) this.fail(`bad number syntax: ${JSON.stringify(text)}`);
        return { kind: 'number', pos, text, value, isInt: Number.isInteger(value) };
      }
      case 'charConstant':
        return { kind: 'number', pos, text, value: unquote(text)?.codePointAt(0) ?? 0, isInt: true };
      case 'string':
      case 'rawString':
        return { kind: 'string', pos, quoted: text, text: this.text(token) };
      case 'leftParen':
        return this.pipeline('parenthesized pipeline', 'rightParen');
      default:
        this.at--;
        return undefined;
    }
  }

  protected requireVariable(name: string): void {
    if (!this.vars.includes(name)) this.fail(`undefined variable ${JSON.stringify(name)}`);
  }
}

function showTerm(node: Operand): string {
  if (node.kind === 'string') return node.quoted;
  if (node.kind === 'number') return node.text;
  return node.kind === 'bool' ? String(node.value) : node.kind === 'dot' ? '.' : 'nil';
}

/** A token in a message: `"x"`, `<define>`, `EOF`. */
function shown(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (['keyword', 'dot', 'nil'].includes(token.kind)) return `<${token.text}>`;
  return token.text.length > 10 ? `${JSON.stringify(token.text.slice(0, 10))}...` : JSON.stringify(token.text);
}
