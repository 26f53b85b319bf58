import { nearest } from '../../plan/nearest.ts';
import type { FoundCommand, PlacedWord } from '../commands.ts';
import words from './data/words.json' with { type: 'json' };

/** An option of one dash and several letters that is none. */
export interface DashWord {
  readonly word: PlacedWord;
  readonly command: string;
  readonly meant: string;
}

const lists: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(words).map(([name, list]) => [name, list.split(' ')]),
);

/** `find . -nmae x`, `openssl x509 -txt`: nearly an option of programs that take several letters after one dash. */
export function wrongDashWord({ name, args }: FoundCommand): DashWord | undefined {
  const verb = args[0]?.value ?? '';
  const command = name.value === 'openssl' ? `openssl ${verb}` : name.value;
  const known = lists.get(command);
  if (!known) return undefined;
  for (const word of args) {
    const { value } = word;
    if (/^-(?:exec|ok)/.test(value)) return undefined;
    // `-sha256`, `-aes256`: names of what there is to choose from.
    if (
      value !== word.text ||
      !/^--?[a-z][a-z_-]{2,30}$/.test(value) ||
      known.includes(value) ||
      /^--(?:help|version)$/.test(value)
    )
      continue;
    const single = value.replace(/^--/, '-');
    if (value.startsWith('--') && command.startsWith('openssl')) continue;
    const near = known.includes(single) ? single : nearest(single, [...known]);
    if (near !== undefined && near.length > 2) return { word, command, meant: near };
  }
  return undefined;
}

const gitWords =
  'oneline graph decorate all stat patch name-only name-status staged cached follow author since until grep pretty format abbrev-commit no-merges merges ' +
  'reverse first-parent shortstat numstat word-diff color-words interactive rebase no-rebase ff-only continue abort skip quiet';

// What they take, too, and what would look like a slip of those above.
const gitAlso = new Set('merge date color raw text check left-right no-patch no-color'.split(' '));

/** The option of git's own that a word most likely stands for, where git's help does not tell all of them. */
export function gitOptionNear(option: string): string | undefined {
  const name = option.replace(/^--/, '');
  if (!option.startsWith('--') || name.length < 5 || gitAlso.has(name)) return undefined;
  const all = gitWords.split(' ');
  if (all.includes(name)) return undefined;
  const near = nearest(name, all);
  // One letter or hyphen more, less or other.
  const bare = (text: string): string => text.replaceAll('-', '');
  return near !== undefined && Math.abs(bare(near).length - bare(name).length) <= 1 && near.startsWith(name.charAt(0))
    ? `--${near}`
    : undefined;
}
