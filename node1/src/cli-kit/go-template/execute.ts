import { Evaluator, type Execution, type Maybe } from './evaluate.ts';
import type { Node } from './nodes.ts';
import { isTrue, print, printAction } from './print.ts';
import { entriesOf, goInt, goString, indirect } from './types.ts';

class Break extends Error {}
class Continue extends Error {}

// As Go has it, less deep: ours is a smaller stack.
const deepest = 500;

/** Fills a template. What it printed before a mistake is given to `out`, too. Throws TemplateError. */
export function execute(execution: Execution, data: Maybe, out: (text: string) => void): void {
  new Executor(execution, out).run(execution.parsed.root, data);
}

class Executor extends Evaluator {
  private depth = 0;
  private readonly out: (text: string) => void;

  constructor(execution: Execution, out: (text: string) => void) {
    super(execution);
    this.out = out;
  }

  run(nodes: readonly Node[], data: Maybe): void {
    const outer = this.vars;
    this.vars = [{ name: '$', value: data }];
    this.walkAll(nodes, data);
    this.vars = outer;
  }

  private walkAll(nodes: readonly Node[], dot: Maybe): void {
    for (const node of nodes) this.walk(node, dot);
  }

  private walk(node: Node, dot: Maybe): void {
    this.at = node;
    switch (node.kind) {
      case 'text':
        this.out(node.text);
        return;
      case 'action': {
        const value = this.pipe(dot, node.pipe);
        if (node.pipe.variables.length === 0) {
          this.at = node;
          this.out(printAction(value));
        }
        return;
      }
      case 'if':
      case 'with': {
        const marked = this.vars.length;
        const value = this.pipe(dot, node.pipe);
        if (isTrue(value)) this.walkAll(node.list, node.kind === 'with' ? value : dot);
        else if (node.otherwise !== undefined) this.walkAll(node.otherwise, dot);
        this.vars.length = marked;
        return;
      }
      case 'range':
        this.range(node, dot);
        return;
      case 'break':
        throw new Break();
      case 'continue':
        throw new Continue();
      case 'template': {
        const nodes = this.execution.parsed.defined.get(node.name);
        if (nodes === undefined) this.fail(`template ${JSON.stringify(node.name)} not defined`);
        if (++this.depth > deepest) this.fail('exceeded maximum template depth (100000)');
        this.run(nodes, node.pipe === undefined ? undefined : this.pipe(dot, node.pipe));
        this.depth--;
      }
    }
  }

  private range(node: Node & { readonly kind: 'range' | 'if' | 'with' }, dot: Maybe): void {
    const marked = this.vars.length;
    const given = this.pipe(dot, node.pipe);
    const value = given && indirect(given).value;
    const entries = this.iterated(value);
    const inside = this.vars.length;
    const { variables, assigns } = node.pipe;
    const set = (name: string, value: Maybe, fromTop: number): void => {
      if (assigns) this.assign(name, value);
      else {
        const variable = this.vars[inside - fromTop];
        if (variable !== undefined) variable.value = value;
      }
    };
    try {
      for (const [key, element] of entries) {
        const [first = '', second] = variables;
        if (second !== undefined) {
          set(first, key, 2);
          set(second, element, 1);
        } else if (first !== '') set(first, element, 1);
        try {
          this.walkAll(node.list, element);
        } catch (error) {
          if (!(error instanceof Continue)) throw error;
        }
        this.vars.length = inside;
      }
    } catch (error) {
      if (!(error instanceof Break)) throw error;
    }
    if (entries.length === 0 && node.otherwise !== undefined) this.walkAll(node.otherwise, dot);
    this.vars.length = marked;
  }

  private iterated(value: Maybe): readonly (readonly [Maybe, Maybe])[] {
    if (value === undefined) return [];
    const { type } = value;
    if (type.kind === 'slice') {
      const list = (value.value ?? []) as readonly unknown[];
      return list.map((each, index) => [
        { type: goInt, value: index },
        { type: type.elem, value: each },
      ]);
    }
    if (type.kind === 'map') {
      return entriesOf(value).map(([key, each]) => [
        { type: goString, value: key },
        { type: type.elem, value: each },
      ]);
    }
    if (type.kind === 'interface') return [];
    this.fail(`range can't iterate over ${print(value)}`);
  }
}
