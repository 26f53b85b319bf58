import type { Span } from '../deck/scan/regions.ts';
import type { Code } from './code.ts';
import { walkBash } from './shell.ts';

/** A variable that a piece of bash uses. */
interface VariableUse extends Span {
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

const declaringCommands = new Set([
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
const opaqueCommands = new Set(['source', '.', 'eval']);
const namePattern = /^[A-Za-z_]\w*$/;

/** Reads which variables a piece of bash sets and uses. What a default value guards is no use. */
export function variablesIn(code: Code): VariableUses {
  const uses: VariableUse[] = [];
  const sets = new Map<string, number>();
  let unknownFrom = Infinity;
  const set = (name: string, at: number): void => {
    if (namePattern.test(name)) sets.set(name, Math.min(at, sets.get(name) ?? at));
  };
  const use = (name: string, start: number, end: number): void => {
    if (namePattern.test(name)) uses.push({ name, start, end });
  };
  walkBash(code, (node, at) => {
    switch (node.type) {
      case 'Assignment':
        set(node.name, at.start);
        break;
      case 'For':
      case 'Select':
        set(node.name.value, at.start);
        break;
      case 'Redirect':
        if (node.descriptor?.type === 'FileDescriptorVariable') set(node.descriptor.name, at.start);
        break;
      case 'Command': {
        const name = node.name?.value ?? '';
        if (opaqueCommands.has(name)) unknownFrom = Math.min(unknownFrom, at.start);
        const words = node.args.map((argument) => (argument.type === 'Word' ? argument.value : argument.name));
        if (declaringCommands.has(name)) for (const word of words) set(word, at.start);
        const target = words[words.indexOf('-v') + 1];
        if (name === 'printf' && words.includes('-v') && target !== undefined) set(target, at.start);
        break;
      }
      case 'SimpleExpansion':
        use(node.text.slice(1), at.start, at.end);
        break;
      case 'ParameterExpansion': {
        const { operation, parameter, prefix } = node;
        if (operation?.type === 'Default') {
          if (operation.operator.includes('=')) set(parameter, at.start);
        } else if (operation?.type !== 'Names' && prefix !== '!') {
          use(parameter, at.start, at.end);
        }
        break;
      }
      case 'ArithmeticExpansion':
      case 'ArithmeticCommand':
      case 'ArithmeticFor':
        for (const [, name = ''] of code.text
          .slice(at.start, at.end)
          .matchAll(/\b([A-Za-z_]\w*)\s{0,5}(?:[-+*/%]?=(?!=)|\+\+|--)/g)) {
          set(name, at.start);
        }
        break;
    }
  });
  return { uses: uses.sort((one, other) => one.start - other.start), sets, unknownFrom };
}
