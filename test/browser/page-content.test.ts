import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { serve, type Served } from './serve.ts';

const minutes = 60_000;
const sizes = [
  [1280, 720],
  [1920, 1080],
  [800, 600],
  [390, 844],
] as const;

/** What decks show, by the real `pupitre serve`: nothing is hidden without a sign. */
describe.skipIf(chromiumPath === undefined)('slides’ content (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let served: Served | undefined;
  let folder = '';
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launch();
  }, minutes);
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(await served?.stop()).toBe(0);
    rmSync(folder, { recursive: true });
    expect(errors.splice(0)).toEqual([]);
  }, minutes);

  /** Serves a deck with files beside it, and opens its first slide. */
  async function open(deck: string, files: Readonly<Record<string, string | Buffer>> = {}): Promise<Page> {
    folder = mkdtempSync(join(tmpdir(), 'pupitre-content-'));
    writeFileSync(join(folder, 'deck.md'), deck);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    served = await serve(['deck.md'], folder);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(served.url);
    await page.waitForSelector('.counter input');
    return page;
  }

  const command =
    'kubectl expose deploy/registry --port=5000 --type=NodePort --name=registry-external --target-port=5000';
  const long = `word ${'a-very-long-word/'.repeat(12)}`;

  test(
    'code gets smaller, then scrolls, and a command is broken at its blanks only',
    { timeout: 2 * minutes },
    async () => {
      const yaml = Array.from({ length: 18 }, (_, line) => `key${line}: ${'v'.repeat(70)}`).join('\n');
      const page = await open(
        `.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n\n---\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n\n---\n\n\`\`\`\n${long}\n\`\`\`\n`,
      );
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        await page.evaluate(() => (location.hash = '#1'));
        // Each line of the command as it is seen begins with a whole word.
        const firstWords = await page.$eval('#slide-1 pre code', (code) => {
          const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
          const found: string[] = [];
          let bottom = -1;
          let left = '';
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const text = node.nodeValue ?? '';
            for (let at = 0; at < text.length; at++) {
              const range = new Range();
              range.setStart(node, at);
              range.setEnd(node, at + 1);
              const box = range.getBoundingClientRect();
              if (box.top > bottom && box.width > 0) {
                found.push(left);
                bottom = box.bottom - 1;
              }
              left = text[at] ?? '';
            }
          }
          return found.slice(1);
        });
        expect(
          firstWords.filter((before) => before !== ' '),
          `${width}`,
        ).toEqual([]);
        const fits = (slide: number) =>
          page.$eval(`#slide-${slide} pre`, (pre) => ({
            wide: pre.scrollWidth <= pre.clientWidth + 1,
            tall: pre.scrollHeight <= pre.clientHeight + 1,
            size: Number.parseFloat(getComputedStyle(pre).fontSize),
          }));
        await page.evaluate(() => (location.hash = '#2'));
        await page.waitForSelector('#slide-2:not([hidden])');
        const file = await fits(2);
        expect(file.tall).toBe(true);
        expect(file.size).toBeGreaterThanOrEqual(12);
        // Where it cannot fit at the least size, it scrolls.
        expect(file.wide).toBe(width >= 1280);
      }
    },
  );

  test(
    'what goes on beyond its box is named, reached by Tab, and moved by the arrow keys',
    { timeout: 2 * minutes },
    async () => {
      const table = `|${' a column |'.repeat(30)}\n|${'---|'.repeat(30)}\n|${' somewhat |'.repeat(30)}\n`;
      const page = await open(`\`\`\`\n${long}\n\`\`\`\n\n${table}\n\n\`\`\`\nshort\n\`\`\`\n\n---\n\n# Two\n`);
      const code = page.getByRole('group', { name: 'Code that goes on to the right' });
      await code.waitFor();
      expect(await code.count()).toBe(1);
      expect(await page.getByRole('group', { name: 'Table that goes on to the right' }).count()).toBe(1);
      const { violations } = await new AxeBuilder({ page }).include('#slides').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
      await page.focus('#slides');
      await page.keyboard.press('Tab');
      expect(await code.evaluate((pre) => pre === document.activeElement)).toBe(true);
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(() => (document.activeElement?.scrollLeft ?? 0) > 0);
      expect(await page.getAttribute('html', 'data-slide')).toBe('1');
      await page.evaluate(() => document.activeElement?.scrollTo({ left: 1e6 }));
      await page.keyboard.press('ArrowRight');
      await page.waitForSelector('#slide-2:not([hidden])');
      // On paper everything is there.
      await page.emulateMedia({ media: 'print' });
      expect(await page.$eval('#slide-1 pre', (pre) => pre.scrollWidth <= pre.clientWidth + 1)).toBe(true);
    },
  );
});
