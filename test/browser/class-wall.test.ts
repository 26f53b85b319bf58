import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tile } from '../../src/protocol.ts';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

const count = 500;
const view = { paused: false, readyCheck: false, ready: false, follows: true, hands: 0 };
const tiles = Array.from({ length: count }, (_, number): Tile => {
  const id = `id-${number}`;
  return { id, name: `Student ${number + 1}`, windows: 1, hasNode: true, passed: number % 7, slide: 1 };
});

describe.skipIf(chromiumPath === undefined)('a wall of 500 (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let server: PageServer;
  let wall: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(), servePage(deckCourse, deckSections)]);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    wall = await context.newPage();
    wall.setDefaultTimeout(20_000);
    const hello = server.heard(({ type }) => type === 'hello');
    await wall.goto(`${server.url}?wall`);
    expect(await hello).toMatchObject({ kind: 'wall' });
    server.say({ type: 'you', name: 'Instructor', role: 'instructor' });
    server.say({ type: 'class', class: view });
    server.say({ type: 'wall', now: Date.now(), tiles, gone: [], heat: [], join: ['http://192.0.2.7/#join=code'] });
    await wall.locator('.tile').first().waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test('only those are in the page that can be seen, and all can be reached', async () => {
    expect(await wall.locator('.tile').count()).toBeLessThan(40);
    const place = wall.locator('.tile-place').first();
    expect(await place.getAttribute('aria-setsize')).toBe(String(count));
    await wall.locator('.tile-box').evaluate((box) => {
      box.scrollTop = box.scrollHeight;
    });
    await wall.locator('.tile[data-id=id-499]').waitFor();
    expect(await wall.locator('.tile').count()).toBeLessThan(40);
    await wall.locator('.tile-box').evaluate((box) => {
      box.scrollTop = 0;
    });
    await wall.locator('.tile[data-id=id-0]').waitFor();
    const { violations } = await new AxeBuilder({ page: wall }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });

  test('a tile that moves keeps the focus', async () => {
    const focused = (): Promise<string | undefined> =>
      wall.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.dataset['id'] : ''));
    await wall.locator('.tile[data-id=id-2]').focus();
    const [, , tile] = tiles;
    if (!tile) throw new Error('no tile');
    const change = { type: 'wall', now: Date.now(), gone: [], heat: [] } as const;
    server.say({ ...change, tiles: [{ ...tile, hand: { at: Date.now() } }] });
    await wall.locator('.tile-place:first-child .tile[data-need=hand]').waitFor();
    expect(await focused()).toBe('id-2');
    server.say({ ...change, tiles: [tile] });
    await wall.locator('.tile-place:nth-child(3) .tile[data-id=id-2]').waitFor();
    expect(await focused()).toBe('id-2');
  });

  test('the table holds all', async () => {
    await wall.getByRole('button', { name: 'Tableau' }).click();
    expect(await wall.locator('.wall-students tbody tr').count()).toBe(count);
  });
});
