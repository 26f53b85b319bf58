import type { Course, SlideView } from '../../protocol.ts';

/** A place in the deck, as an address says it: `#12`, `#name`, `#slide-14`; with a `p` before the number, for the presenter. */
export interface Place {
  /** Position in `course.slides`. */
  readonly position: number;
  readonly presenter: boolean;
}

/** The place that a fragment names; undefined if there is none of that name or number. */
export function placeOf(course: Course, fragment: string): Place | undefined {
  const word = decode(fragment.replace(/^#/, ''));
  if (word === '') return undefined;
  const named = course.slides.findIndex((slide) => slide.name === word);
  if (named >= 0) return { position: named, presenter: false };
  const match = /^(?<kind>p|slide-)?(?<number>\d+)$/.exec(word)?.groups;
  if (match === undefined) return undefined;
  const number = Number(match['number']);
  const byIndex = match['kind'] === 'slide-';
  const position = course.slides.findIndex((slide) => (byIndex ? slide.index : slide.number) === number);
  return position < 0 ? undefined : { position, presenter: match['kind'] === 'p' };
}

/** The fragment that leads back to a slide. */
export function fragmentOf(course: Course, slide: SlideView, presenter: boolean): string {
  const first = course.slides.find(({ number }) => number === slide.number);
  if (first !== slide) return `#slide-${slide.index}`;
  if (presenter) return `#p${slide.number}`;
  return `#${slide.name === undefined ? String(slide.number) : encodeURIComponent(slide.name)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
