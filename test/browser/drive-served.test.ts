import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';

const deck = `# Begin

---
# One

.exercise[
\`\`\`bash
echo "on"e
\`\`\`

\`\`\`bash
mkdir /proc/none
\`\`\`

\`\`\`bash
echo "thr"ee
\`\`\`
]

---
# Two

.exercise[
\`\`\`bash
echo "fo"ur
\`\`\`
]

.exercise[
Look at it.
]
`;

const windows = [
  ['light', 1280, 720],
  ['dark', 1280, 720],
  ['light', 390, 844],
  ['dark', 390, 844],
] as const;

describe.skipIf(chromiumPath === undefined)('step by step in the page (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let served: Served;
  let teacher: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  const context = async (): Promise<BrowserContext> => {
    const made = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
    made.setDefaultTimeout(20_000);
    // Without WebGL the rows are elements that a test can read.
    await made.addInitScript(() => {
      Reflect.set(HTMLCanvasElement.prototype, 'getContext', () => null);
    });
    made.on('page', (each) => each.on('pageerror', (error) => errors.push(error.message)));
    return made;
  };
  const panel = () => page.getByRole('region', { name: 'Step by step' });
  const press = (name: string | RegExp) => panel().getByRole('button', { name, exact: true }).click();
  const at = (text: string | RegExp) => panel().locator('.drive-step', { hasText: text }).waitFor();
  const rows = (text: string | RegExp) => page.locator('.xterm-rows > div').filter({ hasText: text });

  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), startServe(deck, ['--lang', 'en'])]);
    teacher = await context();
    page = await teacher.newPage();
    await page.goto(served.url);
    await rows('$').first().waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
  });
  afterEach(() => {
    expect(errors.splice(0)).toEqual([]);
  });

  test('n shows the controls where the slides are; all of the course can be run with them by keyboard', async () => {
    await page.locator('#slides').focus();
    await page.keyboard.press('n');
    await at(/Step 1 of 5, slide 2:.*echo "on"e.*not run yet/);
    // The focus is on Run.
    await page.keyboard.press('Enter');
    await rows(/^one/).waitFor();
    await page.waitForSelector('html[data-slide="2"]');
    await at(/Step 2 of 5.*mkdir/);
    await press('Run');
    await at(/Step 2 of 5.*mkdir.*failed/);
    await press('Skip this step');
    await at(/Step 3 of 5/);
    await press('Back');
    await at(/Step 2 of 5.*failed/);
    await press('Back');
    await at(/Step 1 of 5.*passed/);
    await press('Run');
    await at(/Step 2 of 5/);
  });

  test('a command is edited: typed as by the keyboard, and the step is accepted then', async () => {
    await press('Edit');
    const text = page.getByRole('textbox', { name: 'The command, to be changed and typed' });
    expect(await text.inputValue()).toBe('mkdir /proc/none');
    await text.fill('mkdir -p some/folder\necho "mad"e');
    await page.keyboard.press('Enter');
    await rows(/^made/).waitFor();
    await text.waitFor({ state: 'detached' });
    await at(/Step 2 of 5.*failed/);
    await press('Accept');
    await page
      .getByText(/Accepted by a person, although: mkdir/)
      .first()
      .waitFor();
    await at(/Step 3 of 5/);
    await press('Edit');
    await page.keyboard.press('Escape');
    await text.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Edit');
  });

  test('up to the next failure, a pause, a step of the list, what is done by hand', async () => {
    await press('To the next failure');
    await rows(/^four/).waitFor();
    await at(/Step 5 of 5, slide 3:/);
    await press('Done');
    await at(/Step 5 of 5.*passed/);
    await press('Go to…');
    await page.getByRole('dialog').getByRole('button', { name: /thr/ }).click();
    await page.waitForSelector('html[data-slide="2"]');
    await at(/Step 3 of 5/);
    expect(await panel().getByRole('button', { name: 'Pause after this' }).isDisabled()).toBe(true);
  });

  test('hidden snippets and the speed of typing are those of every window of the instructor', async () => {
    const other = await teacher.newPage();
    await other.goto(served.origin);
    const there = other.getByRole('region', { name: 'Step by step' });
    expect(await there.getByRole('checkbox', { name: 'Hidden snippets' }).isChecked()).toBe(true);
    await panel().getByRole('checkbox', { name: 'Hidden snippets' }).uncheck();
    await panel().getByRole('combobox', { name: 'Typing' }).selectOption('slow');
    await other.waitForFunction(() => document.querySelector<HTMLSelectElement>('.drive select')?.value === 'slow');
    expect(await there.getByRole('checkbox', { name: 'Hidden snippets' }).isChecked()).toBe(false);
    await panel().getByRole('checkbox', { name: 'Demo' }).check();
    await other.waitForFunction(() => document.querySelectorAll('.drive input:checked').length === 1);
    await panel().getByRole('checkbox', { name: 'Demo' }).uncheck();
    await other.close();
  });

  test.each(windows)(
    'axe finds no fault with the controls, nothing is wider than the window: %s, %i × %i',
    async (colorScheme, width, height) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await at(/Step 3 of 5/);
      await press('Edit');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const shots = process.env['SCREENSHOTS'];
      if (shots !== undefined) await page.screenshot({ path: `${shots}/drive-${colorScheme}-${width}.png` });
      await page.keyboard.press('Escape');
    },
  );

  test('students have neither the controls nor their key, nor has an audience', async () => {
    await page.setViewportSize({ width: 1280, height: 720 });
    const student = await (await context()).newPage();
    await student.goto(served.origin);
    await student.getByLabel('Your name').fill('Ana');
    await student.getByLabel('Password').fill('open sesame');
    await student.getByRole('button', { name: 'Enter' }).click();
    await student.locator('.xterm-rows > div', { hasText: '$' }).first().waitFor();
    await student.locator('#slides').focus();
    await student.keyboard.press('n');
    await student.keyboard.press('?');
    await student.getByRole('dialog').waitFor();
    expect(await student.getByText('Step by step').count()).toBe(0);
    const audience = await teacher.newPage();
    await audience.goto(`${served.origin}/?audience`);
    await audience.locator('.xterm-rows > div', { hasText: '$' }).first().waitFor();
    expect(await audience.locator('.drive').count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Step by step').waitFor();
    await page.keyboard.press('Escape');
    // Away again, also after the page was loaded anew.
    await page.getByRole('button', { name: /^Step by step/ }).click();
    await panel().waitFor({ state: 'detached' });
    await page.reload();
    await rows('$').first().waitFor();
    expect(await page.locator('.drive').count()).toBe(0);
  });
});
