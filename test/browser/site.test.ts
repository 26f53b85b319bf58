import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pupitre } from '../cli/pupitre.ts';
import { chromiumPath, launch } from './chromium.ts';
import { examine } from './examine.ts';

const minutes = 60_000;
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const deck = `# A course

![a dot](pictures/a%20dot.png)

$$x^2$$

---

name: built

## Built up

.exercise[

- Say it:
  \`\`\`bash
  echo '<b>first</b>'
  \`\`\`

]

--

Then more. [To the end](#end)

\`\`\`mermaid
graph LR
  A[Browser] --> B["<img src=x onerror=alert(1)>"]
\`\`\`

---

name: end

## The end

.exercise[

- Fail:
  \`\`\`bash
  touch here; echo second; false
  \`\`\`

- Never:
  \`\`\`bash
  echo never
  \`\`\`

]
`;

/** \`pupitre export\`, opened from the disk. */
describe.skipIf(chromiumPath === undefined)('an exported deck (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let folder = '';
  const errors: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'pupitre-site-'));
    mkdirSync(join(folder, 'pictures'));
    writeFileSync(join(folder, 'pictures/a dot.png'), Buffer.from(pixel, 'base64'));
    writeFileSync(join(folder, 'deck.md'), deck);
    const run = ['run', 'deck.md', '--target', 'local', '--lang', 'en', '--reporter', 'json=run.ndjson'];
    expect((await pupitre(run, folder)).code).toBe(1);
    const made = await pupitre(['export', 'site', 'deck.md', '--from', 'run.ndjson', '--lang', 'en'], folder);
    expect(made).toEqual({ code: 0, stdout: 'Written: site/index.html\n', stderr: '' });
    await pupitre(['export', 'bare', 'deck.md', '--lang', 'fr'], folder);
  }, 2 * minutes);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(errors.splice(0)).toEqual([]);
    expect(asked.splice(0).filter((url) => !/^(?:file|data|blob):/.test(url))).toEqual([]);
  });

  async function open(name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const viewport = { width: 1280, height: 720 };
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(pathToFileURL(join(folder, name, 'index.html')).href);
    return page;
  }

  test.each(['site', 'bare'])('%s: everybody can read it', { timeout: minutes }, async (name) => {
    expect(await examine(await open(name))).toEqual([]);
  });

  test('below each command stands what came of it, when and where', { timeout: minutes }, async () => {
    const page = await open('site');
    const outcomes = page.locator('.outcome');
    expect(await outcomes.count()).toBe(3);
    const first = await outcomes.nth(0).innerText();
    expect(first).toMatch(/✓ passed\s·\slocal\s·\s\d{4}-\d\d-\d\d \d\d:\d\d UTC\s·\s0\.\d s/);
    expect(first).toContain('<b>first</b>');
    const below = await page.$eval('.outcome', (each) => each.previousElementSibling?.textContent ?? '');
    expect(below).toContain("echo '<b>first</b>'");
    expect(await outcomes.nth(1).innerText()).toMatch(/✗ failed[^]*exit code 1[^]*second/);
    expect(await outcomes.nth(2).innerText()).toMatch(/– not run/);
    expect(await page.innerText('.site-head')).toContain('1 of 3 steps passed');
  });

  test('a slide that is built up is there once, and links to names lead to it', { timeout: minutes }, async () => {
    const page = await open('site');
    expect(await page.$$eval('.slide h2', (all) => all.map((each) => each.textContent))).toEqual([
      'Built up',
      'The end',
    ]);
    expect(await page.$$eval('[id="built"], [id="end"], [id="slide-2"]', (all) => all.length)).toBe(3);
    await page.click('text=To the end');
    expect(await page.$eval('#slide-4', (slide) => slide.getBoundingClientRect().top)).toBeLessThan(720);
  });

  test('it is read without scripts, with its pictures and the fonts of formulas', { timeout: minutes }, async () => {
    const page = await open('site', { javaScriptEnabled: false });
    expect(await page.innerText('.outcome pre')).toBe('<b>first</b>');
    expect(await page.isVisible('.play')).toBe(false);
    expect(existsSync(join(folder, 'site/files/pictures/a dot.png'))).toBe(true);
    const scripted = await open('site');
    const image = await scripted.$eval('img', async (each) => {
      each.loading = 'eager';
      await each.decode();
      return each.naturalWidth;
    });
    expect(image).toBe(1);
    const fonts = await scripted.evaluate(async () => (await document.fonts.load('16px KaTeX_Math')).length);
    expect(fonts).toBeGreaterThan(0);
    expect(asked.filter((url) => url.endsWith('.woff2')).length).toBeGreaterThan(0);
  });

  test('diagrams are drawn, from the disk too; without scripts they are text', { timeout: minutes }, async () => {
    const page = await open('site');
    const picture = page.locator('img.diagram');
    await picture.waitFor();
    await picture.evaluate((each: HTMLImageElement) => each.decode());
    expect(await picture.getAttribute('alt')).toBe('Diagram; its text follows');
    expect(await picture.getAttribute('src')).toMatch(/^data:image\/svg\+xml/);
    expect(await page.locator('.left-out').count()).toBe(0);
    const still = await open('bare', { javaScriptEnabled: false });
    expect(await still.innerText('pre.mermaid')).toContain('A[Browser] --> B');
    // A deck without diagrams has nothing of it.
    writeFileSync(join(folder, 'plain.md'), '# Plain\n\nOnly a word: mermaid.\n');
    await pupitre(['export', 'plain', 'plain.md', '--lang', 'en'], folder);
    expect(existsSync(join(folder, 'site/mermaid.js'))).toBe(true);
    expect(existsSync(join(folder, 'plain/mermaid.js'))).toBe(false);
    expect(readFileSync(join(folder, 'plain/index.html'), 'utf8')).not.toContain("'self' file:\"");
  });

  test('a command plays, and the arrows go from slide to slide', { timeout: minutes }, async () => {
    const page = await open('site');
    const top = () =>
      page.$$eval('.slide', (all) => all.findIndex((each) => Math.abs(each.getBoundingClientRect().top) < 2));
    await page.keyboard.press('ArrowRight');
    expect(await top()).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(await top()).toBe(1);
    await page.keyboard.press('ArrowLeft');
    expect(await top()).toBe(0);
    await page.locator('.play').nth(1).click();
    const screen = page.locator('.player-screen');
    await screen.getByText('second', { exact: false }).first().waitFor();
    expect(await screen.innerText()).toContain('<b>first</b>');
  });

  test('without a run it has no outputs, and says so', async () => {
    const page = await open('bare');
    expect(await page.locator('.outcome').count()).toBe(0);
    expect(await page.innerText('.site-head')).toContain('Sans affichages');
  });

  test('what cannot be exported is said', { timeout: minutes }, async () => {
    const of = async (...args: readonly string[]) => {
      const { code, stderr } = await pupitre(['export', ...args, '--lang', 'en'], folder);
      return [code, stderr.trim()];
    };
    writeFileSync(join(folder, 'other.md'), deck.replace('a%20dot', 'gone'));
    writeFileSync(
      join(folder, 'broken.ndjson'),
      `${readFileSync(join(folder, 'run.ndjson'), 'utf8').trimEnd().slice(0, -9)}\n`,
    );
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine/index.html'), '<p>mine</p>');
    expect(await of('out', 'other.md')).toEqual([1, expect.stringMatching(/pictures\/gone\.png: a slide shows it/)]);
    expect(await of('out', 'other.md', '--from', 'run.ndjson')).toEqual([
      2,
      expect.stringMatching(/run\.ndjson has no run of other\.md, but of deck\.md\./),
    ]);
    expect(await of('out', 'deck.md', '--from', 'broken.ndjson')).toEqual([
      2,
      expect.stringMatching(/broken\.ndjson:\d+: not an event of a run/),
    ]);
    expect(await of('out', 'deck.md', '--from', 'absent.ndjson')).toEqual([2, expect.stringMatching(/absent\.ndjson/)]);
    expect(await of('mine', 'deck.md')).toEqual([2, expect.stringMatching(/mine\/index\.html is there already/)]);
  });
});
