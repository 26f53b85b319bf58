import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';

/** A slide of each title, with its text and commands. */
function deck(...slides: readonly (readonly [title: string, prose: string, ...commands: string[]])[]): string {
  return slides
    .map(([title, prose, ...commands]) => {
      const fences = commands.map((command) => `- Do:\n\`\`\`bash\n${command}\n\`\`\`\n`).join('\n');
      const exercise = commands.length === 0 ? '' : `\n.exercise[\n\n${fences}\n]\n`;
      return `# ${title}\n\n${prose}\n${exercise}`;
    })
    .join('\n---\n');
}

const long = Array.from({ length: 60 }, (_, at) => `Line ${at + 1}`).join('\n\n');
const title = ['Begin', 'Hello.'] as const;
const one = ['One', 'The first.', 'X=kept; echo "on"e', 'echo "tw"o'] as const;
const two = ['Two', long, 'echo "thr"ee'] as const;
const end = ['End', 'Done.'] as const;

describe.skipIf(chromiumPath === undefined)('serve --watch (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let served: Served;
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    [browser, served] = await Promise.all([
      launch(),
      startServe(deck(title, one, two, end), ['--watch', '--lang', 'en']),
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
  });
  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });

  const context = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> => {
    const made = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      reducedMotion: 'reduce',
      ...options,
    });
    made.setDefaultTimeout(20_000);
    // Without WebGL the rows are elements that a test can read.
    await made.addInitScript(() => {
      Reflect.set(HTMLCanvasElement.prototype, 'getContext', () => null);
    });
    contexts.push(made);
    return made;
  };
  const open = async (where: BrowserContext, path: string): Promise<Page> => {
    const page = await where.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(new URL(path, served.origin).href);
    // It is gone when the page is loaded again.
    await page.evaluate(() => Reflect.set(window, 'stays', true));
    return page;
  };
  const joins = async (name: string, options = {}): Promise<Page> => {
    const page = await open(await context(options), '/');
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Password').fill('open sesame');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.waitForSelector('html[data-slide]');
    await page.evaluate(() => Reflect.set(window, 'stays', true));
    return page;
  };
  const stays = async (...pages: readonly Page[]) => {
    for (const page of pages) expect(await page.evaluate(() => 'stays' in window)).toBe(true);
  };
  /** As most editors do: a new file in the place of the old one. */
  const save = (text: string) => {
    const file = join(served.folder, 'deck.md');
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const shows = (page: Page, text: string) =>
    page.locator('section.slide:not([hidden]) .slide-content', { hasText: text }).waitFor();
  const run = (page: Page, command: string) =>
    page
      .locator('section.slide:not([hidden]) .step', { hasText: command })
      .getByRole('button', { name: /^Run/ })
      .click();
  const passed = (page: Page, command: string) =>
    page.locator('section.slide:not([hidden]) .step[data-status=passed]', { hasText: command }).waitFor();
  const go = async (page: Page, number: number) => {
    await page.locator('.counter input').fill(String(number));
    await page.locator('.counter input').press('Enter');
  };
  const rows = (page: Page, text: string | RegExp) => page.locator('.xterm-rows > div').filter({ hasText: text });

  let teacher: BrowserContext;
  let desk: Page;
  let presenter: Page;
  let wall: Page;
  let ana: Page;
  let phone: Page;

  test('every window has the new slides in place: slide, ticks, scroll, terminal and its shell are as they were', async () => {
    teacher = await context();
    desk = await teacher.newPage();
    await desk.goto(served.url);
    await desk.locator('.class-tool').waitFor();
    await desk.evaluate(() => Reflect.set(window, 'stays', true));
    presenter = await open(teacher, '/#p1');
    wall = await open(teacher, '/?wall');
    ana = await joins('Ana');
    phone = await joins('Bob', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await go(ana, 2);
    await run(ana, 'echo "on"e');
    await passed(ana, 'echo "on"e');
    await run(ana, 'echo "tw"o');
    await passed(ana, 'echo "tw"o');
    await go(ana, 3);
    await ana.locator('#slides').evaluate((main) => {
      main.scrollTop = 400;
    });
    await go(phone, 2);
    save(
      deck(title, ['New', 'Quite new.', 'echo "ne"w'], ['One', 'The first.', 'X=kept; echo "on"e'], two, [
        'End',
        'Done again.',
      ]),
    );
    // A slide has come before, and one command is gone.
    await ana.waitForSelector('html[data-slide="4"]');
    await shows(ana, 'Line 60');
    expect(await ana.locator('#slides').evaluate((main) => main.scrollTop)).toBe(400);
    await phone.waitForSelector('html[data-slide="3"]');
    await go(ana, 3);
    await passed(ana, 'echo "on"e');
    expect(await ana.locator('section.slide:not([hidden]) .step').count()).toBe(1);
    await go(ana, 2);
    await shows(ana, 'Quite new.');
    await run(ana, 'echo "ne"w');
    await passed(ana, 'echo "ne"w');
    await ana.locator('.xterm-helper-textarea').focus();
    await ana.keyboard.type('echo "X is $X"\n');
    await rows(ana, /^X is kept/).waitFor();
    for (const page of [desk, presenter]) await page.getByText('/ 5').first().waitFor();
    await presenter.locator('.next-title', { hasText: 'New' }).waitFor();
    await wall.getByRole('cell', { name: '1/1' }).first().waitFor();
    await stays(desk, presenter, wall, ana, phone);
    expect(served.said()).toContain('Shown anew: 5 slides.');
  }, 60_000);

  test('a mistake leaves the slides as they were; the instructor is told where it is, students are not', async () => {
    save(`${deck(title, one, two)}\n---\n# Broken\n\n.exercise[\n\`\`\`bash\necho unclosed\n`);
    const where = /not shown yet, the slides stay as they were: deck\.md:\d+:\d+: error:/;
    for (const page of [desk, presenter, wall]) await page.locator('.banner', { hasText: where }).waitFor();
    const audience = await open(teacher, '/?audience');
    await shows(audience, 'Hello.');
    // One that comes in later is told, too.
    const late = await open(teacher, '/');
    await late.locator('.banner', { hasText: where }).waitFor();
    const { violations } = await new AxeBuilder({ page: late }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(served.said()).toMatch(where);
    expect(await ana.locator('.banner', { hasText: where }).count()).toBe(0);
    expect(await audience.locator('.banner', { hasText: where }).count()).toBe(0);
    await shows(ana, 'Quite new.');
    // Empty for a moment, as some editors leave it, and then as it was.
    save('');
    await desk.locator('.banner', { hasText: /deck\.md/ }).waitFor();
    save(deck(title, one, two, end));
    for (const page of [desk, presenter, wall, late])
      await page.locator('.banner', { hasText: where }).waitFor({ state: 'detached' });
    await ana.waitForSelector('html[data-slide="2"]');
    await shows(ana, 'The first.');
    await passed(ana, 'echo "on"e');
    // What was away in between has been forgotten.
    expect(await ana.locator('section.slide:not([hidden]) .step[data-status=passed]').count()).toBe(1);
    await late.close();
    await audience.close();
    await stays(desk, presenter, wall, ana, phone);
  }, 60_000);

  test('a slide that has not changed keeps its very elements: what is typed, open or played there', async () => {
    await go(ana, 2);
    const button = ana
      .locator('section.slide:not([hidden]) .step', { hasText: 'tw' })
      .getByRole('button', { name: /^Run/ });
    await button.focus();
    await button.evaluate((element) => {
      element.dataset['mine'] = 'yes';
    });
    save(deck(['Before', 'Much before.'], title, one, two, end));
    await ana.waitForSelector('html[data-slide="3"]');
    expect(await ana.evaluate(() => (document.activeElement as HTMLElement).dataset['mine'])).toBe('yes');
    await ana.keyboard.press('Enter');
    await passed(ana, 'tw');
    // With another command it is another step; the focus does not leave the slides.
    await button.focus();
    save(deck(['Before', 'Much before.'], title, ['One', 'The first.', one[2], 'echo "zw"ei'], two, end));
    const changed = ana.locator('section.slide:not([hidden]) .step', { hasText: 'zw' });
    await changed.getByText('This command was changed after you had done it.').waitFor();
    await passed(ana, 'echo "on"e');
    expect(await ana.evaluate(() => document.activeElement?.id)).toBe('slides');
  }, 60_000);

  test('a window that was away has the new slides when it is back', async () => {
    const where = ana.context();
    await where.setOffline(true);
    await ana.evaluate(() => dispatchEvent(new Event('online')));
    await ana.locator('.banner-warning').waitFor();
    save(deck(title, ['One', 'Written meanwhile.', one[2]], end));
    await desk.getByText('/ 3').first().waitFor();
    await where.setOffline(false);
    await ana.evaluate(() => dispatchEvent(new Event('online')));
    await shows(ana, 'Written meanwhile.');
    await passed(ana, 'echo "on"e');
    await stays(ana);
  }, 60_000);
});
