import { describe, expect, test } from 'vitest';
import { placeAfter, type SlideView } from '../src/course.ts';

/** Slides by their titles; `#name` names one, `+` continues the one before. */
function slides(...titles: readonly string[]): readonly SlideView[] {
  return titles.map((written, at) => {
    const [title = '', name] = written.split('#');
    const continued = title.startsWith('+');
    return { index: at + 1, number: at + 1, title, continued, ...(name !== undefined && { name }) };
  });
}

describe('the slide that is shown after a deck was saved', () => {
  test.each([
    ['the same, when nothing has changed', ['a', 'b', 'c'], 1, ['a', 'b', 'c'], 1],
    ['moved, by its title', ['a', 'b', 'c'], 1, ['a', 'c', 'b'], 2],
    ['moved, by its name, with another title', ['a', 'b#n', 'c'], 1, ['a', 'c', 'x#n'], 2],
    ['after one that was written before it', ['a', 'b'], 1, ['a', 'new', 'b'], 2],
    ['renamed, behind one that was written before it', ['a', 'b', 'c'], 2, ['a', 'new', 'b', 'x'], 3],
    ['the second of two with the same title', ['a', 'a', 'b'], 1, ['new', 'a', 'a'], 2],
    ['the next one, when it is gone', ['a', 'b', 'c'], 1, ['a', 'c'], 1],
    ['the last one, when all after it is gone', ['a', 'b', 'c'], 2, ['a', 'b'], 1],
    ['the first one, when nothing is left', ['a', 'b', 'c'], 2, ['x'], 0],
    ['an increment', ['a', '+a', '+a', 'b'], 2, ['new', 'a', '+a', '+a', 'b'], 3],
    ['the increment before one that is gone', ['a', '+a', '+a', 'b'], 2, ['a', '+a', 'b'], 1],
  ])('%s', (_, before, at, after, place) => {
    expect(placeAfter(slides(...before), at, slides(...after))).toBe(place);
  });
});
