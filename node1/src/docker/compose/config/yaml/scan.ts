import { repr } from '../python.ts';
import { blanks, breaks, Cursor, type Mark } from './cursor.ts';
import { scanAnchor, scanDirective, scanTag } from './names.ts';
import { scanBlock, scanPlain, scanQuoted } from './scalars.ts';

/** A token of YAML; `id` is what PyYAML calls it. */
export interface Token {
  readonly id: string;
  readonly start: Mark;
  readonly end: Mark;
  /** Of scalars, anchors, aliases; of tags the handle, a NUL and the rest. */
  readonly value: string;
  /** Of a scalar: it stands without quotes. */
  readonly isPlain: boolean;
}

/** Where a key may have begun, if a `:` follows. */
interface PossibleKey {
  readonly token: number;
  readonly isRequired: boolean;
  readonly index: number;
  readonly mark: Mark;
}

/** Takes a text apart as PyYAML's scanner does, token by token, with its mistakes told at the same places. Throws YamlProblem. */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #tokens: Token[] = [];
  readonly #indents: number[] = [];
  readonly #keys = new Map<number, PossibleKey>();
  #taken = 0;
  #indent = -1;
  #flow = 0;
  #allowsKey = true;
  #isDone = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  /** The next token, which stays. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#tokens[0] ?? this.#token('<stream end>');
  }

  take(): Token {
    const token = this.peek();
    this.#tokens.shift();
    this.#taken += 1;
    return token;
  }

  is(...ids: readonly string[]): boolean {
    return ids.includes(this.peek().id);
  }

  #needsMore(): boolean {
    if (this.#isDone) return false;
    if (this.#tokens.length === 0) return true;
    this.#dropStaleKeys();
    return Math.min(...[...this.#keys.values()].map(({ token }) => token)) === this.#taken;
  }

  #token(id: string, start = this.#cursor.mark(), value = '', isPlain = false, end = this.#cursor.mark()): Token {
    return { id, start, end, value, isPlain };
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#toNextToken();
    this.#dropStaleKeys();
    this.#unwind(cursor.column);
    const character = cursor.peek();
    const isAlone = blanks.includes(cursor.peek(1));
    const start = cursor.mark();
    if (character === '\0') this.#streamEnd();
    else if (character === '%' && cursor.column === 0) this.#directive();
    else if (cursor.column === 0 && cursor.isDocumentMark()) this.#documentMark();
    else if (character === '[' || character === '{') {
      this.#saveKey();
      this.#flow += 1;
      this.#indicator(character, true);
    } else if (character === ']' || character === '}') {
      this.#dropKey();
      this.#flow -= 1;
      this.#indicator(character, false);
    } else if (character === ',') {
      this.#dropKey();
      this.#indicator(character, true);
    } else if (character === '-' && isAlone) this.#blockEntry();
    else if (character === '?' && (this.#flow !== 0 || isAlone)) this.#key();
    else if (character === ':' && (this.#flow !== 0 || isAlone)) this.#value();
    else if (character === '*' || character === '&') {
      this.#saveKey();
      this.#allowsKey = false;
      const value = scanAnchor(cursor);
      this.#tokens.push(this.#token(character === '*' ? '<alias>' : '<anchor>', start, value));
    } else if (character === '!') {
      this.#saveKey();
      this.#allowsKey = false;
      this.#tokens.push(this.#token('<tag>', start, scanTag(cursor)));
    } else if ((character === '|' || character === '>') && this.#flow === 0) {
      this.#allowsKey = true;
      this.#dropKey();
      this.#tokens.push(this.#token('<scalar>', start, scanBlock(cursor, this.#indent)));
    } else if (character === "'" || character === '"') {
      this.#saveKey();
      this.#allowsKey = false;
      this.#tokens.push(this.#token('<scalar>', start, scanQuoted(cursor)));
    } else if (this.#isPlain(character, isAlone)) {
      this.#saveKey();
      const { value, end, endedLine } = scanPlain(cursor, this.#indent, this.#flow !== 0);
      this.#allowsKey = endedLine;
      this.#tokens.push(this.#token('<scalar>', start, value, true, end));
    } else {
      const found = `found character ${repr(character)} that cannot start any token`;
      throw cursor.problem('while scanning for the next token', undefined, found);
    }
  }

  #isPlain(character: string, isAlone: boolean): boolean {
    if (!`${blanks}-?:,[]{}#&*!|>'"%@\``.includes(character)) return true;
    return !isAlone && (character === '-' || (this.#flow === 0 && '?:'.includes(character)));
  }

  #toNextToken(): void {
    const cursor = this.#cursor;
    if (cursor.index === 0 && cursor.peek() === '\ufeff') cursor.forward();
    for (;;) {
      cursor.takeWhile(' ');
      if (cursor.peek() === '#') cursor.takeWhile(breaks, false);
      if (cursor.lineBreak() === '') return;
      if (this.#flow === 0) this.#allowsKey = true;
    }
  }

  #missingColon({ mark }: PossibleKey) {
    return this.#cursor.problem('while scanning a simple key', mark, "could not find expected ':'");
  }

  #dropStaleKeys(): void {
    for (const [level, key] of this.#keys) {
      if (key.mark.line === this.#cursor.line && this.#cursor.index - key.index <= 1024) continue;
      if (key.isRequired) throw this.#missingColon(key);
      this.#keys.delete(level);
    }
  }

  #saveKey(): void {
    const cursor = this.#cursor;
    const isRequired = this.#flow === 0 && this.#indent === cursor.column;
    if (!this.#allowsKey) return;
    this.#dropKey();
    const token = this.#taken + this.#tokens.length;
    this.#keys.set(this.#flow, { token, isRequired, index: cursor.index, mark: cursor.mark() });
  }

  #dropKey(): void {
    const key = this.#keys.get(this.#flow);
    if (key?.isRequired === true) throw this.#missingColon(key);
    this.#keys.delete(this.#flow);
  }

  #unwind(column: number): void {
    if (this.#flow !== 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#tokens.push(this.#token('<block end>'));
    }
  }

  #addIndent(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #indicator(id: string, allowsKey: boolean): void {
    this.#allowsKey = allowsKey;
    const start = this.#cursor.mark();
    this.#cursor.forward();
    this.#tokens.push(this.#token(id, start));
  }

  #streamEnd(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#allowsKey = false;
    this.#keys.clear();
    this.#tokens.push(this.#token('<stream end>'));
    this.#isDone = true;
  }

  #documentMark(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#allowsKey = false;
    const start = this.#cursor.mark();
    const id = this.#cursor.take(3) === '---' ? '<document start>' : '<document end>';
    this.#tokens.push(this.#token(id, start));
  }

  #blockStart(id: string, problem: string): void {
    if (this.#flow !== 0) return;
    if (!this.#allowsKey) throw this.#cursor.problem(undefined, undefined, problem);
    if (this.#addIndent(this.#cursor.column)) this.#tokens.push(this.#token(id));
  }

  #blockEntry(): void {
    this.#blockStart('<block sequence start>', 'sequence entries are not allowed here');
    this.#allowsKey = true;
    this.#dropKey();
    this.#indicator('-', true);
  }

  #key(): void {
    this.#blockStart('<block mapping start>', 'mapping keys are not allowed here');
    this.#dropKey();
    this.#indicator('?', this.#flow === 0);
  }

  #value(): void {
    const key = this.#keys.get(this.#flow);
    if (key === undefined) {
      this.#blockStart('<block mapping start>', 'mapping values are not allowed here');
      this.#indicator(':', this.#flow === 0);
      return;
    }
    this.#keys.delete(this.#flow);
    const at = key.token - this.#taken;
    this.#tokens.splice(at, 0, this.#token('?', key.mark, '', false, key.mark));
    if (this.#flow === 0 && this.#addIndent(key.mark.column)) {
      this.#tokens.splice(at, 0, this.#token('<block mapping start>', key.mark, '', false, key.mark));
    }
    this.#indicator(':', false);
  }

  #directive(): void {
    this.#unwind(-1);
    this.#dropKey();
    this.#allowsKey = false;
    const start = this.#cursor.mark();
    this.#tokens.push(this.#token('<directive>', start, scanDirective(this.#cursor)));
  }
}
