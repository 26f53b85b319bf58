import type { PageClassWords } from '../../messages/en/page-class.ts';
import type { Tile } from '../../protocol.ts';
import type { Page } from '../page.ts';
import type { Need } from './order.ts';
import { needOf } from './order.ts';
import { slideNumber } from './words.ts';

/** A student in words. */
export interface Described {
  readonly need: Need;
  /** What they need, and why. */
  readonly why: string;
  readonly slide: string;
  readonly time: string;
  readonly last: string;
  readonly reason: string;
  readonly state: string;
}

/** Says what there is to say of a student at a time. */
export function describe({ course, t }: Page, words: PageClassWords, tile: Tile, now: number): Described {
  const minutes = (ms: number): string => words.minutes(Math.floor(ms / 60_000));
  const { hand, stuck, last, slide, queue, since, unit } = tile;
  const inIt = since === undefined ? undefined : minutes(now - since);
  const parts: string[] = [];
  if (hand)
    parts.push(words.handSince(minutes(now - hand.at)) + (hand.note === undefined ? '' : words.colon + hand.note));
  if (tile.offers) parts.push(words.offersLook);
  if (stuck?.why === 'failures') parts.push(words.stuck + words.colon + words.failedTimes(stuck.times));
  if (stuck?.why === 'slow') {
    parts.push(words.stuck + words.colon + words.slow(inIt ?? '', minutes(stuck.medianMs)));
  }
  const state = [
    tile.windows === 0 ? words.away : undefined,
    queue ? words.queued(queue.place, queue.of) : tile.hasNode ? undefined : words.noNode,
    tile.ready ? words.ready : undefined,
    tile.left ? words.left : undefined,
  ];
  const lastSlide = course.units.find(({ id }) => id === last?.unit)?.slide;
  const where = lastSlide === undefined ? '' : `${words.slide(slideNumber(course, lastSlide))}${words.colon}`;
  const status = last && last.status in t.status ? t.status[last.status] : last?.status;
  return {
    need: needOf(tile),
    why: parts.join(' · '),
    slide: slide === undefined ? words.noSlide : words.slide(slideNumber(course, slide)),
    time: unit === undefined ? (tile.passed > 0 ? words.finished : '') : (inIt ?? ''),
    last: last ? where + (status ?? '') : '',
    reason: last?.reason ?? '',
    state: state.filter((part) => part !== undefined).join(' · '),
  };
}
