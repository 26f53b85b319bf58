import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

describe.skipIf(chromiumPath === undefined)('stage (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let server: PageServer;
  let context: BrowserContext;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await servePage(deckCourse, deckSections);
    context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    expect(errors.splice(0)).toEqual([]);
  });

  const open = async (path: string, width = 1280, height = 720): Promise<Page> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.setViewportSize({ width, height });
    const hello = server.heard((message) => message.type === 'hello');
    await page.goto(server.url + path);
    await hello;
    await page.waitForSelector('html[data-slide]');
    return page;
  };
  const shown = (page: Page, index: number) =>
    page.waitForSelector(`html[data-slide="${index}"] #slide-${index}:not([hidden])`, { timeout: 5000 });
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const clean = async (page: Page, without: string[] = []) => {
    const { violations } = await new AxeBuilder({ page }).disableRules(without).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  };

  it('opens a window for the audience at the same slide: nothing to press, three layouts, and back', async () => {
    const page = await open('#3');
    const [audience] = await Promise.all([context.waitForEvent('page'), press(page, 'a')]);
    await shown(audience, 3);
    await audience.waitForSelector('.terminal-host');
    expect(await audience.locator('button:visible, input:visible').count()).toBe(0);
    const seen = () =>
      audience.evaluate(() => ['#slides', '#terminal'].map((id) => document.querySelector(id)?.checkVisibility()));
    expect(await seen()).toEqual([true, true]);
    await press(audience, 'v');
    expect(await seen()).toEqual([true, false]);
    await press(audience, 'v');
    expect(await seen()).toEqual([false, true]);
    await press(audience, 'v', 'p');
    expect(await seen()).toEqual([true, true]);
    expect(await audience.getAttribute('html', 'data-presenter')).toBe('false');
    await press(page, 'ArrowRight');
    await shown(audience, 4);
    await press(audience, 'a');
    await audience.waitForSelector('.counter input');
    await shown(audience, 4);
  });

  it.each([
    ['light', 1280, 720],
    ['dark', 1920, 1080],
    ['dark', 800, 600],
    ['light', 390, 844],
  ] as const)('axe finds no fault with the audience’s window: %s, %i × %i', async (colorScheme, width, height) => {
    const page = await open('?audience#3', width, height);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForSelector('.terminal-host');
    server.tell('create', { status: 'failed', reason: 'Rien.' });
    await page.waitForSelector('.failure');
    for (const layout of ['both', 'slides', 'terminal']) {
      // The slides are the main thing, where they can be seen.
      await clean(page, layout === 'terminal' ? ['landmark-one-main'] : []);
      await press(page, 'v');
    }
  });

  it('a presenter blacks, freezes and arranges what the audience sees, and points at it', async () => {
    const audience = await open('?audience#3');
    const page = await open('#p3');
    const black = audience.locator('.blackout');
    await press(page, 'b');
    await black.waitFor();
    expect(await page.locator('.blackout').count()).toBe(0);
    await page.getByRole('button', { name: 'Écran noir', pressed: true }).click();
    await black.waitFor({ state: 'detached' });
    await press(page, 'v');
    await audience.waitForSelector('html[data-layout=slides]');
    // Frozen, it stays where it was; then it is where the others are.
    await press(page, 'z', 'ArrowRight', 'v');
    await page.waitForSelector('html[data-slide="4"]');
    await press(page, 'b');
    await black.waitFor();
    expect(await audience.getAttribute('html', 'data-slide')).toBe('3');
    expect(await audience.getAttribute('html', 'data-layout')).toBe('slides');
    await press(page, 'b', 'z');
    await audience.waitForSelector('html[data-slide="4"][data-layout=terminal]');
    await press(page, 'v');
    await audience.waitForSelector('html[data-layout=both]');
    // The same word, although the slide is laid out otherwise.
    await press(page, 'l');
    const word = '#slide-4 .slide-content li code';
    const at = await page.locator(word).first().boundingBox();
    if (!at) throw new Error('no box');
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
    const dot = audience.locator('#slide-4 > .laser[aria-hidden=true]');
    await dot.waitFor();
    const [there, seen] = await Promise.all([audience.locator(word).first().boundingBox(), dot.boundingBox()]);
    const middle = (box: typeof seen) => (box === null ? NaN : box.y + box.height / 2);
    expect(Math.abs(middle(seen) - middle(there))).toBeLessThan(12);
    await press(page, 'Escape');
    await dot.waitFor({ state: 'detached' });
  });

  it('black is every window that follows, until one of them wants to see again', async () => {
    const [page, other, alone] = [await open('#3'), await open('#3'), await open('#3')];
    await alone.click('.follow');
    await press(page, 'b');
    await other.locator('.blackout').waitFor();
    await other.locator('.blackout').click();
    await page.locator('.blackout').waitFor({ state: 'detached' });
    // One that goes its own way is black, or not, by itself.
    await press(alone, 'b');
    await alone.locator('.blackout').waitFor();
    await press(other, 'b');
    await page.locator('.blackout').waitFor();
    await press(alone, 'Escape');
    await alone.locator('.blackout').waitFor({ state: 'detached' });
    expect(await page.locator('.blackout').count()).toBe(1);
  });

  it('a demo is begun and ended from the presenter’s page, and shown; a window that does not follow turns', async () => {
    const audience = await open('?audience#3');
    const page = await open('#p3');
    const button = page.getByRole('group', { name: 'Ce que voit le public' }).getByRole('button', { name: 'Démo' });
    await button.click();
    await audience.locator('.demo-mark').waitFor();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    const asked = server.heard((message) => message.type === 'advance');
    await press(audience, 'ArrowRight');
    expect(await asked).toEqual({ type: 'advance' });
    await audience.emulateMedia({ reducedMotion: 'reduce' });
    const still = server.heard((message) => message.type === 'advance');
    await press(audience, 'ArrowRight');
    expect(await still).toEqual({ type: 'advance', atOnce: true });
    expect(await audience.getAttribute('html', 'data-slide')).toBe('3');
    await clean(audience);
    await clean(page);
    await press(page, 'p');
    await page.click('.follow[title*="fenêtres"]');
    await page.getByText('Démo : pas dans cette fenêtre').waitFor();
    await press(page, 'ArrowRight');
    await shown(page, 4);
    await press(page, 'y');
    await audience.locator('.demo-mark').waitFor({ state: 'detached' });
  });

  it('what is drawn on a slide stays on it in every window, until it is wiped off', async () => {
    const audience = await open('?audience#4');
    const page = await open('#p4');
    await press(page, 'd');
    const at = await page.locator('#slide-4 .slide-content li code').first().boundingBox();
    if (!at) throw new Error('no box');
    await page.mouse.move(at.x, at.y + at.height);
    await page.mouse.down();
    await page.mouse.move(at.x + at.width, at.y, { steps: 10 });
    await page.mouse.up();
    const drawn = (window: Page, slide: number) => window.locator(`#slide-${slide} > .ink[aria-hidden=true] polyline`);
    await drawn(page, 4).waitFor();
    await drawn(audience, 4).waitFor();
    const [line, word] = await Promise.all([
      drawn(audience, 4).boundingBox(),
      audience.locator('#slide-4 .slide-content li code').first().boundingBox(),
    ]);
    expect(Math.abs((line?.width ?? 0) - (word?.width ?? 0))).toBeLessThan(12);
    await clean(page);
    await press(page, 'ArrowLeft');
    await shown(audience, 3);
    expect(await audience.locator('.ink').count()).toBe(0);
    await press(page, 'ArrowRight');
    await drawn(audience, 4).waitFor();
    await press(page, 'e');
    await drawn(audience, 4).waitFor({ state: 'detached' });
    expect(await page.locator('.ink').count()).toBe(0);
    // Buttons can be pressed, and without the pen nothing is drawn.
    await press(page, 'Escape');
    await page.mouse.down();
    await page.mouse.move(at.x, at.y);
    await page.mouse.up();
    expect(
      server.said
        .filter(({ type }) => type === 'ink')
        .every((message) => 'points' in message && message.points.length <= 400),
    ).toBe(true);
    expect(await page.locator('.ink').count()).toBe(0);
  });

  it('gives the notes most of a presenter’s page, and says how the time goes', async () => {
    const page = await open('#p3');
    const area = async (selector: string) => {
      const box = await page.locator(selector).boundingBox();
      return (box?.width ?? 0) * (box?.height ?? 0);
    };
    expect(await area('.notes-text')).toBeGreaterThan(0.44 * 1280 * 720);
    expect(await area('.next-pane .thumbnail')).toBeLessThan(0.1 * 1280 * 720);
    expect(
      await page.locator('.notes-text').evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    ).toBeGreaterThanOrEqual(20);
    const pace = page.locator('.pace-text');
    expect(await pace.textContent()).toBe('pas commencé');
    await page.fill('.planned input', '70');
    await page.locator('.planned input').blur();
    await press(page, 's');
    // Two of seven steps between slides, in no time.
    await page.waitForFunction(() => document.querySelector('.pace-text')?.textContent === '20\u00a0min d’avance');
    await page.reload();
    await page.waitForSelector('.presenter');
    expect(await page.inputValue('.planned input')).toBe('70');
  });

  it.each([
    ['light', 1280, 720],
    ['dark', 800, 600],
  ] as const)('axe finds no fault with a presenter’s page: %s, %i × %i', async (colorScheme, width, height) => {
    const page = await open('#p3', width, height);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForSelector('.next-pane .thumbnail-frame .slide-content');
    await press(page, 'b', 'z', 'l');
    await page.waitForSelector('.stage-tools [aria-pressed=true] >> nth=2');
    await clean(page);
  });

  it('follows a run to the slide of its unit, unless that is seen already or somebody goes their own way', async () => {
    const page = await open('#3');
    const other = await open('#3');
    await other.click('.follow');
    server.tell('create', { status: 'running' });
    server.tell('create', { status: 'passed' });
    const told = server.heard((message) => message.type === 'slide' && message.index === 4);
    server.tell('catalog', { status: 'running' });
    await shown(page, 4);
    await told;
    expect(await other.getAttribute('html', 'data-slide')).toBe('3');
    // The increment shows the same unit.
    await press(page, 'ArrowRight');
    await shown(page, 5);
    server.tell('catalog', { status: 'failed', reason: 'Rien.' });
    server.tell('catalog', { status: 'running' });
    await page.waitForSelector('#slide-5 .step[data-status=running]');
    expect(await page.getAttribute('html', 'data-slide')).toBe('5');
    // On the way to another slide by oneself, the rest of that run calls nobody back.
    await press(page, 'ArrowRight');
    server.tell('catalog', { status: 'passed' });
    server.tell('other', { status: 'running' });
    await shown(page, 8);
  });
});
