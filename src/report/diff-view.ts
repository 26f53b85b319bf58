import type { Say } from '../messages/word.ts';
import type { DiffLine } from './diff.ts';
import type { Paint } from './paint.ts';

/** The lines of a diff for people: `-` expected, `+` actual; in colours the part of a line that differs stands out. */
export function diffView(diff: readonly DiffLine[], say: Say, paint: Paint): string[] {
  return diff.map((line, index) => {
    switch (line.kind) {
      case 'gap':
        return paint.dim(`  … ${say('report/lines-not-shown', { count: line.count })}`);
      case 'same':
        return paint.dim(`  ${line.text}`);
      case 'expected':
        return paint.red(`- ${emphasise(line.text, counterpart(diff, index, 'actual'), paint)}`);
      case 'actual':
        return paint.green(`+ ${emphasise(line.text, counterpart(diff, index, 'expected'), paint)}`);
    }
  });
}

/** The line on the other side, when exactly one line stands against one line. */
function counterpart(diff: readonly DiffLine[], index: number, kind: 'expected' | 'actual'): string | undefined {
  const step = kind === 'actual' ? 1 : -1;
  const own = diff[index]?.kind;
  const other = diff[index + step];
  if (other?.kind !== kind || diff[index - step]?.kind === own || diff[index + 2 * step]?.kind === kind)
    return undefined;
  return other.text;
}

function emphasise(text: string, other: string | undefined, paint: Paint): string {
  if (other === undefined || !paint.isColorSupported) return text;
  const mine = Array.from(text);
  const theirs = Array.from(other);
  const shorter = Math.min(mine.length, theirs.length);
  let start = 0;
  while (start < shorter && mine[start] === theirs[start]) start++;
  let end = 0;
  while (end < shorter - start && mine.at(-1 - end) === theirs.at(-1 - end)) end++;
  const middle = mine.slice(start, mine.length - end).join('');
  if (middle === '' || start + end === 0) return text;
  return mine.slice(0, start).join('') + paint.inverse(middle) + mine.slice(mine.length - end).join('');
}
