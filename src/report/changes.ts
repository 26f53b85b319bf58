import type { Changes } from '../changes/difference.ts';
import { shortChangeText } from '../changes/wording.ts';
import type { Say } from '../messages/word.ts';
import { oneLine } from './printable.ts';

/** Changes that stand in one line. */
const mostInLine = 4;

/** What a step changed, in one line: the first few, and how many more there are. */
export function changesLineOf({ list, more }: Changes, say: Say): string {
  const shown = list.slice(0, mostInLine).map((each) => oneLine(shortChangeText(each)));
  return say('changes/line', { list: shown, more: list.length - shown.length + more });
}
