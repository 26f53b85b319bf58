import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { serve, type Served } from './serve.ts';

const minutes = 60_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The real `pupitre serve` with the real course on the rehearsal, in a real browser. */
describe.skipIf(chromiumPath === undefined)('a course in the browser (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let served: Served;
  const contexts: BrowserContext[] = [];
  const folders: string[] = [];

  beforeAll(async () => {
    // Without WebGL the terminal's rows are text in the page.
    browser = await launch('--disable-3d-apis');
  }, minutes);
  afterAll(() => browser.close());
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(await served.stop()).toBe(0);
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  }, minutes);

  async function newPage(url: string, width = 1280, height = 720): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    contexts.push(context);
    context.setDefaultTimeout(minutes / 2);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  async function course(...args: readonly string[]): Promise<Page> {
    served = await serve(args);
    const page = await newPage(served.url);
    await atPrompt(page);
    return page;
  }

  async function deck(markdown: string): Promise<Page> {
    const folder = mkdtempSync(join(tmpdir(), 'pupitre-deck-'));
    folders.push(folder);
    writeFileSync(join(folder, 'deck.md'), markdown);
    served = await serve(['deck.md', '--lang', 'en', '--target', 'local'], folder);
    const page = await newPage(served.url);
    await atPrompt(page);
    return page;
  }

  const slide = (page: Page) => page.locator('section.slide:not([hidden])');
  const step = (page: Page, at = 0) => slide(page).locator('.step-controls').nth(at);
  const status = (page: Page, value: string, at = 0) =>
    step(page, at).locator(`.step-status[data-status="${value}"]`).waitFor();
  const shows = (page: Page, text: string | RegExp) => page.locator('.xterm-rows', { hasText: text }).waitFor();
  const atPrompt = (page: Page) => shows(page, /\$/);
  const number = (page: Page) => slide(page).getAttribute('data-number');

  test(
    'the whole course is clicked through, with a reload in the middle',
    async () => {
      const page = await course('--lang', 'fr');
      const total = await page.locator('section.slide').count();
      let reloaded = false;
      for (let at = 0; at < total; at++) {
        const steps = await slide(page).locator('.step-controls').count();
        for (let each = 0; each < steps; each++) {
          const before = step(page, each);
          // An increment shows the steps of the slide before it again.
          if ((await before.locator('.step-status[data-status="passed"]').count()) > 0) continue;
          await before.locator('.run').click();
          await status(page, 'passed', each);
          if (!reloaded && (await before.locator('..').textContent())?.includes('docker push')) {
            reloaded = true;
            await page.reload();
            await status(page, 'passed', each);
            await shows(page, /latest: digest/);
          }
        }
        await page.keyboard.press('ArrowRight');
      }
      expect(reloaded).toBe(true);
      const web = slide(page).locator('.open-page');
      for (let at = total; at > 0 && (await web.count()) === 0; at--) await page.keyboard.press('ArrowLeft');
      const address = (await web.first().getAttribute('href')) ?? '';
      const webui = await page.context().newPage();
      await webui.goto(address);
      expect(await webui.title()).toContain('DockerCoin');
    },
    4 * minutes,
  );

  test(
    'what a person types is ticked; what fails shows what was expected',
    async () => {
      const page = await deck(
        [
          '# One\n\n.exercise[\n\n```bash\nFRUIT=apple\n```\n\n]\n',
          '# Two\n\n.exercise[\n\n```bash\necho "{\\"fruit\\": \\"$FRUIT\\"}"\n```\n\n]\n\nThe output should be:\n```json\n{"fruit": "pear"}\n```\n<!-- end -->\n',
        ].join('\n---\n'),
      );
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('FRUIT=apple\n');
      await status(page, 'passed');
      expect(await step(page).textContent()).toMatch(/by hand/);
      await page.locator('#slides').focus();
      await page.keyboard.press('ArrowRight');
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type(`echo "{\\"fruit\\": \\"$FRUIT\\"}"\n`);
      await status(page, 'failed');
      const failure = step(page).locator('.failure');
      expect(await failure.textContent()).toMatch(/pear/);
      expect(await failure.textContent()).toMatch(/apple/);
      await slide(page).locator('.expected-mark[data-held="false"]').waitFor();
      await page.keyboard.type('FRUIT=pear\n');
      await step(page).locator('.failure-actions .primary').click();
      await status(page, 'passed');
      await slide(page).locator('.expected-mark[data-held="true"]').waitFor();
    },
    2 * minutes,
  );

  test(
    'presenter and projector are in step, on two machines; the link of another device works once',
    async () => {
      const presenter = await deck('# One\n\n???\n\nSay hello.\n\n---\n\n# Two\n\n---\n\n# Three\n');
      await presenter.locator('#slides').focus();
      const url = await presenter.evaluate(async () => {
        const headers = { 'X-Pupitre-Key': localStorage.getItem('pupitre.key') ?? '' };
        const response = await fetch('/invite', { method: 'POST', headers });
        return ((await response.json()) as { url: string }).url;
      });
      const projector = await newPage(url, 1920, 1080);
      await atPrompt(projector);
      await presenter.locator('#slides').focus();
      await presenter.keyboard.press('p');
      await presenter.locator('.notes-pane', { hasText: 'Say hello.' }).waitFor();
      await presenter.keyboard.press('ArrowRight');
      await projector.locator('section.slide[data-number="2"]:not([hidden])').waitFor();
      await projector.locator('#slides').focus();
      await projector.keyboard.press('End');
      await presenter.locator('section.slide[data-number="3"]:not([hidden])').waitFor();
      const third = await newPage(url);
      await third
        .locator('body')
        .getByText(/address|pupitre serve/i)
        .first()
        .waitFor();
      expect(await third.locator('.xterm').count()).toBe(0);
    },
    2 * minutes,
  );

  test(
    'a keyboard is enough',
    async () => {
      const page = await deck('# One\n\n---\n\n# Two\n\n.exercise[\n\n```bash\necho ma""de it\n```\n\n]\n');
      await page.locator('#slides').focus();
      await page.keyboard.press('PageDown');
      expect(await number(page)).toBe('2');
      for (let presses = 0; presses < 30; presses++) {
        if (await page.evaluate(() => document.activeElement?.classList.contains('run'))) break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await status(page, 'passed');
      await shows(page, /made it/);
      for (let presses = 0; presses < 4; presses++) {
        if (await page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea'))) break;
        await page.keyboard.press('F6');
      }
      await page.keyboard.type('echo in""side\n');
      await shows(page, /inside/);
      await page.keyboard.press('F6');
      for (let presses = 0; presses < 3; presses++) {
        if (await page.evaluate(() => document.activeElement?.id === 'slides')) break;
        await page.keyboard.press('F6');
      }
      await page.keyboard.press('Home');
      expect(await number(page)).toBe('1');
    },
    2 * minutes,
  );

  test(
    'after a restart of the server the page reconnects and says that the node is new',
    async () => {
      const port = await freePort();
      const folder = mkdtempSync(join(tmpdir(), 'pupitre-deck-'));
      folders.push(folder);
      writeFileSync(join(folder, 'deck.md'), '# One\n');
      const args = ['deck.md', '--lang', 'en', '--target', 'local', '--port', String(port)];
      served = await serve(args, folder);
      const page = await newPage(served.url);
      await atPrompt(page);
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('echo be""fore\n');
      await shows(page, /before/);
      expect(await served.stop()).toBe(0);
      served = await serve(args, folder);
      await page
        .getByText(/has started again/)
        .first()
        .waitFor();
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('echo af""ter\n');
      await shows(page, /after/);
      expect(await page.locator('.xterm-rows', { hasText: 'before' }).count()).toBe(0);
    },
    2 * minutes,
  );

  test(
    'after a new node nothing is done, and the shell is fresh',
    async () => {
      const page = await deck('# One\n\n.exercise[\n\n```bash\nFRUIT=apple\n```\n\n]\n');
      await step(page).locator('.run').click();
      await status(page, 'passed');
      await page.locator('#slides').focus();
      await page.getByRole('button', { name: /New node1/ }).click();
      await page.locator('dialog[open] .danger').click();
      await step(page).locator('.step-status[data-status="passed"]').waitFor({ state: 'detached' });
      await atPrompt(page);
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('echo "<$FRUIT>"\n');
      await shows(page, '<>');
    },
    2 * minutes,
  );
});
