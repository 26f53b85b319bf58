import { lstat, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { mayAccess } from '../files.ts';
import { virtualFile } from '../proc.ts';
import { inside } from '../rootfs.ts';
import { whichProgram } from '../which.ts';
import type { Applet, AppletCall } from './applet.ts';

type Where = Pick<AppletCall, 'place' | 'cwd' | 'io' | 'process'>;

/** The comparisons of numbers, by their operators. */
export const compareNumbers: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};

const fileTests = /^-[abcdefgGhkLNOprsStuwx]$/;

/** `-f FILE` and its like. */
export async function testFile({ place, cwd, io, process }: Where, operator: string, name: string): Promise<boolean> {
  if (operator === '-t') return [io.stdin, io.stdout, io.stderr][Number(name)]?.terminal !== undefined;
  if (name === '') return false;
  const path = posix.resolve(cwd, name);
  if (operator === '-h' || operator === '-L') {
    return (await lstat(inside(place.root, path)).catch(() => undefined))?.isSymbolicLink() === true;
  }
  const found = await stat(inside(place.root, path)).catch(() => undefined);
  if (found === undefined) {
    if (/^\/dev\/(?:null|zero|tty|u?random)$/.test(path)) return /^-[cerwa]$/.test(operator);
    if (virtualFile(place, path, process) !== undefined) return /^-[aefr]$/.test(operator);
    return (
      /^-[aefxr]$/.test(operator) && path.includes('/bin/') && (await whichProgram(place, path, '', '/')) !== undefined
    );
  }
  switch (operator) {
    case '-f':
      return found.isFile();
    case '-d':
      return found.isDirectory();
    case '-s':
      return found.size > 0;
    case '-r':
      return mayAccess(place, path, found.mode, 4);
    case '-w':
      return mayAccess(place, path, found.mode, 2);
    case '-x':
      return mayAccess(place, path, found.mode, 1);
    case '-p':
      return found.isFIFO();
    case '-S':
      return found.isSocket();
    case '-b':
    case '-c':
      return false;
    case '-u':
      return (found.mode & 0o4000) !== 0;
    case '-g':
      return (found.mode & 0o2000) !== 0;
    case '-k':
      return (found.mode & 0o1000) !== 0;
    default:
      return true;
  }
}

class Wrong extends Error {}

function isComparison(operator: string): boolean {
  return /^(?:=|==|!=|<|>|-nt|-ot|-ef)$/.test(operator) || operator in compareNumbers;
}

/** The expression of `test`: `!`, `-a`, `-o`, parentheses, files, texts, numbers. */
class Test {
  readonly #words: readonly string[];
  readonly #where: Where;
  #at = 0;

  constructor(words: readonly string[], where: Where) {
    this.#words = words;
    this.#where = where;
  }

  async all(): Promise<boolean> {
    if (this.#words.length === 0) return false;
    const value = await this.#or();
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw new Wrong(`${rest}: unknown operand`);
    return value;
  }
  async #or(): Promise<boolean> {
    let value = await this.#and();
    while (this.#words[this.#at] === '-o') {
      this.#at++;
      value = (await this.#and()) || value;
    }
    return value;
  }
  async #and(): Promise<boolean> {
    let value = await this.#not();
    while (this.#words[this.#at] === '-a') {
      this.#at++;
      value = (await this.#not()) && value;
    }
    return value;
  }
  async #not(): Promise<boolean> {
    if (this.#words[this.#at] === '!' && this.#at + 1 < this.#words.length && !this.#isBinary()) {
      this.#at++;
      return !(await this.#not());
    }
    return this.#primary();
  }
  #isBinary(): boolean {
    const operator = this.#words[this.#at + 1] ?? '';
    return this.#at + 2 < this.#words.length && isComparison(operator);
  }
  async #primary(): Promise<boolean> {
    const words = this.#words;
    const first = words[this.#at];
    if (first === undefined) throw new Wrong('argument expected');
    if (this.#isBinary()) {
      const [operator = '', right = ''] = words.slice(this.#at + 1, this.#at + 3);
      this.#at += 3;
      return this.#compare(first, operator, right);
    }
    if (first === '(') {
      this.#at++;
      const value = await this.#or();
      if (words[this.#at] !== ')') throw new Wrong('closing paren expected');
      this.#at++;
      return value;
    }
    const operand = words[this.#at + 1];
    if (operand !== undefined && this.#at + 2 === words.length && isComparison(operand) && !/^-[a-zA-Z]$/.test(first))
      throw new Wrong(`${operand}: argument expected`);
    if (operand !== undefined && (first === '-z' || first === '-n' || fileTests.test(first))) {
      this.#at += 2;
      if (first === '-z') return operand === '';
      if (first === '-n') return operand !== '';
      return testFile(this.#where, first, operand);
    }
    this.#at++;
    return first !== '';
  }
  async #compare(left: string, operator: string, right: string): Promise<boolean> {
    const compare = compareNumbers[operator];
    if (compare) return compare(this.#number(left), this.#number(right));
    if (operator === '=' || operator === '==') return left === right;
    if (operator === '!=') return left !== right;
    if (operator === '<') return left < right;
    if (operator === '>') return left > right;
    const { place, cwd } = this.#where;
    const [a, b] = await Promise.all(
      [left, right].map((name) => stat(inside(place.root, name, cwd)).catch(() => undefined)),
    );
    if (operator === '-ef') return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
    const newer = operator === '-nt' ? [a, b] : [b, a];
    return (newer[0]?.mtimeMs ?? -1) > (newer[1]?.mtimeMs ?? -1);
  }
  #number(text: string): number {
    if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Wrong(`${text}: bad number`);
    return Number(text);
  }
}

/** `test` and `[`: 0, 1, or 2 for what is no expression. */
export async function testWords(run: Where & Pick<AppletCall, 'args' | 'name'>, name: string): Promise<number> {
  const closes = name === '[' || name === '[[';
  if (closes && run.args.at(-1) !== (name === '[' ? ']' : ']]')) {
    run.io.stderr(`${run.name}: missing ${name === '[' ? ']' : ']]'}\n`);
    return 2;
  }
  try {
    return Number(!(await new Test(closes ? run.args.slice(0, -1) : run.args, run).all()));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    run.io.stderr(`${run.name}: ${error.message}\n`);
    return 2;
  }
}

/** `test`, `[`. */
export const conditionApplets: readonly (readonly [string, Applet])[] = [
  ['test', (run) => testWords(run, 'test')],
  ['[', (run) => testWords(run, '[')],
];
