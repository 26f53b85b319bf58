import { kindOf } from '../../plan/methods.ts';
import { type Code, isTyped } from '../code.ts';
import { programs } from '../programs.ts';

/** A fence of the original and the one of the translation that stands for it. */
export interface FencePair {
  readonly original: Code;
  readonly translation: Code;
}

/**
 * Pairs what is left over between fences that are paired: where both sides have as many, in the same exercise, the n-th of the
 * translation was the n-th of the original. Only where the translation has what nobody would write there by hand: a method or a
 * program that there is not. `isElsewhere` tells what only stands at another place.
 */
export function pairsInGaps(
  original: readonly Code[],
  translation: readonly Code[],
  pairs: readonly FencePair[],
  isElsewhere: (fence: Code) => boolean,
): FencePair[] {
  const found: FencePair[] = [];
  let [from, to] = [0, 0];
  const ends = [
    ...pairs.map((pair) => [original.indexOf(pair.original), translation.indexOf(pair.translation)] as const),
  ];
  for (const [end, otherEnd] of [...ends, [original.length, translation.length] as const]) {
    const left = original.slice(from, end).filter((fence) => fence.snippet && !isElsewhere(fence));
    const right = translation.slice(to, otherEnd).filter((fence) => fence.snippet && !isElsewhere(fence));
    [from, to] = [end + 1, otherEnd + 1];
    if (left.length !== right.length) continue;
    const inGap = left.flatMap((fence, index) => {
      const other = right[index];
      return other && isCounterpart(fence, other) ? [{ original: fence, translation: other }] : [];
    });
    if (inGap.length === left.length) found.push(...inGap);
  }
  return found;
}

function isCounterpart(original: Code, translation: Code): boolean {
  const { snippet: before, inNotes } = original;
  const { snippet: now } = translation;
  if (!before || before.hidden !== now?.hidden || inNotes !== translation.inNotes) return false;
  if (exerciseOf(original) !== exerciseOf(translation)) return false;
  if (kindOf(now) === 'unknown') return true;
  if (original.language !== translation.language) return false;
  // Another program is another command.
  return !isTyped(translation) || !programs.has(firstWord(translation.text));
}

/** Which exercise of its slide holds a fence. */
function exerciseOf({ slide, exercise }: Code): number {
  return slide.exercises.findIndex((each) => each === exercise);
}

/** The first word of a text, without `sudo`. */
function firstWord(text: string): string {
  return (
    text
      .trimStart()
      .replace(/^sudo\s+/, '')
      .split(/\s/, 1)[0] ?? ''
  );
}
