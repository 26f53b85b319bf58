import { forEachChild, parse, type SyntaxNode } from 'unbash';
import type { Span } from '../deck/skeleton.ts';

/** A variable that a piece of bash uses. */
export interface VariableUse extends Span {
  readonly name: string;
}

/** What a piece of bash does with variables. */
export interface VariableUses {
  /** In order, with those that are set by the same piece before. */
  readonly uses: readonly VariableUse[];
  /** Names that the piece sets, with the place where that is first done. */
  readonly sets: ReadonlyMap<string, number>;
  /** From here on nobody can tell from the text which variables there are. */
  readonly unknownFrom: number;
}

const DECLARING = new Set([
  'export',
  'declare',
  'typeset',
  'local',
  'readonly',
  'getopts',
  'read',
  'mapfile',
  'readarray',
]);
const OPAQUE = new Set(['source', '.', 'eval']);
const NAME = /^[A-Za-z_]\w*$/;

/** Reads which variables a piece of bash sets and uses. What a default value guards is no use. */
export function variablesIn(text: string): VariableUses {
  const uses: VariableUse[] = [];
  const sets = new Map<string, number>();
  let unknownFrom = Infinity;
  const set = (name: string, at: number): void => {
    if (NAME.test(name)) sets.set(name, Math.min(at, sets.get(name) ?? at));
  };
  const use = (name: string, start: number, end: number): void => {
    if (NAME.test(name)) uses.push({ name, start, end });
  };
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'Script':
        if (node.source !== undefined) return;
        break;
      case 'Assignment':
        set(node.name, node.pos);
        break;
      case 'For':
      case 'Select':
        set(node.name.value, node.pos);
        break;
      case 'Redirect':
        if (node.descriptor?.type === 'FileDescriptorVariable') set(node.descriptor.name, node.pos);
        break;
      case 'Command': {
        const name = node.name?.value ?? '';
        if (OPAQUE.has(name)) unknownFrom = Math.min(unknownFrom, node.pos);
        const words = node.args.map((argument) => (argument.type === 'Word' ? argument.value : argument.name));
        if (DECLARING.has(name)) for (const word of words) set(word, node.pos);
        const target = words[words.indexOf('-v') + 1];
        if (name === 'printf' && words.includes('-v') && target !== undefined) set(target, node.pos);
        break;
      }
      case 'SimpleExpansion':
        use(node.text.slice(1), node.pos, node.end);
        break;
      case 'ParameterExpansion': {
        const { operation, parameter, prefix } = node;
        if (operation?.type === 'Default') {
          if (operation.operator.includes('=')) set(parameter, node.pos);
        } else if (operation?.type !== 'Names' && prefix !== '!') {
          use(parameter, node.pos, node.end);
        }
        break;
      }
      case 'ArithmeticExpansion':
      case 'ArithmeticCommand':
      case 'ArithmeticFor':
        for (const [, name = ''] of text
          .slice(node.pos, node.end)
          .matchAll(/\b([A-Za-z_]\w*)\s{0,5}(?:[-+*/%]?=(?!=)|\+\+|--)/g)) {
          set(name, node.pos);
        }
        break;
    }
    forEachChild(node, visit);
  };
  visit(parse(text));
  return { uses: uses.sort((one, other) => one.start - other.start), sets, unknownFrom };
}
