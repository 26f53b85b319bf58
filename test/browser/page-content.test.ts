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
    // What the host of a frame would answer; it tries to get at the page around it.
    await context.route('https://frame.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<h1>a frame</h1><script>top.location = "https://evil.example/"</script>',
      }),
    );
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

  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="800" height="400" fill="teal"/></svg>';

  test('layouts stand where gnab/remark has them, at all sizes', { timeout: 2 * minutes }, async () => {
    const page = await open(
      [
        '.pull-left[\n- left\n]\n.pull-right[\nright\n]\n\nbelow',
        '.left-column[\n    ## A\n]\n.right-column[\nright\n]',
        'class: middle\n\ntext',
        'class: bottom, right\n\ntext',
        '.center[middle]\n\n.right[end]',
        'background-image: url(a.svg)\nbackground-size: contain\n\n# A',
        '![:scale 40%](a.svg)',
        `class: middle\n\n${'line\n\n'.repeat(60)}`,
      ].join('\n\n---\n\n'),
      { 'a.svg': picture },
    );
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      const pane = await page.locator('#slides').boundingBox();
      if (!pane) throw new Error('no pane');
      const show = async (slide: number) => {
        await page.evaluate((index) => (location.hash = `#${index}`), slide);
        await page.waitForSelector(`#slide-${slide}:not([hidden])`);
      };
      /** The box of the text that an element holds. */
      const box = (selector: string) =>
        page.$eval(selector, (element) => {
          const range = new Range();
          range.selectNodeContents(element);
          const { left, right, top, bottom } = range.getBoundingClientRect();
          return { left, right, top, bottom };
        });
      const narrow = pane.width < 34 * 16;
      await show(1);
      const [left, right, below] = [
        await box('.pull-left'),
        await box('.pull-right'),
        await box('#slide-1 .slide-content > p'),
      ];
      expect(right.left > left.right && Math.abs(right.top - left.top) < 20, `${width}`).toBe(!narrow);
      expect(right.top > left.bottom).toBe(narrow);
      expect(below.top).toBeGreaterThanOrEqual(Math.max(left.bottom, right.bottom) - 2);
      await show(2);
      expect((await box('.right-column')).left > (await box('.left-column h2')).right).toBe(!narrow);
      const middle = pane.y + pane.height / 2;
      await show(3);
      const text = await box('#slide-3 p');
      expect(Math.abs((text.top + text.bottom) / 2 - middle)).toBeLessThan(20);
      await show(4);
      const corner = await box('#slide-4 p');
      expect(corner.bottom).toBeGreaterThan(middle);
      expect(corner.left).toBeGreaterThan(pane.x + pane.width / 2);
      await show(5);
      const centre = await box('#slide-5 .center');
      expect(Math.abs((centre.left + centre.right) / 2 - (pane.x + pane.width / 2))).toBeLessThan(20);
      expect((await box('#slide-5 .right')).left).toBeGreaterThan(centre.right);
      await show(6);
      const background = await page.$eval('#slide-6', (slide) => {
        const { backgroundImage, backgroundSize } = getComputedStyle(slide);
        return `${backgroundImage} ${backgroundSize}`;
      });
      expect(background).toMatch(/^url\(".*\/deck\/a\.svg"\) contain$/);
      await show(7);
      await page.waitForFunction(() => document.querySelector<HTMLImageElement>('#slide-7 img')?.complete);
      const share = await page.$eval(
        '#slide-7 img',
        (image) => image.clientWidth / (image.parentElement?.clientWidth ?? 1),
      );
      expect(share).toBeCloseTo(0.4, 1);
      // Nothing of a slide that is too tall is above the pane.
      await show(8);
      expect((await box('#slide-8 p')).top).toBeGreaterThan(pane.y);
    }
  });

  test('formulas, diagrams and films are there; what is not says why', { timeout: 2 * minutes }, async () => {
    const page = await open(
      [
        '# A\n\n$$\\frac{1}{2}$$',
        '```mermaid\ngraph LR\n  A[Browser] --> B\n  C["<img src=x onerror=alert(1)>"] --> D\n  click C call alert()\n```\n\n<pre class="mermaid">graph TD\n  E --> F</pre>',
        '```mermaid\ngraph LR\n  A[\n```',
        '<iframe src="https://frame.example/"></iframe>\n\n<video src="a.webm"></video>\n\n<iframe src="https://other.example/"></iframe>\n\n![b](https://a.example/b.png)',
      ].join('\n\n---\n\n'),
      { 'a.webm': 'no film', 'runner.config.json': '{"frameHosts": ["frame.example"]}' },
    );
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
    expect(await page.locator('math mfrac').count()).toBe(1);
    expect(await page.$eval('.katex', (element) => getComputedStyle(element).fontFamily)).toContain('KaTeX_Main');
    expect(await page.$eval('.katex .mfrac', (element) => element.getBoundingClientRect().height)).toBeGreaterThan(20);
    expect(scripts.filter((path) => path.includes('mermaid'))).toEqual([]);
    await page.evaluate(() => (location.hash = '#2'));
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll<HTMLImageElement>('#slide-2 img.diagram')].filter(
          (image) => image.naturalWidth > 50,
        ).length === 2,
    );
    expect(scripts.filter((path) => path.includes('mermaid'))).toHaveLength(1);
    // Nothing of the deck is in the page: it is in a picture, its text beside it.
    expect(await page.locator('#slide-2 :is(svg, [onerror])').count()).toBe(0);
    expect(await page.textContent('#slide-2 pre')).toContain('A[Browser] --> B');
    await page.evaluate(() => (location.hash = '#3'));
    expect(await page.textContent('#slide-3 .left-out')).toMatch(/^This diagram cannot be drawn: .*line/);
    expect(await page.isVisible('#slide-3 pre')).toBe(true);
    await page.evaluate(() => (location.hash = '#4'));
    await page.frameLocator('#slide-4 iframe').getByText('a frame').waitFor();
    expect(new URL(page.url()).origin).toBe(served?.origin);
    expect(await page.locator('#slide-4 iframe').count()).toBe(1);
    expect(await page.locator('#slide-4 .left-out').allTextContents()).toEqual([
      expect.stringContaining('page of other.example not shown'),
      expect.stringContaining('picture not fetched, it is on a.example: b'),
    ]);
    expect(await page.$eval('video', (video) => [video.controls, video.preload])).toEqual([true, 'metadata']);
    // The film is none, and what the frame tried is refused.
    expect(errors.join('\n')).toContain('is sandboxed');
    errors.splice(
      0,
      errors.length,
      ...errors.filter((error) => !/ERR_|404|416|frame\.example|evil\.example/.test(error)),
    );
  });

  test('without formulas and diagrams the page loads at most 150 KB', { timeout: minutes }, async () => {
    const page = await open('# A\n\ntext\n');
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const fresh = await context.newPage();
    const client = await context.newCDPSession(fresh);
    await client.send('Network.enable');
    const requests = new Map<string, string>();
    client.on('Network.requestWillBeSent', ({ requestId, request }) => requests.set(requestId, request.url));
    let bytes = 0;
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      // What the terminal gets when it is there already.
      if (!(requests.get(requestId) ?? '').includes('/gpu-')) bytes += encodedDataLength;
    });
    await fresh.goto(new URL('/', page.url()).href);
    await fresh.waitForSelector('.xterm-screen');
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(150_000);
    // The terminal's script is asked for by the page itself, and nothing twice.
    const preloaded = await fresh.$$eval('link[rel=modulepreload]', (links) =>
      links.map((link) => (link as HTMLLinkElement).href),
    );
    const urls = [...requests.values()].filter((url) => url.includes('/assets/'));
    expect(preloaded.some((url) => url.includes('/mount-'))).toBe(true);
    expect(urls).toEqual(expect.arrayContaining(preloaded));
    expect(new Set(urls).size).toBe(urls.length);
  });
});
