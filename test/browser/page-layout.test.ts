import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

describe.skipIf(chromiumPath === undefined)('layout (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await servePage(deckCourse, deckSections);
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });

  const open = async (width: number, height: number, colorScheme: 'light' | 'dark' = 'light', fragment = '#3') => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    page = await context.newPage();
    await page.goto(server.url + fragment);
    await page.waitForSelector('.slide-bar button:not(:disabled)');
  };
  const widthOf = async (selector: string) => (await page.locator(selector).boundingBox())?.width ?? 0;
  const share = () => page.getAttribute('[role=separator]', 'aria-valuenow');

  it('has a separator for mouse and keyboard, and remembers where it was', async () => {
    await open(1280, 720);
    expect(await share()).toBe('56');
    await page.focus('[role=separator]');
    await page.keyboard.press('ArrowLeft');
    expect(await share()).toBe('54');
    expect(await widthOf('#slides')).toBeCloseTo(0.54 * 1280, -1);
    await page.keyboard.press('Home');
    expect(await share()).toBe('20');
    await page.keyboard.press('End');
    expect(await share()).toBe('80');
    await page.locator('[role=separator]').hover();
    await page.mouse.down();
    await page.mouse.move(640, 300);
    await page.mouse.up();
    expect(await share()).toBe('50');
    await page.reload();
    await page.waitForSelector('[role=separator]');
    expect(await share()).toBe('50');
    await page.dblclick('[role=separator]');
    expect(await share()).toBe('56');
    await page.focus('[role=separator]');
    await page.keyboard.press('Enter');
    expect(await widthOf('#slides')).toBe(1280);
  });

  it('gives either pane all the room', async () => {
    await open(1280, 720);
    await page.click('.tool:has(.icon-terminalOnly)');
    expect(await page.locator('#slides').isVisible()).toBe(false);
    expect(await widthOf('#terminal')).toBe(1280);
    await page.click('.tool:has(.icon-slidesOnly)');
    expect(await page.locator('#terminal').isVisible()).toBe(false);
    await page.click('.tool:has(.icon-both)');
    expect(await page.locator('#terminal').isVisible()).toBe(true);
  });

  it('has tabs where it is narrow, and nothing wider than the screen', async () => {
    await open(390, 844);
    expect(await page.locator('#terminal').isVisible()).toBe(false);
    await page.getByRole('tab', { name: 'Terminal' }).click();
    expect(await page.locator('#terminal').isVisible()).toBe(true);
    expect(await page.locator('#slides').isVisible()).toBe(false);
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#slides').isVisible()).toBe(true);
    const overflow = await page.evaluate(
      () =>
        [...document.querySelectorAll('.toolbar > *, .slide-footer *')].filter(
          (element) => element.getBoundingClientRect().right > innerWidth + 1,
        ).length,
    );
    expect(overflow).toBe(0);
  });

  it('cycles panes with F6, also out of a terminal that takes all keys', async () => {
    await open(1280, 720);
    await page.evaluate(() => {
      const terminal = document.createElement('textarea');
      terminal.setAttribute('aria-label', 'Terminal');
      terminal.addEventListener('keydown', (event) => {
        event.preventDefault();
        event.stopPropagation();
      });
      document.getElementById('terminal')?.append(terminal);
      document.getElementById('slides')?.focus();
    });
    const place = () =>
      page.evaluate(() =>
        ['#slides', '#terminal', '.toolbar'].find((selector) => document.activeElement?.closest(selector) !== null),
      );
    const places: (string | undefined)[] = [];
    for (const key of ['F6', 'F6', 'F6', 'Shift+F6', 'Shift+F6']) {
      await page.keyboard.press(key);
      places.push(await place());
    }
    expect(places).toEqual(['#terminal', '.toolbar', '#slides', '.toolbar', '#terminal']);
  });

  it('changes its theme and remembers it', async () => {
    await open(1280, 720, 'dark');
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    await page.click('.tool:has(.icon-auto)');
    expect(await page.getAttribute('html', 'data-theme')).toBe('light');
    await page.reload();
    await page.waitForSelector('html[data-theme=light]');
  });

  it('prints all slides and nothing around them', async () => {
    await open(1280, 720);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('section.slide:visible').count()).toBe(deckCourse.slides.length);
    expect(await page.locator('.toolbar').isVisible()).toBe(false);
  });

  it.each([
    ['light', 1280, 720],
    ['dark', 1280, 720],
    ['light', 390, 844],
    ['dark', 390, 844],
  ] as const)(
    'has nothing that axe finds fault with: %s, %i × %i',
    async (scheme, width, height) => {
      await open(width, height, scheme);
      server.tell('create', { status: 'passed', durationMs: 1200 });
      server.tell('expose', {
        status: 'failed',
        reason: 'Rien.',
        mismatches: [{ reason: 'Autre.', expected: 'a\nb', actual: 'a\nc' }],
        hints: ['Encore.'],
      });
      await page.waitForSelector('.failure');
      await clean();
      for (const key of ['?', 'o', '/']) {
        await page.keyboard.press(key);
        await page.waitForSelector('dialog[open]');
        await clean();
        await page.keyboard.press('Escape');
        await page.waitForSelector('dialog', { state: 'detached' });
      }
      await page.keyboard.press('p');
      await page.waitForSelector('.presenter');
      // Where there is one pane, notes are seen instead of the slides, which are the main thing otherwise.
      await clean(width < 800 ? ['landmark-one-main'] : []);
      await page.keyboard.press('p');
      for (const at of [5, 6, 8]) {
        await page.keyboard.press(String(at));
        await page.keyboard.press('Enter');
        await page.waitForSelector(`html[data-slide="${at}"]`);
        await clean();
      }
    },
    120_000,
  );

  const clean = async (without: string[] = []) => {
    const { violations } = await new AxeBuilder({ page }).disableRules(without).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  };
});
