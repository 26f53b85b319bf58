import type { AwkProgram, Expr, Stmt } from './awk-parse.ts';
import { formatPrintf } from './printf.ts';
import { regular } from './regular.ts';

/** What a program of awk has around it. */
export interface AwkHost {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `name=value` of -v. */
  readonly assigned: readonly string[];
  readonly separator: string | undefined;
  /** Lines of a file, with their ends; `-`: of standard input. */
  readonly lines: (name: string) => AsyncGenerator<string>;
  readonly write: (text: string) => Promise<void>;
  readonly error: (text: string) => void;
  readonly file: (name: string, append: boolean) => Promise<(data: string) => void>;
  readonly command: (text: string, input?: string) => Promise<{ readonly code: number; readonly output: string }>;
  readonly breathe: () => Promise<void>;
}

/** A value: a number, a text, or a text that may be a number as it came from outside. */
type Value = number | string | { readonly text: string };
type Table = Map<string, Value>;
type Scope = Map<string, Value | Table>;

class Jump extends Error {
  readonly kind: string;
  readonly value: Value;
  constructor(kind: string, value: Value = '') {
    super();
    this.kind = kind;
    this.value = value;
  }
}

function isNumeric(text: string): boolean {
  return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text);
}
function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : value.text;
  return Number.parseFloat(text) || 0;
}
function toText(value: Value, format = '%.6g'): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : value.text;
  return Number.isInteger(value) ? String(value) : formatPrintf([format, String(value)], () => undefined);
}
function toBool(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return isNumeric(value.text) ? Number(value.text) !== 0 : value.text !== '';
}

/** Runs a program; its exit code. */
export async function runAwk(program: AwkProgram, host: AwkHost): Promise<number> {
  return new Machine(program, host).run();
}

class Machine {
  readonly #program: AwkProgram;
  readonly #host: AwkHost;
  readonly #globals: Scope = new Map();
  #locals: Scope | undefined;
  #fields: string[] = [];
  #record = '';
  #code = 0;
  #depth = 0;
  #steps = 0;
  #seed = 1;
  readonly #expressions = new Map<string, RegExp>();
  readonly #inputs = new Map<string, AsyncGenerator<string>>();
  readonly #pipes = new Map<string, string>();
  #main: AsyncGenerator<string> | undefined;

  constructor(program: AwkProgram, host: AwkHost) {
    this.#program = program;
    this.#host = host;
    const initial: Readonly<Record<string, Value>> = {
      FS: ' ',
      OFS: ' ',
      ORS: '\n',
      RS: '\n',
      SUBSEP: '\x1c',
      NR: 0,
      NF: 0,
      FNR: 0,
      OFMT: '%.6g',
      CONVFMT: '%.6g',
      RSTART: 0,
      RLENGTH: -1,
      FILENAME: '',
    };
    for (const [name, value] of Object.entries(initial)) this.#globals.set(name, value);
    const env: Table = new Map(Object.entries(host.env).map(([name, text]) => [name, { text }]));
    this.#globals.set('ENVIRON', env);
    const args: Table = new Map([
      ['0', 'awk'],
      ...host.args.map((arg, index): [string, Value] => [String(index + 1), { text: arg }]),
    ]);
    this.#globals.set('ARGV', args).set('ARGC', host.args.length + 1);
    if (host.separator !== undefined)
      this.#globals.set('FS', host.separator === 't' ? '\t' : host.separator.replaceAll('\\t', '\t'));
    for (const text of host.assigned) this.#assignText(text);
  }

  #assignText(text: string): void {
    const at = text.indexOf('=');
    this.#globals.set(text.slice(0, at), {
      text: text
        .slice(at + 1)
        .replaceAll('\\n', '\n')
        .replaceAll('\\t', '\t'),
    });
  }

  async run(): Promise<number> {
    const { rules } = this.#program;
    try {
      for (const { kind, body } of rules) if (kind === 'BEGIN' && body) await this.#do(body);
      if (rules.some(({ kind }) => kind !== 'BEGIN')) await this.#read();
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'exit') throw error;
      if (error.value !== '') this.#code = toNumber(error.value);
      await this.#close();
      return this.#code & 255;
    }
    try {
      for (const { kind, body } of rules) if (kind === 'END' && body) await this.#do(body);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'exit') throw error;
      if (error.value !== '') this.#code = toNumber(error.value);
    }
    await this.#close();
    return this.#code & 255;
  }

  async #close(): Promise<void> {
    for (const [command, text] of this.#pipes) await this.#host.write((await this.#host.command(command, text)).output);
    this.#pipes.clear();
  }

  async *#records(): AsyncGenerator<string> {
    const args = this.#globals.get('ARGV') as Table;
    const names =
      this.#host.args.length === 0 ? ['-'] : [...args].filter(([key]) => key !== '0').map(([, value]) => toText(value));
    let some = false;
    for (const name of names) {
      if (/^[A-Za-z_]\w*=/.test(name)) {
        this.#assignText(name);
        continue;
      }
      some = true;
      this.#globals.set('FILENAME', name === '-' ? '' : name).set('FNR', 0);
      yield* this.#split(this.#host.lines(name));
    }
    if (!some && this.#host.args.length > 0) yield* this.#split(this.#host.lines('-'));
  }

  async *#split(lines: AsyncGenerator<string>): AsyncGenerator<string> {
    const separator = this.#text('RS');
    if (separator === '\n') {
      for await (const line of lines) yield line.replace(/\n$/, '');
      return;
    }
    let rest = '';
    for await (const line of lines) rest += line;
    if (separator === '') {
      for (const part of rest.split(/\n\n+/)) if (part.trim() !== '') yield part.replace(/^\n+|\n+$/g, '');
      return;
    }
    const parts = rest.replace(/\n$/, '').split(separator.length === 1 ? separator : this.#regExp(separator));
    for (const part of parts) yield part;
  }

  async #read(): Promise<void> {
    const open = new Set<number>();
    this.#main ??= this.#records();
    for (let next = await this.#main.next(); next.done !== true; next = await this.#main.next()) {
      this.#count();
      this.#setRecord(next.value);
      try {
        for (const [index, { kind, from, to, body }] of this.#program.rules.entries()) {
          if (kind !== 'line') continue;
          let holds = from === undefined;
          if (from !== undefined && to === undefined) holds = toBool(await this.#value(from));
          else if (from !== undefined && to !== undefined) {
            holds = open.has(index) || toBool(await this.#value(from));
            if (holds) {
              if (toBool(await this.#value(to))) open.delete(index);
              else open.add(index);
            }
          }
          if (!holds) continue;
          if (body) await this.#do(body);
          else await this.#host.write(`${this.#record}${this.#text('ORS')}`);
        }
      } catch (error) {
        if (!(error instanceof Jump) || !error.kind.startsWith('next')) throw error;
      }
    }
  }

  #count(): void {
    for (const name of ['NR', 'FNR']) this.#globals.set(name, toNumber(this.#get(name)) + 1);
  }
  #text(name: string): string {
    return toText(this.#get(name));
  }
  #get(name: string): Value {
    const value = this.#locals?.get(name) ?? this.#globals.get(name) ?? '';
    return value instanceof Map ? '' : value;
  }
  #set(name: string, value: Value): void {
    if (this.#locals?.has(name) === true) this.#locals.set(name, value);
    else this.#globals.set(name, value);
    if (name === 'NF') {
      const count = Math.min(Math.max(0, toNumber(value)), 100_000);
      this.#fields = Array.from({ length: count }, (_, index) => this.#fields[index] ?? '');
      this.#record = this.#fields.join(this.#text('OFS'));
    }
  }
  #table(name: string): Table {
    const scope = this.#locals?.has(name) === true ? this.#locals : this.#globals;
    const known = scope.get(name);
    if (known instanceof Map) return known;
    const made: Table = new Map();
    scope.set(name, made);
    return made;
  }
  #setRecord(text: string): void {
    this.#record = text;
    this.#fields = this.#parts(text, this.#text('FS'));
    this.#globals.set('NF', this.#fields.length);
  }
  #parts(text: string, separator: string): string[] {
    if (text === '') return [];
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/);
    if (separator === '') return Array.from(text);
    return text.split(separator.length === 1 && separator !== '\\' ? separator : this.#regExp(separator));
  }
  #regExp(source: string): RegExp {
    const known = this.#expressions.get(source);
    if (known) {
      known.lastIndex = 0;
      return known;
    }
    const made = new RegExp(regular(source, true), 'g');
    this.#expressions.set(source, made);
    return made;
  }
  async #pattern(expr: Expr): Promise<RegExp> {
    return this.#regExp(expr.t === 'regex' ? expr.source : toText(await this.#value(expr)));
  }
  async #key(keys: readonly Expr[]): Promise<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(toText(await this.#value(key)));
    return parts.join(this.#text('SUBSEP'));
  }
  async #assign(left: Expr, value: Value): Promise<void> {
    if (left.t === 'var') this.#set(left.name, value);
    else if (left.t === 'index') this.#table(left.name).set(await this.#key(left.keys), value);
    else if (left.t === 'field') {
      const index = toNumber(await this.#value(left.of));
      if (index === 0) this.#setRecord(toText(value));
      else {
        while (this.#fields.length < Math.min(index, 100_000)) this.#fields.push('');
        this.#fields[index - 1] = toText(value);
        this.#globals.set('NF', this.#fields.length);
        this.#record = this.#fields.join(this.#text('OFS'));
      }
    }
  }

  async #value(expr: Expr): Promise<Value> {
    switch (expr.t) {
      case 'num':
      case 'str':
        return expr.value;
      case 'regex':
        return Number(this.#regExp(expr.source).test(this.#record));
      case 'var':
        return this.#get(expr.name);
      case 'index': {
        const table = this.#table(expr.name);
        const key = await this.#key(expr.keys);
        const known = table.get(key);
        if (known === undefined) table.set(key, '');
        return known ?? '';
      }
      case 'field': {
        const index = toNumber(await this.#value(expr.of));
        return { text: index === 0 ? this.#record : (this.#fields[index - 1] ?? '') };
      }
      case 'cond':
        return toBool(await this.#value(expr.test)) ? this.#value(expr.yes) : this.#value(expr.no);
      case 'in':
        return Number(this.#table(expr.name).has(await this.#key(expr.keys)));
      case 'unary': {
        const value = await this.#value(expr.of);
        return expr.op === '!' ? Number(!toBool(value)) : expr.op === '-' ? -toNumber(value) : toNumber(value);
      }
      case 'step': {
        const before = toNumber(await this.#value(expr.of));
        const after = expr.op === '++' ? before + 1 : before - 1;
        await this.#assign(expr.of, after);
        return expr.prefix ? after : before;
      }
      case 'assign': {
        const given = await this.#value(expr.right);
        const value =
          expr.op === '' ? given : arithmetic(expr.op, toNumber(await this.#value(expr.left)), toNumber(given));
        await this.#assign(expr.left, value);
        return value;
      }
      case 'binary':
        return this.#binary(expr.op, expr.left, expr.right);
      case 'getline':
        return this.#getline(expr);
      case 'call':
        return this.#call(expr.name, expr.args);
    }
  }

  async #binary(op: string, left: Expr, right: Expr): Promise<Value> {
    if (op === '&&') return Number(toBool(await this.#value(left)) && toBool(await this.#value(right)));
    if (op === '||') return Number(toBool(await this.#value(left)) || toBool(await this.#value(right)));
    if (op === '~' || op === '!~') {
      const text = toText(await this.#value(left));
      const pattern = await this.#pattern(right);
      pattern.lastIndex = 0;
      return Number(pattern.test(text) === (op === '~'));
    }
    const [a, b] = [await this.#value(left), await this.#value(right)];
    if (op === ' ') return toText(a) + toText(b);
    if (/^(?:[<>]=?|[=!]=)$/.test(op)) return Number(compared(op, a, b));
    return arithmetic(op, toNumber(a), toNumber(b));
  }

  async #getline(expr: Extract<Expr, { t: 'getline' }>): Promise<number> {
    let source: AsyncGenerator<string>;
    if (expr.kind === 'main' || expr.from === undefined) source = this.#main ??= this.#records();
    else {
      const name = toText(await this.#value(expr.from));
      const known = this.#inputs.get(name);
      if (known) source = known;
      else if (expr.kind === 'file') source = this.#split(this.#host.lines(name));
      else {
        const { output } = await this.#host.command(name);
        source = this.#split(
          (async function* () {
            yield* await Promise.resolve(output.match(/[^\n]*\n|[^\n]+$/g) ?? []);
          })(),
        );
      }
      this.#inputs.set(name, source);
    }
    let next: IteratorResult<string>;
    try {
      next = await source.next();
    } catch {
      return -1;
    }
    if (next.done === true) return 0;
    if (expr.kind === 'main') this.#count();
    if (expr.to) await this.#assign(expr.to, { text: next.value });
    else this.#setRecord(next.value);
    return 1;
  }

  async #call(name: string, args: readonly Expr[]): Promise<Value> {
    const own = this.#program.functions.get(name);
    if (own) return this.#callOwn(own, args);
    const [first, second, third] = args;
    if (name === 'length') {
      if (first?.t === 'var') {
        const known = this.#locals?.get(first.name) ?? this.#globals.get(first.name);
        if (known instanceof Map) return known.size;
      }
      return first === undefined ? this.#record.length : toText(await this.#value(first)).length;
    }
    if (name === 'split' && first && second?.t === 'var') {
      const text = toText(await this.#value(first));
      const separator =
        third === undefined ? this.#text('FS') : third.t === 'regex' ? third.source : toText(await this.#value(third));
      const parts =
        third?.t === 'regex' ? (text === '' ? [] : text.split(this.#regExp(separator))) : this.#parts(text, separator);
      const table = this.#table(second.name);
      table.clear();
      parts.forEach((part, index) => table.set(String(index + 1), { text: part }));
      return parts.length;
    }
    if ((name === 'sub' || name === 'gsub') && first && second)
      return this.#substitute(name === 'gsub', first, second, third ?? { t: 'field', of: { t: 'num', value: 0 } });
    if (name === 'match' && first && second) {
      const found = (await this.#pattern(second)).exec(toText(await this.#value(first)));
      this.#set('RSTART', found === null ? 0 : found.index + 1);
      this.#set('RLENGTH', found === null ? -1 : found[0].length);
      return found === null ? 0 : found.index + 1;
    }
    const values: Value[] = [];
    for (const arg of args) values.push(await this.#value(arg));
    const [a = '', b = '', c] = values;
    const text = toText(a);
    switch (name) {
      case 'substr': {
        const start = Math.round(toNumber(b));
        const end = c === undefined ? Infinity : start + Math.round(toNumber(c));
        return text.slice(Math.max(0, start - 1), Math.max(0, end - 1));
      }
      case 'index':
        return text.indexOf(toText(b)) + 1;
      case 'toupper':
        return text.toUpperCase();
      case 'tolower':
        return text.toLowerCase();
      case 'sprintf':
        return formatPrintf(
          values.map((value) => toText(value)),
          () => undefined,
        );
      case 'int':
        return Math.trunc(toNumber(a));
      case 'sqrt':
        return Math.sqrt(toNumber(a));
      case 'exp':
        return Math.exp(toNumber(a));
      case 'log':
        return Math.log(toNumber(a));
      case 'sin':
        return Math.sin(toNumber(a));
      case 'cos':
        return Math.cos(toNumber(a));
      case 'atan2':
        return Math.atan2(toNumber(a), toNumber(b));
      case 'rand':
        this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
        return this.#seed / 2 ** 31;
      case 'srand': {
        const before = this.#seed;
        this.#seed = args.length === 0 ? Math.floor(Date.now() / 1000) : toNumber(a);
        return before;
      }
      case 'systime':
        return Math.floor(Date.now() / 1000);
      case 'system': {
        const { code, output } = await this.#host.command(text);
        await this.#host.write(output);
        return code;
      }
      case 'close': {
        const pending = this.#pipes.get(text);
        if (pending !== undefined) await this.#host.write((await this.#host.command(text, pending)).output);
        return this.#pipes.delete(text) || this.#inputs.delete(text) ? 0 : -1;
      }
      case 'fflush':
        return 0;
      default:
        this.#host.error(`awk: cmd. line:1: Call to undefined function\n`);
        throw new Jump('exit', 1);
    }
  }

  async #substitute(all: boolean, first: Expr, second: Expr, target: Expr): Promise<number> {
    const pattern = await this.#pattern(first);
    const replacement = toText(await this.#value(second));
    let count = 0;
    const made = toText(await this.#value(target)).replace(pattern, (whole: string) => {
      if (!all && count > 0) return whole;
      count++;
      return replacement.replace(/\\&|\\\\|&/g, (token) => (token === '&' ? whole : token.slice(1)));
    });
    if (count > 0) await this.#assign(target, made);
    return count;
  }

  async #callOwn(
    { params, body }: { readonly params: readonly string[]; readonly body: Stmt },
    args: readonly Expr[],
  ): Promise<Value> {
    const scope: Scope = new Map();
    for (const [index, name] of params.entries()) {
      const arg = args[index];
      if (arg?.t === 'var') {
        const known = this.#locals?.get(arg.name) ?? this.#globals.get(arg.name);
        scope.set(name, known instanceof Map || known === undefined ? this.#shared(arg.name, known) : known);
      } else scope.set(name, arg === undefined ? '' : await this.#value(arg));
    }
    const before = this.#locals;
    if (++this.#depth > 500) throw new Jump('exit', 2);
    this.#locals = scope;
    try {
      await this.#do(body);
      return '';
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'return') throw error;
      return error.value;
    } finally {
      this.#locals = before;
      this.#depth--;
    }
  }
  #shared(name: string, known: Table | undefined): Value | Table {
    return known ?? (this.#globals.has(name) || this.#locals?.has(name) === true ? this.#get(name) : '');
  }

  async #do(stmt: Stmt): Promise<void> {
    if (++this.#steps % 500 === 0) await this.#host.breathe();
    switch (stmt.t) {
      case 'block':
        for (const each of stmt.body) await this.#do(each);
        return;
      case 'expr':
        await this.#value(stmt.of);
        return;
      case 'print':
        return this.#print(stmt);
      case 'if':
        if (toBool(await this.#value(stmt.test))) await this.#do(stmt.yes);
        else if (stmt.no) await this.#do(stmt.no);
        return;
      case 'while':
        if (stmt.first && !(await this.#once(stmt.body))) return;
        while (toBool(await this.#value(stmt.test))) if (!(await this.#once(stmt.body))) return;
        return;
      case 'for':
        if (stmt.init) await this.#do(stmt.init);
        while (stmt.test === undefined || toBool(await this.#value(stmt.test))) {
          if (!(await this.#once(stmt.body))) return;
          if (stmt.step) await this.#do(stmt.step);
        }
        return;
      case 'each':
        for (const key of [...this.#table(stmt.of).keys()]) {
          this.#set(stmt.name, { text: key });
          if (!(await this.#once(stmt.body))) return;
        }
        return;
      case 'delete':
        if (stmt.keys) this.#table(stmt.name).delete(await this.#key(stmt.keys));
        else this.#table(stmt.name).clear();
        return;
      case 'jump':
        throw new Jump(stmt.kind);
      default:
        throw new Jump(stmt.t, stmt.value === undefined ? '' : await this.#value(stmt.value));
    }
  }

  /** Runs the body of a loop; false: it is to end. */
  async #once(body: Stmt): Promise<boolean> {
    try {
      await this.#do(body);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'break') return false;
      if (!(error instanceof Jump) || error.kind !== 'continue') throw error;
    }
    return true;
  }

  async #print({ args, formatted, to }: Extract<Stmt, { t: 'print' }>): Promise<void> {
    const values: Value[] = [];
    for (const arg of args) values.push(await this.#value(arg));
    const text = formatted
      ? formatPrintf(
          values.map((value) => toText(value)),
          () => undefined,
        )
      : `${values.length === 0 ? this.#record : values.map((value) => toText(value, this.#text('OFMT'))).join(this.#text('OFS'))}${this.#text('ORS')}`;
    if (to === undefined) return this.#host.write(text);
    const name = toText(await this.#value(to.name));
    if (to.op === '|') this.#pipes.set(name, `${this.#pipes.get(name) ?? ''}${text}`);
    else (await this.#host.file(name, to.op === '>>'))(text);
  }
}

function arithmetic(op: string, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return a ** b;
  }
}

function compared(op: string, a: Value, b: Value): boolean {
  const numeric = (value: Value): boolean =>
    typeof value === 'number' || (typeof value === 'object' && isNumeric(value.text));
  const order =
    numeric(a) && numeric(b) ? toNumber(a) - toNumber(b) : toText(a) < toText(b) ? -1 : Number(toText(a) > toText(b));
  const holds: Readonly<Record<string, boolean>> = {
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
    '==': order === 0,
    '!=': order !== 0,
  };
  return holds[op] ?? false;
}
