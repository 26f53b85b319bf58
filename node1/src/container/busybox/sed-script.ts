import { regular } from './regular.ts';

/** Which lines a command is for. */
export type Address =
  { readonly line: number } | { readonly last: true } | { readonly pattern: RegExp } | { readonly more: number };

/** A command of a script. */
export interface Command {
  readonly name: string;
  readonly from?: Address | undefined;
  readonly to?: Address | undefined;
  readonly negated: boolean;
  readonly text: string;
  readonly pattern?: RegExp;
  readonly replacement?: string;
  readonly flags?: string;
  /** Its block is over after the command of this number. */
  end?: number;
  isOpen?: boolean;
  until?: number | undefined;
}

/** A script that sed does not understand; its words are sed's. */
export class SedError extends Error {}

/** Reads a script of sed. */
class Reader {
  readonly #text: string;
  readonly #extended: boolean;
  #at = 0;
  readonly commands: Command[] = [];

  constructor(text: string, extended: boolean) {
    this.#text = text;
    this.#extended = extended;
  }

  read(): readonly Command[] {
    const open: number[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#text.length) break;
      if (this.#text[this.#at] === '#') {
        this.#until('\n');
        continue;
      }
      const from = this.#address();
      this.#skip(/[ \t]/);
      let to: Address | undefined;
      if (from !== undefined && this.#text[this.#at] === ',') {
        this.#at++;
        this.#skip(/[ \t]/);
        to = this.#address();
        if (to === undefined) throw new SedError('no address after comma');
        this.#skip(/[ \t]/);
      }
      let negated = false;
      while (this.#text[this.#at] === '!') {
        negated = true;
        this.#at++;
        this.#skip(/[ \t]/);
      }
      const name = this.#text[this.#at++];
      if (name === undefined) throw new SedError('missing command');
      const base = { name, from, to, negated };
      if (name === '{') {
        open.push(this.commands.length);
        this.commands.push({ ...base, text: '' });
      } else if (name === '}') {
        const start = open.pop();
        const block = start === undefined ? undefined : this.commands[start];
        if (block === undefined) throw new SedError('unexpected }');
        block.end = this.commands.length;
      } else this.commands.push(this.#command(base));
    }
    if (open.length > 0) throw new SedError('unmatched {');
    return this.commands;
  }

  #command(base: Pick<Command, 'name' | 'from' | 'to' | 'negated'>): Command {
    const { name } = base;
    if (name === 's') return this.#substitute(base);
    if (name === 'y') {
      const mark = this.#text[this.#at++] ?? '';
      return { ...base, text: this.#delimited(mark, false), replacement: this.#delimited(mark, false) };
    }
    if ('aic'.includes(name)) {
      this.#skip(/[ \t]/);
      if (this.#text[this.#at] === '\\') this.#at++;
      if (this.#text[this.#at] === '\n') this.#at++;
      else this.#skip(/[ \t]/);
      const text = this.#until('\n');
      return { ...base, text: text.replace(/\\(.)/g, '$1') };
    }
    if (':btTrw'.includes(name)) {
      this.#skip(/[ \t]/);
      return {
        ...base,
        text: this.#until(name === ':' ? '\n' : '\n', name === 'r' || name === 'w' ? /\n/ : /[\n;}]/).trim(),
      };
    }
    if (!'dDpPnNgGhHxq=lQ'.includes(name)) throw new SedError(`unsupported command ${name}`);
    const code = /^[qQ]$/.test(name) ? (/^\s*(\d+)/.exec(this.#text.slice(this.#at))?.[0] ?? '') : '';
    this.#at += code.length;
    return { ...base, text: code.trim() };
  }

  #substitute(base: Pick<Command, 'name' | 'from' | 'to' | 'negated'>): Command {
    const mark = this.#text[this.#at++] ?? '';
    const pattern = this.#delimited(mark, true);
    const replacement = this.#delimited(mark, false, true);
    const flags = /^[gpiIe0-9m]*/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += flags.length;
    return { ...base, text: '', pattern: this.#regExp(pattern, flags), replacement, flags };
  }

  #regExp(pattern: string, flags: string): RegExp {
    try {
      return new RegExp(
        regular(pattern, this.#extended),
        `g${/i/i.test(flags) ? 'i' : ''}${flags.includes('m') ? 'm' : ''}`,
      );
    } catch {
      throw new SedError(`bad regex '${pattern}'${/\\?\(/.test(pattern) ? ': Unmatched ( or \\(' : ''}`);
    }
  }

  #delimited(mark: string, isPattern: boolean, keepsEscapes = false): string {
    let text = '';
    for (let inSet = false; ; this.#at++) {
      const char = this.#text[this.#at];
      if (char === undefined) throw new SedError(`unmatched '${mark}'`);
      if (char === mark && !inSet) break;
      if (char === '\\') {
        const next = this.#text[++this.#at] ?? '';
        if (next === mark) text += keepsEscapes && /[&\d]/.test(mark) ? `\\${mark}` : mark;
        else if (next === 'n' && isPattern) text += '\\n';
        else text += isPattern || keepsEscapes ? `\\${next}` : next === 'n' ? '\n' : `\\${next}`;
        continue;
      }
      if (isPattern && char === '[' && !inSet) {
        inSet = true;
        text += char;
        if (this.#text[this.#at + 1] === '^') text += this.#text[++this.#at] ?? '';
        if (this.#text[this.#at + 1] === ']') text += this.#text[++this.#at] ?? '';
        continue;
      }
      if (char === ']') inSet = false;
      text += char;
    }
    this.#at++;
    return text;
  }

  #address(): Address | undefined {
    const rest = this.#text.slice(this.#at);
    const number = /^(\+?)(\d+)/.exec(rest);
    if (number !== null) {
      this.#at += number[0].length;
      return number[1] === '+' ? { more: Number(number[2]) } : { line: Number(number[2]) };
    }
    if (rest.startsWith('$')) {
      this.#at++;
      return { last: true };
    }
    if (rest.startsWith('/') || rest.startsWith('\\')) {
      const mark = rest.startsWith('/') ? '/' : (rest[1] ?? '');
      this.#at += rest.startsWith('/') ? 1 : 2;
      const pattern = this.#delimited(mark, true);
      const flag = this.#text[this.#at] === 'I' ? 'i' : '';
      this.#at += flag.length;
      return { pattern: this.#regExp(pattern, flag) };
    }
    return undefined;
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #until(_mark: string, stop = /\n/): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !stop.test(this.#text[this.#at] ?? '')) {
      if (this.#text[this.#at] === '\\') this.#at++;
      this.#at++;
    }
    return this.#text.slice(start, this.#at);
  }
}

/** Reads a script of sed. Throws SedError. */
export function readScript(text: string, extended: boolean): readonly Command[] {
  return new Reader(text, extended).read();
}
