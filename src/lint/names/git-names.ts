import type { PlacedWord } from '../commands.ts';
import type { ReadCommand } from '../grammar/read-command.ts';
import { type AskedWord, type CommandNames, nothing } from './name.ts';

/** What a git command makes and asks for: branches and tags, which it takes in the same places, and remotes. */
export function gitNames(
  { command, operands, options }: ReadCommand,
  expand: (word: string) => readonly string[],
): CommandNames {
  const has = (...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
  const values = (...names: readonly string[]): readonly string[] =>
    options.flatMap(({ name, value }) => (names.includes(name) && value !== undefined ? expand(value) : []));
  const make = (names: readonly string[], kind = 'branch'): CommandNames => ({
    ...nothing,
    made: names.map((name) => ({ kind, name })),
  });
  const ask = (...asks: readonly (AskedWord | undefined)[]): CommandNames => {
    const asked = asks.filter((each) => each !== undefined);
    return asked.length === 0 ? nothing : { ...nothing, asks: asked };
  };
  const branch = (word: PlacedWord | undefined, isLoose = true): AskedWord | undefined =>
    word && isBranch(word.value) ? { kind: 'branch', name: word.value, word, ...(isLoose && { isLoose }) } : undefined;
  const remote = (word: PlacedWord | undefined): AskedWord | undefined =>
    word && /^[a-z][\w-]{2,40}$/i.test(word.value) && word.value !== 'origin'
      ? { kind: 'remote', name: word.value, word, isLoose: true }
      : undefined;
  const [first, second] = operands;
  switch (command.name) {
    case 'clone':
      return { ...nothing, made: [{ kind: 'remote', name: 'origin' }], isOpaque: true };
    case 'fetch':
    case 'pull':
      return { ...ask(remote(first)), isOpaque: true };
    case 'remote add':
      return { ...make(first ? expand(first.value) : [], 'remote'), isOpaque: true };
    case 'remote rename':
      return { ...make(second ? expand(second.value) : [], 'remote'), asks: ask(remote(first)).asks };
    case 'remote remove':
    case 'remote rm':
    case 'remote set-url':
    case 'remote get-url':
    case 'remote show':
    case 'remote prune':
      return ask(remote(first));
    case 'push':
      return ask(remote(first), has('-d', '--delete') ? undefined : branch(second));
    case 'checkout':
    case 'switch': {
      const made = values('-b', '-B', '-c', '-C', '--create', '--orphan');
      // A file may be meant.
      return made.length > 0 ? make(made) : ask(branch(first, command.name === 'checkout'));
    }
    case 'branch':
      if (has('-d', '-D', '--delete')) return ask(...operands.map((word) => branch(word)));
      if (has('-m', '-M', '--move', '--list', '-r', '-a', '-v')) {
        return has('-m', '-M', '--move') ? make(operands.flatMap(({ value }) => expand(value))) : nothing;
      }
      return first ? make(expand(first.value)) : nothing;
    case 'tag':
      if (has('-d', '--delete')) return ask(...operands.map((word) => branch(word)));
      return first ? make(expand(first.value)) : nothing;
    case 'worktree add':
      return make(values('-b', '-B'));
    case 'merge':
    case 'rebase':
      return ask(branch(first));
    default:
      return nothing;
  }
}

/** No commit, no file, none of the names that are there from the beginning. */
function isBranch(word: string): boolean {
  return (
    /^[a-z][\w./-]{2,60}$/i.test(word) &&
    !/^(?:main|master|HEAD.*|origin\/.*|[a-f0-9]{7,40})$|\.(?:[a-z]{1,5})$|\.\./.test(word)
  );
}
