import { type Command, type Node, type Operand, type Pipe, show } from './nodes.ts';
import type { Parsed } from './parser.ts';
import { TemplateError } from './pipeline-parser.ts';
import { isTrue, print } from './print.ts';
import { concrete, fieldOf, goBool, goFloat, goInt, goString, type GoValue, indirect } from './types.ts';

/** A value, or none: what a missing key of a map gives. */
export type Maybe = GoValue | undefined;

type Taken = 'any' | 'string' | 'int' | '[]string';

/** A function of templates. Throws an Error in Go's words. */
export interface TemplateFunction {
  /** What it takes: `string`, `int`, or anything; the last one any number of times where it begins with `...`. */
  readonly takes: readonly (Taken | '...any' | '...string')[];
  call(...args: readonly Maybe[]): Maybe;
}

/** How a template is run. */
export interface Execution {
  readonly name: string;
  readonly text: string;
  readonly parsed: Parsed;
  readonly functions: Readonly<Record<string, TemplateFunction>>;
  /** What a key that a map lacks is: nothing (printed as `<no value>`), or a mistake. */
  readonly missingKey: 'default' | 'error';
}

/** What expressions of a template are: fields, variables, functions, and what stands between `|`. */
export class Evaluator {
  /** What is named by a mistake. */
  protected at: Node | Operand | Command | undefined;
  protected vars: { readonly name: string; value: Maybe }[] = [];
  protected readonly execution: Execution;

  constructor(execution: Execution) {
    this.execution = execution;
  }

  protected fail(problem: string): never {
    const { name, text } = this.execution;
    const pos = this.at?.pos ?? 0;
    const before = Buffer.from(text.slice(0, pos)).toString('latin1');
    const line = before.split('\n').length;
    const column = before.length - (before.lastIndexOf('\n') + 1);
    const place = `${name}:${line}:${column}`;
    const shown = this.at === undefined ? '' : show(this.at);
    throw new TemplateError(`template: ${place}: executing ${JSON.stringify(name)} at <${shown}>: ${problem}`);
  }

  protected assign(name: string, value: Maybe): void {
    const variable = this.vars.findLast((each) => each.name === name);
    if (variable === undefined) this.fail(`undefined variable: ${name}`);
    variable.value = value;
  }

  protected pipe(dot: Maybe, pipe: Pipe): Maybe {
    this.at = pipe;
    let value: Maybe;
    for (const [index, command] of pipe.commands.entries()) {
      value = concrete(this.command(dot, command, index === 0 ? undefined : { value }));
    }
    for (const name of pipe.variables) {
      if (pipe.assigns) this.assign(name, value);
      else this.vars.push({ name, value });
    }
    return value;
  }

  /** `final` is what the command before it in the pipeline gave. */
  private command(dot: Maybe, command: Command, final: { readonly value: Maybe } | undefined): Maybe {
    const [first, ...rest] = command.args;
    if (first === undefined) return undefined;
    const hasArgs = rest.length > 0 || final !== undefined;
    switch (first.kind) {
      case 'field':
      case 'variable':
      case 'chain':
        return this.path(dot, first, rest, final);
      case 'identifier':
        return this.callFunction(dot, first.name, first, command, rest, final);
      case 'pipe':
        this.notAFunction(first, hasArgs);
        return this.pipe(dot, first);
    }
    this.at = first;
    this.notAFunction(first, hasArgs);
    if (first.kind === 'nil') this.fail('nil is not a command');
    return this.constant(dot, first);
  }

  private notAFunction(first: Operand, hasArgs: boolean): void {
    if (hasArgs) this.fail(`can't give argument to non-function ${show(first)}`);
  }

  private constant(dot: Maybe, node: Operand): Maybe {
    if (node.kind === 'bool') return { type: goBool, value: node.value };
    if (node.kind === 'dot') return dot;
    if (node.kind === 'number')
      return {
        type: node.isInt && !/[.eE]/.test(node.text.replace(/^0x.*/i, '')) ? goInt : goFloat,
        value: node.value,
      };
    if (node.kind === 'string') return { type: goString, value: node.text };
    this.fail(`can't handle ${show(node)}`);
  }

  private path(
    dot: Maybe,
    node: Operand & { readonly kind: 'field' | 'variable' | 'chain' },
    args: readonly Operand[],
    final?: { readonly value: Maybe },
  ): Maybe {
    this.at = node;
    let value = dot;
    let names = node.path;
    if (node.kind === 'variable') {
      const [name = '', ...rest] = names;
      value = this.vars.findLast((each) => each.name === name)?.value;
      names = rest;
      if (rest.length === 0 && (args.length > 0 || final !== undefined)) {
        this.fail(`can't give argument to non-function ${show(node)}`);
      }
    } else if (node.kind === 'chain') {
      value = this.argument(dot, node.node);
    }
    for (const [index, name] of names.entries()) {
      const isLast = index === names.length - 1;
      value = this.field(dot, name, isLast ? args : [], isLast ? final : undefined, value);
    }
    return value;
  }

  private field(
    dot: Maybe,
    name: string,
    args: readonly Operand[],
    final: { readonly value: Maybe } | undefined,
    receiver: Maybe,
  ): Maybe {
    if (receiver === undefined) {
      if (this.execution.missingKey === 'error') this.fail(`nil data; no entry for key ${JSON.stringify(name)}`);
      return undefined;
    }
    const typeName = receiver.type.name;
    const { value, isNil } = indirect(receiver);
    if (isNil && value.type.kind === 'interface') this.fail(`nil pointer evaluating ${typeName}.${name}`);
    const hasArgs = args.length > 0 || final !== undefined;
    if (value.type.kind === 'struct') {
      const found = fieldOf(value, name);
      if (found !== undefined) {
        if (found.field.method !== undefined) return this.method(dot, name, args, final, found);
        if (hasArgs) this.fail(`${name} has arguments but cannot be invoked as function`);
        return found;
      }
    } else if (value.type.kind === 'map') {
      const map = (value.value ?? {}) as Readonly<Record<string, unknown>>;
      const method = map[`${name}()`];
      if (typeof method === 'function') {
        return this.method(dot, name, args, final, {
          type: goString,
          value: method,
          field: { method: 'with argument' },
        });
      }
      if (hasArgs) this.fail(`${name} is not a method but has arguments`);
      if (Object.hasOwn(map, name)) return { type: value.type.elem, value: map[name] };
      if (this.execution.missingKey === 'error') this.fail(`map has no entry for key ${JSON.stringify(name)}`);
      return undefined;
    } else if (value.type.kind === 'pointer' && isNil) {
      const { elem } = value.type;
      const has = elem.kind !== 'struct' || elem.fields.some((field) => field.name === name);
      if (has) this.fail(`nil pointer evaluating ${typeName}.${name}`);
    }
    this.fail(`can't evaluate field ${name} in type ${typeName}`);
  }

  private method(
    dot: Maybe,
    name: string,
    args: readonly Operand[],
    final: { readonly value: Maybe } | undefined,
    found: GoValue & { readonly field: { readonly method?: 'plain' | 'with argument' } },
  ): Maybe {
    const wanted = found.field.method === 'with argument' ? 1 : 0;
    const count = args.length + (final === undefined ? 0 : 1);
    if (count !== wanted) this.fail(`wrong number of args for ${name}: want ${wanted} got ${count}`);
    if (wanted === 0) return { type: found.type, value: found.value };
    const [first] = args;
    const given = first === undefined ? final?.value : this.typed(dot, 'string', first);
    const call = found.value as (argument: string) => string;
    return { type: goString, value: call(given === undefined ? '' : print(given)) };
  }

  private callFunction(
    dot: Maybe,
    name: string,
    node: Operand,
    command: Command | Operand,
    args: readonly Operand[],
    final: { readonly value: Maybe } | undefined,
  ): Maybe {
    this.at = node;
    const known = this.execution.functions[name];
    if (known === undefined) this.fail(`${JSON.stringify(name)} is not a defined function`);
    const count = args.length + (final === undefined ? 0 : 1);
    const { takes } = known;
    const many = takes.at(-1)?.startsWith('...') === true;
    const least = many ? takes.length - 1 : takes.length;
    if (count < least) {
      this.fail(`wrong number of args for ${name}: want ${many ? 'at least ' : ''}${least} got ${count}`);
    }
    if (!many && count > least) this.fail(`wrong number of args for ${name}: want ${least} got ${count}`);
    const typeAt = (index: number) => (takes[Math.min(index, takes.length - 1)] ?? 'any').replace('...', '') as Taken;
    if (name === 'and' || name === 'or') {
      let value: Maybe;
      for (const arg of args) {
        value = this.argument(dot, arg);
        if (isTrue(value) === (name === 'or')) return value;
      }
      return final === undefined ? value : final.value;
    }
    const values = args.map((arg, index) => this.typed(dot, typeAt(index), arg));
    if (final !== undefined) values.push(this.validate(typeAt(values.length), final.value));
    try {
      return known.call(...values);
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      this.at = command;
      this.fail(`error calling ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private typed(dot: Maybe, type: Taken, node: Operand): Maybe {
    this.at = node;
    if (type === 'any') return this.argument(dot, node);
    if (node.kind === 'nil') this.fail(`cannot assign nil to ${type}`);
    if (node.kind === 'bool' || node.kind === 'number' || node.kind === 'string') {
      const isRight = type === 'string' ? node.kind === 'string' : node.kind === 'number' && node.isInt;
      if (!isRight) this.fail(`expected ${type === 'int' ? 'integer' : type}; found ${show(node)}`);
    }
    return this.validate(type, this.argument(dot, node));
  }

  private validate(type: Taken, given: Maybe): Maybe {
    if (type === 'any') return given;
    if (given === undefined) this.fail(`invalid value; expected ${type}`);
    const value = concrete(given);
    const isRight = type === '[]string' ? value?.type.name === type : value?.type.kind === type;
    if (!isRight) this.fail(`wrong type for value; expected ${type}; got ${(value ?? given).type.name}`);
    return value;
  }

  private argument(dot: Maybe, node: Operand): Maybe {
    this.at = node;
    switch (node.kind) {
      case 'field':
      case 'variable':
      case 'chain':
        return this.path(dot, node, []);
      case 'pipe':
        return this.pipe(dot, node);
      case 'identifier':
        return this.callFunction(dot, node.name, node, node, [], undefined);
      case 'nil':
        return undefined;
      default:
        return this.constant(dot, node);
    }
  }
}
