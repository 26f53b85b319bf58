import type { ReadCommand } from '../grammar/read-command.ts';
import { type CommandNames, nothing } from './name.ts';

/** What a git command makes and asks for: branches. */
export function gitNames(
  { command, operands, options }: ReadCommand,
  expand: (word: string) => readonly string[],
): CommandNames {
  const has = (...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  const values = (...names: readonly string[]): readonly string[] =>
    options.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? expand(value) : []));
  const make = (names: readonly string[]): CommandNames => ({
    ...nothing,
    made: names.map((name) => ({ kind: 'branch', name })),
  });
  const [first] = operands;
  switch (command.name) {
    case 'clone':
    case 'fetch':
    case 'pull':
    case 'remote add':
      return { ...nothing, isOpaque: true };
    case 'checkout':
    case 'switch': {
      const made = values('-b', '-B', '-c', '-C', '--create', '--orphan');
      if (made.length > 0) return make(made);
      return first && isBranch(first.value)
        ? { ...nothing, asks: [{ kind: 'branch', name: first.value, word: first }] }
        : nothing;
    }
    case 'branch':
      if (has('-d', '-D', '--delete', '-m', '-M', '--move', '--list', '-r', '-a', '-v')) {
        return has('-m', '-M', '--move') ? make(operands.flatMap(({ value }) => expand(value))) : nothing;
      }
      return first ? make(expand(first.value)) : nothing;
    case 'tag':
      return first ? make(expand(first.value)) : nothing;
    case 'merge':
    case 'rebase':
      return first && isBranch(first.value)
        ? { ...nothing, asks: [{ kind: 'branch', name: first.value, word: first }] }
        : nothing;
    default:
      return nothing;
  }
}

/** No commit, no file, none of the names that are there from the beginning. */
function isBranch(word: string): boolean {
  return /^[a-z][\w/-]{2,60}$/i.test(word) && !/^(?:main|master|HEAD|origin\/.*|[a-f0-9]{7,40})$/.test(word);
}
