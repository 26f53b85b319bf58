import { callPure } from './functions.ts';
import type { AwkHost } from './host.ts';
import type { AwkProgram, Expr, Stmt } from './program.ts';
import { Records } from './records.ts';
import { arithmetic, compared, Jump, type Scope, type Table, toBool, toNumber, toText, type Value } from './values.ts';
import { Variables } from './variables.ts';

/** What the expressions of a program are worth. */
export abstract class Expressions {
  protected readonly program: AwkProgram;
  protected readonly host: AwkHost;
  protected readonly variables: Variables;
  protected readonly records: Records;
  /** What was printed into a command, by the command. */
  protected readonly pipes = new Map<string, string>();
  readonly #inputs = new Map<string, AsyncGenerator<string>>();
  #depth = 0;
  #seed = 1;

  constructor(program: AwkProgram, host: AwkHost) {
    this.program = program;
    this.host = host;
    this.variables = new Variables(host);
    this.records = new Records(host, this.variables);
  }

  /** Runs a statement: the body of a function. */
  protected abstract perform(stmt: Stmt): Promise<void>;

  async #pattern(expr: Expr): Promise<RegExp> {
    return this.variables.regExp(expr.t === 'regex' ? expr.source : toText(await this.value(expr)));
  }
  protected async key(keys: readonly Expr[]): Promise<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(toText(await this.value(key)));
    return parts.join(this.variables.text('SUBSEP'));
  }
  async #assign(left: Expr, value: Value): Promise<void> {
    if (left.t === 'var') this.variables.set(left.name, value);
    else if (left.t === 'index') this.variables.table(left.name).set(await this.key(left.keys), value);
    else if (left.t === 'field') {
      const index = toNumber(await this.value(left.of));
      if (index === 0) this.variables.setRecord(toText(value));
      else {
        while (this.variables.fields.length < Math.min(index, 100_000)) this.variables.fields.push('');
        this.variables.fields[index - 1] = toText(value);
        this.variables.globals.set('NF', this.variables.fields.length);
        this.variables.record = this.variables.fields.join(this.variables.text('OFS'));
      }
    }
  }

  protected async value(expr: Expr): Promise<Value> {
    switch (expr.t) {
      case 'num':
      case 'str':
        return expr.value;
      case 'regex':
        return Number(this.variables.regExp(expr.source).test(this.variables.record));
      case 'var':
        return this.variables.get(expr.name);
      case 'index': {
        const table = this.variables.table(expr.name);
        const key = await this.key(expr.keys);
        const known = table.get(key);
        if (known === undefined) table.set(key, '');
        return known ?? '';
      }
      case 'field': {
        const index = toNumber(await this.value(expr.of));
        return { text: index === 0 ? this.variables.record : (this.variables.fields[index - 1] ?? '') };
      }
      case 'cond':
        return toBool(await this.value(expr.test)) ? this.value(expr.yes) : this.value(expr.no);
      case 'in':
        return Number(this.variables.table(expr.name).has(await this.key(expr.keys)));
      case 'unary': {
        const value = await this.value(expr.of);
        return expr.op === '!' ? Number(!toBool(value)) : expr.op === '-' ? -toNumber(value) : toNumber(value);
      }
      case 'step': {
        const before = toNumber(await this.value(expr.of));
        const after = expr.op === '++' ? before + 1 : before - 1;
        await this.#assign(expr.of, after);
        return expr.prefix ? after : before;
      }
      case 'assign': {
        const given = await this.value(expr.right);
        const value =
          expr.op === '' ? given : arithmetic(expr.op, toNumber(await this.value(expr.left)), toNumber(given));
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
    if (op === '&&') return Number(toBool(await this.value(left)) && toBool(await this.value(right)));
    if (op === '||') return Number(toBool(await this.value(left)) || toBool(await this.value(right)));
    if (op === '~' || op === '!~') {
      const text = toText(await this.value(left));
      const pattern = await this.#pattern(right);
      pattern.lastIndex = 0;
      return Number(pattern.test(text) === (op === '~'));
    }
    const [a, b] = [await this.value(left), await this.value(right)];
    if (op === ' ') return toText(a) + toText(b);
    if (/^(?:[<>]=?|[=!]=)$/.test(op)) return Number(compared(op, a, b));
    return arithmetic(op, toNumber(a), toNumber(b));
  }

  async #getline(expr: Extract<Expr, { t: 'getline' }>): Promise<number> {
    let source: AsyncGenerator<string>;
    if (expr.kind === 'main' || expr.from === undefined) source = this.records.main;
    else {
      const name = toText(await this.value(expr.from));
      const known = this.#inputs.get(name);
      if (known) source = known;
      else if (expr.kind === 'file') source = this.records.split(this.host.lines(name));
      else {
        const { output } = await this.host.command(name);
        source = this.records.split(
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
    if (expr.kind === 'main') this.variables.count();
    if (expr.to) await this.#assign(expr.to, { text: next.value });
    else this.variables.setRecord(next.value);
    return 1;
  }

  async #call(name: string, args: readonly Expr[]): Promise<Value> {
    const own = this.program.functions.get(name);
    if (own) return this.#callOwn(own, args);
    const [first, second, third] = args;
    if (name === 'length') {
      if (first?.t === 'var') {
        const known = this.variables.locals?.get(first.name) ?? this.variables.globals.get(first.name);
        if (known instanceof Map) return known.size;
      }
      return first === undefined ? this.variables.record.length : toText(await this.value(first)).length;
    }
    if (name === 'split' && first && second?.t === 'var') {
      const text = toText(await this.value(first));
      const separator =
        third === undefined
          ? this.variables.text('FS')
          : third.t === 'regex'
            ? third.source
            : toText(await this.value(third));
      const parts =
        third?.t === 'regex'
          ? text === ''
            ? []
            : text.split(this.variables.regExp(separator))
          : this.variables.parts(text, separator);
      const table = this.variables.table(second.name);
      table.clear();
      parts.forEach((part, index) => table.set(String(index + 1), { text: part }));
      return parts.length;
    }
    if ((name === 'sub' || name === 'gsub') && first && second)
      return this.#substitute(name === 'gsub', first, second, third ?? { t: 'field', of: { t: 'num', value: 0 } });
    if (name === 'match' && first && second) {
      const found = (await this.#pattern(second)).exec(toText(await this.value(first)));
      this.variables.set('RSTART', found === null ? 0 : found.index + 1);
      this.variables.set('RLENGTH', found === null ? -1 : found[0].length);
      return found === null ? 0 : found.index + 1;
    }
    const values: Value[] = [];
    for (const arg of args) values.push(await this.value(arg));
    const known = callPure(name, values);
    if (known !== undefined) return known;
    const [a = ''] = values;
    const text = toText(a);
    switch (name) {
      case 'rand':
        this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2 ** 31;
        return this.#seed / 2 ** 31;
      case 'srand': {
        const before = this.#seed;
        this.#seed = args.length === 0 ? Math.floor(Date.now() / 1000) : toNumber(a);
        return before;
      }
      case 'system': {
        const { code, output } = await this.host.command(text);
        await this.host.write(output);
        return code;
      }
      case 'close': {
        const pending = this.pipes.get(text);
        if (pending !== undefined) await this.host.write((await this.host.command(text, pending)).output);
        return this.pipes.delete(text) || this.#inputs.delete(text) ? 0 : -1;
      }
      default:
        this.host.error(`awk: cmd. line:1: Call to undefined function\n`);
        throw new Jump('exit', 1);
    }
  }

  async #substitute(all: boolean, first: Expr, second: Expr, target: Expr): Promise<number> {
    const pattern = await this.#pattern(first);
    const replacement = toText(await this.value(second));
    let count = 0;
    const made = toText(await this.value(target)).replace(pattern, (whole: string) => {
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
        const known = this.variables.locals?.get(arg.name) ?? this.variables.globals.get(arg.name);
        scope.set(name, known instanceof Map || known === undefined ? this.#shared(arg.name, known) : known);
      } else scope.set(name, arg === undefined ? '' : await this.value(arg));
    }
    const before = this.variables.locals;
    if (++this.#depth > 500) throw new Jump('exit', 2);
    this.variables.locals = scope;
    try {
      await this.perform(body);
      return '';
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'return') throw error;
      return error.value;
    } finally {
      this.variables.locals = before;
      this.#depth--;
    }
  }
  #shared(name: string, known: Table | undefined): Value | Table {
    return (
      known ??
      (this.variables.globals.has(name) || this.variables.locals?.has(name) === true ? this.variables.get(name) : '')
    );
  }
}
