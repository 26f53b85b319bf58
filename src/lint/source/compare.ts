import type { Code } from '../code.ts';
import { align } from './align.ts';
import { type FencePair, pairsInGaps } from './gaps.ts';
import { alignSlides, type DeckCode, type SlideCode, slidesWithCode } from './slides.ts';

/** Longer texts are compared by their beginnings. */
const longestText = 2000;

/** What two texts have in common, made once for each. */
interface Fingerprint {
  readonly pairs: ReadonlyMap<string, number>;
  readonly size: number;
}

/** A fence of the original that the translation lacks. */
export interface Dropped {
  readonly fence: Code;
  /** Its slide in the translation; undefined when that is missing, too. */
  readonly slide: SlideCode | undefined;
  /** The fence of the translation that it should follow: the nearest one before it that is in the same exercise. */
  readonly after: Code | undefined;
}

/** How the code of a translation differs from that of its original. */
export interface Comparison {
  readonly changed: readonly { readonly original: Code; readonly translation: Code }[];
  readonly dropped: readonly Dropped[];
  readonly added: readonly Code[];
  /** The same fence, at another place. */
  readonly moved: readonly { readonly original: Code; readonly translation: Code }[];
  readonly slides: readonly { readonly original: SlideCode; readonly translation: SlideCode }[];
  /** Slides of the original with code that have no counterpart, and the slide before them in the translation. */
  readonly droppedSlides: readonly { readonly original: SlideCode; readonly after: SlideCode | undefined }[];
}

/** A fence that was carried to another slide has more than this in common with what it was. */
const leastBeside = 0.6;

/** Fences that have less than this in common are two different ones. */
const leastSimilarity = 0.4;

/**
 * Compares a translation with its original: slide by slide, and on a slide fence by fence, in their order. Where the original
 * needs mending itself, the translation may be like it or like `mended`.
 */
export function compareWithOriginal(
  translation: DeckCode,
  original: DeckCode,
  mended: DeckCode | undefined,
): Comparison {
  const ours = slidesWithCode(translation);
  const theirs = slidesWithCode(original);
  const alternatives = alternativesOf(original, mended);
  const changed: { original: Code; translation: Code }[] = [];
  const slides: { original: SlideCode; translation: SlideCode }[] = [];
  let dropped: Dropped[] = [];
  let added: Code[] = [];
  const isElsewhere = inBoth(original.code, translation.code);
  const slidePairs = alignSlides(theirs, ours);
  for (const [from, to] of slidePairs) {
    const [before, now] = [theirs[from], ours[to]];
    if (!before || !now) continue;
    slides.push({ original: before, translation: now });
    const same = new Set([...merged(before.fences, now.fences), ...merged(now.fences, before.fences)]);
    const isOpen = (fence: Code): boolean => !same.has(fence);
    const pairs = alignFences(before.fences.filter(isOpen), now.fences.filter(isOpen), isElsewhere);
    for (const pair of pairs) {
      const wanted = [textOf(pair.original), alternatives.get(pair.original)];
      if (!wanted.includes(textOf(pair.translation)) || hasOtherMethod(pair)) changed.push(pair);
    }
    const counterparts = new Map(pairs.map((pair) => [pair.original, pair.translation]));
    const known = new Set(counterparts.values());
    added.push(...now.fences.filter((fence) => isOpen(fence) && !known.has(fence)));
    before.fences.forEach((fence, index) => {
      if (counterparts.has(fence) || same.has(fence)) return;
      let at = index - 1;
      while (at >= 0 && before.fences[at]?.exercise === fence.exercise && !counterparts.has(before.fences[at] ?? fence))
        at--;
      const found = before.fences[at];
      const neighbour = found?.exercise === fence.exercise && found?.inNotes === fence.inNotes ? found : undefined;
      dropped.push({ fence, slide: now, after: neighbour && counterparts.get(neighbour) });
    });
  }
  const pairedOurs = new Set(slidePairs.map(([, to]) => to));
  const counterpart = new Map(slidePairs);
  const droppedSlides: { original: SlideCode; after: SlideCode | undefined }[] = [];
  let after: SlideCode | undefined;
  theirs.forEach((slide, index) => {
    const to = counterpart.get(index);
    if (to !== undefined) after = ours[to];
    else if (slide.fences.length > 0) droppedSlides.push({ original: slide, after });
  });
  ours.forEach((slide, index) => {
    if (!pairedOurs.has(index)) added.push(...slide.fences);
  });
  // A slide that became two: its code is on the slide beside it.
  for (const lost of [...dropped]) {
    const beside = added.find((fence) => isBeside(lost, fence));
    if (!beside) continue;
    dropped = dropped.filter((each) => each !== lost);
    added = added.filter((each) => each !== beside);
    if (textOf(lost.fence) !== textOf(beside)) changed.push({ original: lost.fence, translation: beside });
  }
  const moved: { original: Code; translation: Code }[] = [];
  const lost = [...dropped.map(({ fence }) => fence), ...droppedSlides.flatMap(({ original: { fences } }) => fences)];
  for (const fence of lost) {
    const at = added.findIndex((each) => keyOf(each) === keyOf(fence));
    const [translated] = at < 0 ? [] : added.splice(at, 1);
    if (translated) moved.push({ original: fence, translation: translated });
  }
  const movedFences = new Set(moved.map((pair) => pair.original));
  dropped = dropped.filter(({ fence }) => !movedFences.has(fence));
  added = added.sort((one, other) => one.start - other.start);
  return {
    changed,
    dropped,
    added,
    moved,
    slides,
    droppedSlides: droppedSlides.filter(({ original: { fences } }) => fences.some((fence) => !movedFences.has(fence))),
  };
}

/** Nearly the same fence, on the slide before or after. */
function isBeside({ fence, slide }: Dropped, other: Code): boolean {
  const isNear = slide !== undefined && Math.abs(other.slide.index - slide.slide.index) === 1;
  if (!isNear || !fence.snippet || !other.snippet || fence.language !== other.language) return false;
  return similarity(fingerprintOf(fence.text), fingerprintOf(other.text)) > leastBeside;
}

/** Fences of one side that together are one of the other, and that one: the same commands, typed in the same order. */
function merged(parts: readonly Code[], wholes: readonly Code[]): readonly Code[] {
  for (const whole of wholes) {
    const wanted = textOf(whole).trim();
    if (!whole.snippet || whole.snippet.hidden || !wanted.includes('\n')) continue;
    for (const [at, first] of parts.entries()) {
      let text = textOf(first).trim();
      for (let next = at + 1; next < parts.length && text.length < wanted.length; next++) {
        const part = parts[next];
        if (!part?.snippet || part.exercise !== first.exercise || part.language !== whole.language) break;
        text += `\n${textOf(part).trim()}`;
        if (text === wanted) return [...parts.slice(at, next + 1), whole];
      }
    }
  }
  return [];
}

/** The same text for another method: `frapper` for `bash`. */
function hasOtherMethod({ original, translation }: FencePair): boolean {
  return original.snippet !== undefined && original.language !== translation.language;
}

/** Tells whether a fence stands in both decks, wherever it stands. */
function inBoth(original: readonly Code[], translation: readonly Code[]): (fence: Code) => boolean {
  const [ours, theirs] = [original, translation].map((code) => new Set(code.map(keyOf)));
  return (fence) => ours?.has(keyOf(fence)) === true && theirs?.has(keyOf(fence)) === true;
}

/** What mending has made of the code of a deck. */
function alternativesOf(original: DeckCode, mended: DeckCode | undefined): ReadonlyMap<Code, string> {
  if (!mended) return new Map();
  const { code } = original;
  if (mended.code.length !== code.length) return alternativesBySlide(original, mended);
  return new Map(code.map((piece, index) => [piece, textOf(mended.code[index] ?? piece)]));
}

function keyOf(code: Code): string {
  return `${code.language} ${textOf(code).trim()}`;
}

/** The same where mending has made code of what was none, or the other way round. */
function alternativesBySlide(original: DeckCode, mended: DeckCode): ReadonlyMap<Code, string> {
  const [before, after] = [slidesWithCode(original), slidesWithCode(mended)];
  const pairs = alignSlides(before, after).flatMap(([from, to]) =>
    alignFences(before[from]?.fences ?? [], after[to]?.fences ?? []),
  );
  return new Map(pairs.map((pair) => [pair.original, textOf(pair.translation)]));
}

/** How the lines of a file end is no difference in its code. */
function textOf({ text }: Code): string {
  return text.replace(/\r\n?/g, '\n');
}

/** Fences that both have, as often. */
function keysInBoth(original: readonly Code[], translation: readonly Code[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const fence of original) counts.set(keyOf(fence), (counts.get(keyOf(fence)) ?? 0) + 1);
  const others = new Map<string, number>();
  for (const fence of translation) others.set(keyOf(fence), (others.get(keyOf(fence)) ?? 0) + 1);
  return new Set([...counts].filter(([key, count]) => others.get(key) === count).map(([key]) => key));
}

function firstWord(text: string): string {
  return text.trimStart().split(/\s/, 1)[0] ?? '';
}

function alignFences(
  original: readonly Code[],
  translation: readonly Code[],
  isElsewhere: (fence: Code) => boolean = () => true,
): FencePair[] {
  const prints = original.map(({ text }) => fingerprintOf(text));
  const others = translation.map(({ text }) => fingerprintOf(text));
  const settled = keysInBoth(original, translation);
  const pairs = align(original.length, translation.length, (one, other) => {
    const [a, b, print, otherPrint] = [original[one], translation[other], prints[one], others[other]];
    if (!a || !b || !print || !otherPrint || (a.snippet === undefined) !== (b.snippet === undefined)) return 0;
    // What only stands elsewhere is no change of something else.
    if (keyOf(a) !== keyOf(b) && (settled.has(keyOf(a)) || settled.has(keyOf(b)))) return 0;
    const common = textOf(a) === textOf(b) ? 1 : similarity(print, otherPrint);
    const sameLanguage = a.language === b.language ? 0.3 : 0;
    const sameProgram = sameLanguage > 0 && firstWord(a.text) === firstWord(b.text) ? 0.2 : 0;
    return common + sameProgram < leastSimilarity ? 0 : common + sameLanguage + sameProgram;
  });
  const found = pairs.flatMap(([from, to]): FencePair[] => {
    const [one, other] = [original[from], translation[to]];
    return one && other ? [{ original: one, translation: other }] : [];
  });
  return [...found, ...pairsInGaps(original, translation, found, isElsewhere)];
}

/** Pairs of neighbouring characters, blanks and case left out: damage by translation changes few of them. */
function fingerprintOf(text: string): Fingerprint {
  const dense = text.slice(0, longestText).replace(/\s+/g, '').toLowerCase();
  const pairs = new Map<string, number>();
  for (let index = 0; index + 1 < dense.length; index++) {
    const pair = dense.slice(index, index + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { pairs, size: Math.max(0, dense.length - 1) };
}

/** From 0 (nothing in common) to 1 (Dice's coefficient of the two multisets); two empty texts are the same. */
function similarity(one: Fingerprint, other: Fingerprint): number {
  if (one.size + other.size === 0) return 1;
  let common = 0;
  for (const [pair, count] of one.pairs) common += Math.min(count, other.pairs.get(pair) ?? 0);
  return (2 * common) / (one.size + other.size);
}
