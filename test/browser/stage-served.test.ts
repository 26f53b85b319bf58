import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { start, type Started, temporaryFolder } from '../cli/pupitre.ts';
import { chromiumPath, launch } from './chromium.ts';

const folder = temporaryFolder();
function block(command: string): string {
  return `.exercise[\n\`\`\`bash\n${command}\n\`\`\`\n]\n`;
}
const deck = ['# First', `# Second\n\n${block('echo on-"the"-second')}`, `# Third\n\n${block('echo on-"the"-third')}`];

/** Windows of one workspace on a served page with a real bash, in the system's Chromium. */
describe.skipIf(chromiumPath === undefined)('stage, served (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let server: Started;
  let origin: string;
  let home: BrowserContext;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder.path, 'deck.md'), deck.join('\n\n---\n\n'));
    const targets = { local: { type: 'local', env: { HOME: folder.path } } };
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ decks: { deck: 'deck.md' }, targets }));
    server = start(['serve', 'deck', '--target', 'local', '--port', '0', '--lang', 'en'], folder.path);
    [browser] = await Promise.all([launch(), server.seen(/#token=/)]);
    const url = /http:\/\/\S+#token=\S+/.exec(server.printed())?.[0] ?? '';
    origin = new URL(url).origin;
    home = await browser.newContext();
    const page = await home.newPage();
    await page.goto(url);
    await page.waitForSelector('#slides');
    await page.close();
  }, 60_000);
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    server.kill('SIGTERM');
    await server.ended;
    folder.remove();
  });

  /** One more window of the same workspace, in a browser of its own. */
  const open = async (path: string, options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      storageState: await home.storageState(),
      ...options,
    });
    contexts.push(context);
    context.setDefaultTimeout(20_000);
    // Without WebGL the rows are elements that a test can read.
    await context.addInitScript(() => {
      Reflect.set(HTMLCanvasElement.prototype, 'getContext', () => null);
    });
    const page = await context.newPage();
    await page.goto(origin + path);
    return page;
  };
  const desk = { viewport: { width: 1280, height: 720 } };
  const rows = (page: Page, text: string | RegExp) => page.locator('.xterm-rows > div').filter({ hasText: text });
  const type = async (page: Page, line: string) => {
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  };
  const columns = async (page: Page, word: string): Promise<number> => {
    await type(page, `clear; echo ${word}"-cols"-$(tput cols)-`);
    const row = rows(page, new RegExp(`^${word}-cols-\\d+-`));
    await row.waitFor();
    return Number(/-(\d+)-/.exec((await row.textContent()) ?? '')?.[1]);
  };
  const text = (page: Page) =>
    page.locator('.xterm-rows').evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

  test('an audience reads the terminal from the last row, and it grows with the window', async () => {
    const page = await open('/?audience', desk);
    await rows(page, '$').first().waitFor();
    const before = await columns(page, 'stage');
    expect(await text(page)).toBeGreaterThanOrEqual(720 / 45);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForFunction(
      () => Number.parseFloat(getComputedStyle(document.querySelector('.xterm-rows') ?? document.body).fontSize) >= 24,
    );
    expect(await columns(page, 'grown')).toBeGreaterThanOrEqual(before - 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    // Its own size of text: other windows keep theirs.
    const usual = await text(page);
    await page.locator('#slides').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.waitForFunction(
      (size) =>
        Number.parseFloat(getComputedStyle(document.querySelector('.xterm-rows') ?? document.body).fontSize) > size,
      usual,
    );
    await page.reload();
    await rows(page, '$').first().waitFor();
    expect(await text(page)).toBeGreaterThan(usual);
  });

  test('the audience’s window leads, the page that types into it shows the same shell scaled', async () => {
    const page = await open('/', desk);
    await rows(page, '$').first().waitFor();
    const own = await columns(page, 'own');
    const audience = await open('/?audience', desk);
    await rows(audience, /^own-cols/).waitFor();
    const shown = await columns(page, 'led');
    expect(shown).toBeLessThan(own);
    await rows(audience, `led-cols-${shown}-`).waitFor();
    await audience.close();
    await page.locator('.terminal-bar').getByRole('button', { name: 'Larger text' }).click();
    await page.locator('.terminal-bar').getByRole('button', { name: 'Smaller text' }).click();
    expect(await columns(page, 'back')).toBeGreaterThan(shown);
  });

  test('a phone never resizes the shell of others: it shows all of it, scaled', async () => {
    const page = await open('/', desk);
    await rows(page, '$').first().waitFor();
    const before = await columns(page, 'desk');
    const phone = await open('/', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await phone.getByRole('tab', { name: 'Terminal' }).tap();
    await rows(phone, /^desk-cols/).waitFor();
    expect(await columns(phone, 'phone')).toBe(before);
    expect(await columns(page, 'again')).toBe(before);
    await rows(phone, /^again-cols/).waitFor();
    const wide = await phone
      .locator('.terminal-host')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(wide).toBeLessThanOrEqual(1);
    // Not alone on the stage any more: the phone may lead what nobody else shows.
    await page.context().close();
    contexts.splice(contexts.indexOf(page.context()), 1);
    await phone.setViewportSize({ width: 420, height: 844 });
    expect(await columns(phone, 'alone')).toBeLessThan(before);
  });

  test('a demo: → types the next command, runs it, and turns the slide, from whichever window', async () => {
    const page = await open('/#1', desk);
    await rows(page, '$').first().waitFor();
    const audience = await open('/?audience', { ...desk, reducedMotion: 'no-preference' });
    await rows(audience, '$').first().waitFor();
    await page.locator('#slides').focus();
    await page.keyboard.press('y');
    await audience.locator('.demo-mark').getByText('Demo').waitFor();
    await page.getByRole('button', { name: 'Demo: → types', pressed: true }).waitFor();
    // Nothing to type on the first slide.
    await page.keyboard.press('ArrowRight');
    await audience.waitForSelector('html[data-slide="2"]');
    await audience.locator('#slides').focus();
    await audience.keyboard.press('PageDown');
    await rows(page, /\$ e.{0,14}\s*$/).waitFor();
    await rows(audience, /\$ echo on-"the"-second\s*$/).waitFor();
    expect(await rows(page, /^on-the-second/).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await rows(audience, /^on-the-second/).waitFor();
    await page.locator('#slide-2 .step-status[data-status=passed]').first().waitFor();
    await page.keyboard.press('ArrowLeft');
    await audience.waitForSelector('html[data-slide="1"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await audience.waitForSelector('html[data-slide="3"]');
    // Who asks for less motion is shown all of it at once; who goes back takes it away.
    await page.keyboard.press('ArrowRight');
    await rows(audience, /\$ echo on-"the"-third\s*$/).waitFor();
    await page.keyboard.press('ArrowLeft');
    await rows(audience, /-third\s*$/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Demo: → types' }).click();
    await audience.locator('.demo-mark').waitFor({ state: 'detached' });
  });

  test('frozen, the audience’s terminal stays as it was, and its ticks; then it catches up', async () => {
    const page = await open('/#3', desk);
    await rows(page, '$').first().waitFor();
    const audience = await open('/?audience', desk);
    await rows(audience, '$').first().waitFor();
    await type(page, 'clear; echo "be"fore');
    await rows(audience, /^before/).waitFor();
    await page.locator('#slides').focus();
    await page.keyboard.press('z');
    await type(page, 'echo on-"the"-third');
    await type(page, 'echo "wh"ile');
    await rows(page, /^while/).waitFor();
    await page.locator('#slide-3 .step-status[data-status=passed]').first().waitFor();
    const seen = await audience.locator('.xterm-rows').textContent();
    expect(seen).toContain('before');
    expect(seen).not.toContain('while');
    expect(await audience.locator('.step-status[data-status=passed]:visible').count()).toBe(0);
    await page.locator('#slides').focus();
    await page.keyboard.press('z');
    await rows(audience, /^while/).waitFor();
    await audience.locator('#slide-3 .step-status[data-status=passed]').first().waitFor();
    await type(page, 'echo "af"ter');
    await rows(audience, /^after/).waitFor();
  });

  test('an audience sees the terminal in which one works, by its name where there are several', async () => {
    const page = await open('/', desk);
    await rows(page, '$').first().waitFor();
    const audience = await open('/?audience', desk);
    await rows(audience, '$').first().waitFor();
    expect(await audience.locator('.terminal-names').count()).toBe(0);
    await page.getByRole('button', { name: 'New terminal' }).click();
    const current = audience.locator('.terminal-names [aria-current=true]');
    await current.getByText('2', { exact: true }).waitFor();
    await type(page, 'echo "in"-two');
    await rows(audience, /^in-two/).waitFor();
    await page.getByRole('tab', { name: 'Terminal 1' }).click();
    await current.getByText('1', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Terminal 2' }).click();
    await current.getByText('2', { exact: true }).waitFor();
    await type(page, 'exit');
    await audience.locator('.terminal-names').waitFor({ state: 'detached' });
  });
});
