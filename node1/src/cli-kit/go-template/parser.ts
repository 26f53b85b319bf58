import type { Node } from './nodes.ts';
import { PipelineParser } from './pipeline-parser.ts';

/** A template taken apart: its own nodes, and those of the templates that it defines. */
export interface Parsed {
  readonly root: readonly Node[];
  readonly defined: ReadonlyMap<string, readonly Node[]>;
}

interface List {
  readonly nodes: Node[];
  /** What ended it: `end`, `else`, or the end of the text. */
  readonly end: 'end' | 'else' | 'eof';
}

/** Takes a template apart as Go's text/template does. `isFunction` knows the names of functions. Throws TemplateError. */
export function parse(text: string, name: string, isFunction: (name: string) => boolean): Parsed {
  return new Parser(text, name, isFunction).whole();
}

class Parser extends PipelineParser {
  private rangeDepth = 0;
  private readonly defined = new Map<string, readonly Node[]>();

  whole(): Parsed {
    const root: Node[] = [];
    for (;;) {
      const { kind } = this.peek();
      if (kind === 'eof') break;
      if (kind === 'leftDelim' && this.keywordAfterDelim() === 'define') {
        this.define();
        continue;
      }
      const node = this.textOrAction();
      if (node === 'end' || node === 'else') this.fail(`unexpected {{${node}}}`);
      root.push(node);
    }
    return { root, defined: this.defined };
  }

  private keywordAfterDelim(): string {
    const after = this.tokens.slice(this.at + 1, this.at + 3).find(({ kind }) => kind !== 'space');
    return after?.kind === 'keyword' ? after.text : '';
  }

  private define(): void {
    this.next();
    this.nextNonSpace();
    const token = this.nextNonSpace();
    if (token.kind !== 'string' && token.kind !== 'rawString') this.unexpected(token, 'define clause');
    const end = this.nextNonSpace();
    if (end.kind !== 'rightDelim') this.unexpected(end, 'define clause');
    const list = this.list();
    if (list.end !== 'end') this.fail(`unexpected {{${list.end}}} in define clause`);
    this.defined.set(this.text(token), list.nodes);
  }

  private list(): List {
    const nodes: Node[] = [];
    while (this.peekNonSpace().kind !== 'eof') {
      const node = this.textOrAction();
      if (node === 'end' || node === 'else') return { nodes, end: node };
      nodes.push(node);
    }
    this.fail('unexpected EOF');
  }

  private textOrAction(): Node | 'end' | 'else' {
    const token = this.nextNonSpace();
    if (token.kind === 'text') return { kind: 'text', pos: token.pos, text: token.text };
    if (token.kind === 'leftDelim') {
      this.actionLine = token.line;
      const node = this.action();
      this.actionLine = 0;
      return node;
    }
    return this.unexpected(token, 'input');
  }

  private action(): Node | 'end' | 'else' {
    const token = this.nextNonSpace();
    if (token.kind === 'keyword') {
      switch (token.text) {
        case 'if':
        case 'range':
        case 'with':
          return this.control(token.text);
        case 'end':
          this.close('end');
          return 'end';
        case 'else':
          // `{{else if x}}` is an else whose first node is that if.
          if (this.peekNonSpace().text === 'if' && this.peek().kind === 'keyword') return 'else';
          this.close('else');
          return 'else';
        case 'break':
        case 'continue': {
          const after = this.nextNonSpace();
          if (after.kind !== 'rightDelim') this.unexpected(after, `{{${token.text}}}`);
          if (this.rangeDepth === 0) this.fail(`{{${token.text}}} outside {{range}}`);
          return { kind: token.text, pos: token.pos };
        }
        case 'template':
          return this.call();
        case 'block':
          return this.block();
        default:
          this.unexpected(token, 'command');
      }
    }
    this.at--;
    const pos = this.peek().pos;
    return { kind: 'action', pos, pipe: this.pipeline('command', 'rightDelim') };
  }

  private close(context: string): void {
    const token = this.nextNonSpace();
    if (token.kind !== 'rightDelim') this.unexpected(token, context);
  }

  private control(kind: 'if' | 'range' | 'with'): Node {
    const depth = this.vars.length;
    const pos = this.peekNonSpace().pos;
    const pipe = this.pipeline(kind, 'rightDelim');
    if (kind === 'range') this.rangeDepth++;
    const list = this.list();
    if (kind === 'range') this.rangeDepth--;
    let otherwise: readonly Node[] | undefined;
    if (list.end === 'else') {
      if (kind === 'if' && this.peek().kind === 'keyword' && this.peek().text === 'if') {
        this.next();
        otherwise = [this.control('if')];
        this.vars = this.vars.slice(0, depth);
        return { kind, pos, pipe, list: list.nodes, otherwise };
      }
      if (this.peek().kind === 'keyword') this.unexpected(this.nextNonSpace(), 'else');
      const second = this.list();
      if (second.end !== 'end') this.fail(`expected end; found {{${second.end}}}`);
      otherwise = second.nodes;
    }
    this.vars = this.vars.slice(0, depth);
    return { kind, pos, pipe, list: list.nodes, otherwise };
  }

  private call(): Node {
    const name = this.nextNonSpace();
    if (name.kind !== 'string' && name.kind !== 'rawString') this.unexpected(name, 'template clause');
    const hasPipe = this.nextNonSpace().kind !== 'rightDelim';
    if (hasPipe) this.at--;
    const pipe = hasPipe ? this.pipeline('template clause', 'rightDelim') : undefined;
    return { kind: 'template', pos: name.pos, name: this.text(name), pipe };
  }

  private block(): Node {
    const name = this.nextNonSpace();
    if (name.kind !== 'string' && name.kind !== 'rawString') this.unexpected(name, 'block clause');
    const pipe = this.pipeline('block clause', 'rightDelim');
    const list = this.list();
    if (list.end !== 'end') this.fail(`unexpected {{${list.end}}} in block clause`);
    this.defined.set(this.text(name), list.nodes);
    return { kind: 'template', pos: name.pos, name: this.text(name), pipe };
  }
}
