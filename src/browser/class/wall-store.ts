import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { PageClassWords } from '../../messages/en/page-class.ts';
import type { Heat, ServerMessage, Tile } from '../../protocol.ts';
import type { Page } from '../page.ts';
import { inOrder } from './order.ts';

/** What the wall shows, as signals. */
export interface WallStore {
  /** Who needs help first. */
  readonly tiles: ReadonlySignal<readonly Tile[]>;
  /** In the order of the course. */
  readonly heat: ReadonlySignal<readonly Heat[]>;
  readonly slide: Signal<number | undefined>;
  readonly join: Signal<readonly string[]>;
  /** A new code, and whose. */
  readonly code: Signal<{ readonly person: string; readonly code: string } | undefined>;
  /** The server's time now, in milliseconds of its epoch. */
  readonly now: () => number;
  readonly hear: (message: ServerMessage) => void;
}

/** What every part of the wall is given. */
export interface WallProps {
  readonly page: Page;
  readonly wall: WallStore;
  readonly words: PageClassWords;
}

export function createWall(page: Pick<Page, 'course'>): WallStore {
  const tiles = signal<ReadonlyMap<string, Tile>>(new Map());
  const heat = signal<ReadonlyMap<string, Heat>>(new Map());
  const slide = signal<number | undefined>(undefined);
  const join = signal<readonly string[]>([]);
  const code = signal<{ readonly person: string; readonly code: string } | undefined>(undefined);
  let ahead = 0;
  const show = (message: Extract<ServerMessage, { type: 'wall' }>): void => {
    ahead = message.now - performance.now();
    // The first message of a connection holds everything.
    const isFirst = message.join !== undefined;
    const next = new Map(isFirst ? [] : tiles.peek());
    for (const tile of message.tiles) next.set(tile.id, tile);
    for (const id of message.gone) next.delete(id);
    tiles.value = next;
    const before = isFirst ? [] : heat.peek();
    heat.value = new Map([...before, ...message.heat.map((each) => [each.unit, each] as const)]);
    slide.value = message.slide;
    if (message.join) join.value = message.join;
  };
  return {
    ...{ slide, join, code },
    tiles: computed(() => inOrder(tiles.value.values())),
    heat: computed(() =>
      page.course.units.flatMap(({ id }) => heat.value.get(id) ?? []).filter(({ tried }) => tried > 0),
    ),
    now: () => performance.now() + ahead,
    hear: (message) => {
      if (message.type === 'wall') show(message);
      else if (message.type === 'code') code.value = { person: message.person, code: message.code };
    },
  };
}
