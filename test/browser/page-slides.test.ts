import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

describe.skipIf(chromiumPath === undefined)('slides (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await servePage(deckCourse, deckSections);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await open('');
  }, 60_000);
  afterEach(async () => {
    await page.context().close();
    await server.close();
    expect(errors.splice(0)).toEqual([]);
  });

  /** Loads the page anew, at a fragment, and waits until it has been welcomed. */
  const open = async (fragment: string, window = page) => {
    const hello = server.heard((message) => message.type === 'hello');
    await window.goto('about:blank');
    await window.goto(server.url + fragment);
    await hello;
    await window.waitForSelector('.counter input');
  };
  const shown = (index: number, window = page) =>
    window.waitForSelector(`html[data-slide="${index}"] #slide-${index}:not([hidden])`, { timeout: 5000 });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it('shows one slide, and goes by the keys of gnab/remark', async () => {
    await shown(1);
    expect(await page.locator('section.slide:visible').count()).toBe(1);
    const walk: [string, number][] = [
      ['ArrowRight', 2],
      ['ArrowDown', 3],
      ['PageDown', 4],
      ['Space', 5],
      ['j', 6],
      ['ArrowLeft', 5],
      ['ArrowUp', 4],
      ['PageUp', 3],
      ['k', 2],
      ['End', 8],
      ['Shift+Space', 7],
      ['Home', 1],
      ['ArrowLeft', 1],
    ];
    for (const [key, index] of walk) {
      await press(key);
      await shown(index);
    }
    await press('4', 'Enter');
    await shown(4);
  });

  it('leaves keys with modifiers, and those of whoever types, alone', async () => {
    await press('Control+ArrowRight', 'Alt+j', 'Meta+j');
    await page.focus('.counter input');
    await press('j', 'ArrowRight', 'Space');
    await page.evaluate(() => {
      const terminal = document.createElement('textarea');
      document.querySelector('#terminal')?.append(terminal);
      terminal.focus();
    });
    await press('ArrowRight', 'j', 'p', 'Space');
    expect(await page.getAttribute('html', 'data-slide')).toBe('1');
    expect(await page.getAttribute('html', 'data-presenter')).toBe('false');
  });

  it('follows links by name and number, and back and forward', async () => {
    await open('#menu');
    await shown(2);
    await page.click('#slide-2 a');
    await shown(3);
    expect(new URL(page.url()).hash).toBe('#registre');
    await press('ArrowRight');
    await shown(4);
    expect(new URL(page.url()).hash).toBe('#4');
    await page.goBack();
    await shown(3);
    await page.goBack();
    await shown(2);
    await page.goForward();
    await shown(3);
    await page.reload();
    await shown(3);
    await open('#p5');
    await shown(5);
    expect(await page.getAttribute('html', 'data-presenter')).toBe('true');
  });

  it('finds words without their accents, and marks them', async () => {
    await press('/');
    await page.fill('input[type=search]', 'NOEUD');
    expect(await page.locator('.hits li').count()).toBe(1);
    expect(await page.textContent('.hits mark')).toBe('nœud');
    await press('Enter');
    await shown(2);
    expect(await page.evaluate(() => [...(CSS.highlights.get('search') ?? [])].map(String))).toEqual(['nœud']);
    await press('Escape');
    expect(await page.evaluate(() => CSS.highlights.has('search'))).toBe(false);
    // Over the borders of elements, too.
    await press('/');
    await page.fill('input[type=search]', 'notre nœud de');
    await press('Enter');
    expect(await page.evaluate(() => [...(CSS.highlights.get('search') ?? [])].map(String))).toEqual(['notre nœud de']);
    await press('Escape');
  });

  it('has an overview that works by keyboard, and a table of contents', async () => {
    await press('o');
    await page.waitForSelector('.overview .thumbnail-frame .slide-content');
    await press('ArrowRight', 'ArrowRight', 'Enter');
    await shown(3);
    await page.click('.toolbar button:first-of-type');
    // The increment is no slide of its own here.
    expect(await page.locator('.contents li').count()).toBe(7);
    await page.click('.contents li:nth-child(2) button');
    await shown(2);
    expect(await page.locator('dialog').count()).toBe(0);
  });

  it('has help, black screen, mirror; Escape closes', async () => {
    await press('h');
    await page.waitForSelector('dialog .keys');
    await press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await press('b');
    await page.waitForSelector('.blackout');
    await press('b');
    await page.waitForSelector('.blackout', { state: 'detached' });
    await press('m');
    expect(await page.getAttribute('html', 'data-mirrored')).toBe('true');
    await press('?');
    await page.waitForSelector('dialog .keys');
  });

  it('presents: notes, next slide, timer', async () => {
    await press('ArrowRight', 'p');
    await page.waitForSelector('.next-pane .thumbnail-frame h1');
    expect(await page.textContent('.notes-text')).toContain('Saluer tout le monde.');
    expect(await page.textContent('.notes-text')).toContain('Attendre que tout le monde');
    expect(new URL(page.url()).hash).toBe('#p2');
    await press('s');
    await page.waitForFunction(() => document.querySelector('.timer')?.textContent === '00:01');
    await press('s', 't');
    await page.waitForFunction(() => document.querySelector('.timer')?.textContent === '00:00');
    await press('p');
    expect(await page.locator('.presenter').count()).toBe(0);
  });

  it('keeps windows together until one goes its own way', async () => {
    const second = await page.context().newPage();
    await open('', second);
    await page.waitForSelector('.follow[aria-pressed=true]');
    await press('ArrowRight');
    await shown(2, second);
    await second.click('.follow');
    await press('ArrowRight');
    await shown(3);
    await second.keyboard.press('ArrowLeft');
    await shown(1, second);
    await press('ArrowRight');
    await shown(4);
    expect(await second.getAttribute('html', 'data-slide')).toBe('1');
  });

  it('opens a second window with c, at the same slide', async () => {
    await open('#registre');
    const [clone] = await Promise.all([page.context().waitForEvent('page'), press('c')]);
    await shown(3, clone);
  });

  it('scrolls a slide that is taller than its pane with up and down first', async () => {
    await open('#7');
    await press('ArrowDown');
    await page.waitForFunction(() => (document.getElementById('slides')?.scrollTop ?? 0) > 50);
    expect(await page.getAttribute('html', 'data-slide')).toBe('7');
    await press('PageDown');
    await shown(8);
    expect(await page.evaluate(() => document.getElementById('slides')?.scrollTop)).toBe(0);
  });

  it('says how another device can get in where none can, without a QR code', async () => {
    server.invite({ url: `${server.url}#token=once`, onlyHere: true });
    await page.click('.tool:has(.icon-device)');
    expect(await page.textContent('.invitation code')).toBe(`${server.url}#token=once`);
    expect(await page.textContent('.device')).toContain('--host 0.0.0.0');
    expect(await page.locator('.qr').count()).toBe(0);
  });

  it('gives another device an address and a QR code', async () => {
    await page.click('.tool:has(.icon-device)');
    await page.waitForSelector('.qr path');
    expect(await page.textContent('.invitation code')).toBe('http://192.0.2.7:8765/#token=once');
  });
});
