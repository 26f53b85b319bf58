import { formatPrintf } from '../printf.ts';
import { Expressions } from './expressions.ts';
import type { AwkHost } from './host.ts';
import type { AwkProgram, Stmt } from './program.ts';
import { Jump, toBool, toNumber, toText, type Value } from './values.ts';

/** Runs a program; its exit code. */
export async function runAwk(program: AwkProgram, host: AwkHost): Promise<number> {
  return new Machine(program, host).run();
}

class Machine extends Expressions {
  #code = 0;
  #steps = 0;

  async run(): Promise<number> {
    const { rules } = this.program;
    try {
      for (const { kind, body } of rules) if (kind === 'BEGIN' && body) await this.perform(body);
      if (rules.some(({ kind }) => kind !== 'BEGIN')) await this.#read();
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'exit') throw error;
      if (error.value !== '') this.#code = toNumber(error.value);
      await this.#close();
      return this.#code & 255;
    }
    try {
      for (const { kind, body } of rules) if (kind === 'END' && body) await this.perform(body);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'exit') throw error;
      if (error.value !== '') this.#code = toNumber(error.value);
    }
    await this.#close();
    return this.#code & 255;
  }

  async #close(): Promise<void> {
    for (const [command, text] of this.pipes) await this.host.write((await this.host.command(command, text)).output);
    this.pipes.clear();
  }

  async #read(): Promise<void> {
    const open = new Set<number>();
    for (let next = await this.records.main.next(); next.done !== true; next = await this.records.main.next()) {
      this.variables.count();
      this.variables.setRecord(next.value);
      try {
        for (const [index, { kind, from, to, body }] of this.program.rules.entries()) {
          if (kind !== 'line') continue;
          let holds = from === undefined;
          if (from !== undefined && to === undefined) holds = toBool(await this.value(from));
          else if (from !== undefined && to !== undefined) {
            holds = open.has(index) || toBool(await this.value(from));
            if (holds) {
              if (toBool(await this.value(to))) open.delete(index);
              else open.add(index);
            }
          }
          if (!holds) continue;
          if (body) await this.perform(body);
          else await this.host.write(`${this.variables.record}${this.variables.text('ORS')}`);
        }
      } catch (error) {
        if (!(error instanceof Jump) || !error.kind.startsWith('next')) throw error;
      }
    }
  }

  protected async perform(stmt: Stmt): Promise<void> {
    if (++this.#steps % 500 === 0) await this.host.breathe();
    switch (stmt.t) {
      case 'block':
        for (const each of stmt.body) await this.perform(each);
        return;
      case 'expr':
        await this.value(stmt.of);
        return;
      case 'print':
        return this.#print(stmt);
      case 'if':
        if (toBool(await this.value(stmt.test))) await this.perform(stmt.yes);
        else if (stmt.no) await this.perform(stmt.no);
        return;
      case 'while':
        if (stmt.first && !(await this.#once(stmt.body))) return;
        while (toBool(await this.value(stmt.test))) if (!(await this.#once(stmt.body))) return;
        return;
      case 'for':
        if (stmt.init) await this.perform(stmt.init);
        while (stmt.test === undefined || toBool(await this.value(stmt.test))) {
          if (!(await this.#once(stmt.body))) return;
          if (stmt.step) await this.perform(stmt.step);
        }
        return;
      case 'each':
        for (const key of [...this.variables.table(stmt.of).keys()]) {
          this.variables.set(stmt.name, { text: key });
          if (!(await this.#once(stmt.body))) return;
        }
        return;
      case 'delete':
        if (stmt.keys) this.variables.table(stmt.name).delete(await this.key(stmt.keys));
        else this.variables.table(stmt.name).clear();
        return;
      case 'jump':
        throw new Jump(stmt.kind);
      default:
        throw new Jump(stmt.t, stmt.value === undefined ? '' : await this.value(stmt.value));
    }
  }

  /** Runs the body of a loop; false: it is to end. */
  async #once(body: Stmt): Promise<boolean> {
    try {
      await this.perform(body);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'break') return false;
      if (!(error instanceof Jump) || error.kind !== 'continue') throw error;
    }
    return true;
  }

  async #print({ args, formatted, to }: Extract<Stmt, { t: 'print' }>): Promise<void> {
    const values: Value[] = [];
    for (const arg of args) values.push(await this.value(arg));
    const text = formatted
      ? formatPrintf(
          values.map((value) => toText(value)),
          () => undefined,
        )
      : `${values.length === 0 ? this.variables.record : values.map((value) => toText(value, this.variables.text('OFMT'))).join(this.variables.text('OFS'))}${this.variables.text('ORS')}`;
    if (to === undefined) return this.host.write(text);
    const name = toText(await this.value(to.name));
    if (to.op === '|') this.pipes.set(name, `${this.pipes.get(name) ?? ''}${text}`);
    else (await this.host.file(name, to.op === '>>'))(text);
  }
}
