import type { Command } from './commands.ts';

/** One line of the help, and what its keys do. */
export interface Binding {
  readonly command: Command;
  /** As `KeyboardEvent.key` has them, letters in lower case. */
  readonly keys: readonly string[];
  /** Only with (true) or without (false) the shift key; undefined: either. */
  readonly shift?: boolean;
}

/** gnab/remark's keys, then ours. */
export const bindings: readonly Binding[] = [
  { command: 'next', keys: ['ArrowRight', 'ArrowDown', 'PageDown', 'j'] },
  { command: 'next', keys: [' '], shift: false },
  { command: 'previous', keys: ['ArrowLeft', 'ArrowUp', 'PageUp', 'k'] },
  { command: 'previous', keys: [' '], shift: true },
  { command: 'first', keys: ['Home'] },
  { command: 'last', keys: ['End'] },
  { command: 'blackout', keys: ['b'] },
  { command: 'mirrored', keys: ['m'] },
  { command: 'fullscreen', keys: ['f'] },
  { command: 'cloneWindow', keys: ['c'] },
  { command: 'presenter', keys: ['p'] },
  { command: 'audience', keys: ['a'] },
  { command: 'nextLayout', keys: ['v'] },
  { command: 'freeze', keys: ['z'] },
  { command: 'demo', keys: ['y'] },
  { command: 'drive', keys: ['n'] },
  { command: 'laser', keys: ['l'] },
  { command: 'draw', keys: ['d'] },
  { command: 'wipe', keys: ['e'] },
  { command: 'larger', keys: ['+', '='] },
  { command: 'smaller', keys: ['-'] },
  { command: 'startTimer', keys: ['s'] },
  { command: 'resetTimer', keys: ['t'] },
  { command: 'help', keys: ['h', '?'] },
  { command: 'overview', keys: ['o'] },
  { command: 'search', keys: ['/'] },
  { command: 'close', keys: ['Escape'] },
];

export function commandOf(key: string, shift: boolean): Command | undefined {
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return bindings.find((binding) => binding.keys.includes(plain) && (binding.shift ?? shift) === shift)?.command;
}
