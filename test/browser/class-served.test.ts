import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';

const deck = `# Shells

---
# First

.exercise[
\`\`\`bash
echo one
\`\`\`
]

---
# Second

.exercise[
\`\`\`bash
mkdir /proc/none
\`\`\`
]

---
# Third

The end.
`;

describe.skipIf(chromiumPath === undefined)('a class (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let served: Served;
  let teacher: Page;
  let wall: Page;
  let ana: Page;
  let bob: Page;
  const contexts: BrowserContext[] = [];

  async function window(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    return context.newPage();
  }

  async function joins(name: string): Promise<Page> {
    const page = await window();
    await page.goto(served.origin);
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Password').fill('open sesame');
    await page.getByRole('button', { name: 'Enter' }).click();
    return page;
  }

  const tile = (name: string) => wall.locator('.tile', { hasText: name });
  const violations = async (page: Page) => {
    const found = await new AxeBuilder({ page }).analyze();
    return found.violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
  };

  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), startServe(deck, ['--lobby', '--lang', 'en'])]);
    teacher = await window();
    await teacher.goto(served.url);
    await teacher.locator('.class-tool').waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  test('students wait in the lobby, and see nothing of the course', async () => {
    ana = await joins('Ana');
    await ana.getByText('You are the first one here.').waitFor();
    bob = await joins('Bob');
    await ana.getByText('2 people are here.').waitFor();
    expect(await ana.content()).not.toContain('echo one');
    expect(await violations(ana)).toEqual([]);
    const opened = teacher.waitForEvent('popup');
    await teacher.locator('.class-tool').click();
    wall = await opened;
    await wall.getByText('The class has not begun; 2 wait.').waitFor();
    expect(await violations(wall)).toEqual([]);
    await wall.getByRole('button', { name: 'Begin' }).click();
    await ana.locator('.class-bar', { hasText: 'Ana' }).waitFor();
    await bob.locator('.class-bar', { hasText: 'Bob' }).waitFor();
  });

  test('who raises a hand is first on the wall, and who fails three times is stuck', async () => {
    await tile('Bob').waitFor();
    await bob.getByRole('button', { name: 'Raise hand' }).click();
    await bob.getByLabel('What about?').fill('The registry');
    await bob.keyboard.press('Enter');
    await tile('Bob').getByText('Hand raised for less than 1 min: The registry').waitFor();
    expect(await wall.locator('.tile').first().textContent()).toContain('Bob');
    await ana.evaluate(() => (location.hash = '#3'));
    const run = ana.locator('section.slide:not([hidden]) .step .run');
    for (let times = 1; times <= 3; times++) {
      // That it has failed before is no sign that it has failed again.
      const failed = ana.evaluate(
        () =>
          new Promise<void>((resolve) => {
            const step = document.querySelector('section.slide:not([hidden]) .step');
            new MutationObserver((_changes, observer) => {
              if (step?.getAttribute('data-status') !== 'failed') return;
              observer.disconnect();
              resolve();
            }).observe(step ?? document, { attributeFilter: ['data-status'] });
          }),
      );
      await run.click();
      await failed;
      await wall.locator('.heat-table', { hasText: '1 of 1 failed first' }).waitFor();
    }
    await tile('Ana').getByText('Stuck: this step failed 3 times').waitFor();
    await tile('Ana').getByText('Slide 3', { exact: false }).first().waitFor();
    await wall.locator('.wall-counts', { hasText: '2 need help' }).waitFor();
    await teacher.locator('.class-tool', { hasText: '1 hand raised' }).waitFor();
    expect(await violations(wall)).toEqual([]);
    await wall.getByRole('button', { name: 'Table' }).click();
    expect(await wall.getByRole('row').nth(1).textContent()).toContain('Bob');
    expect(await violations(wall)).toEqual([]);
    await wall.getByRole('searchbox').fill('ána');
    await wall.locator('.wall-students tbody tr').nth(1).waitFor({ state: 'detached' });
    await wall.getByRole('searchbox').fill('');
    await wall.getByRole('button', { name: 'Tiles' }).click();
  });

  test('everybody goes to a slide, and whoever wanders off finds the way back', async () => {
    await wall.getByLabel('Another slide').selectOption({ label: '4 · Third' });
    await wall.getByRole('button', { name: 'Go', exact: true }).click();
    for (const page of [ana, bob]) await page.locator('#slide-4:not([hidden])').waitFor();
    await bob.locator('#slides').focus();
    await bob.keyboard.press('Home');
    await bob.getByRole('button', { name: 'Back to the class: slide 4' }).click();
    await bob.locator('#slide-4:not([hidden])').waitFor();
  });

  test('pause covers the page, and Escape does not take it away', async () => {
    await ana.locator('#slides').focus();
    await wall.getByRole('button', { name: 'Pause' }).click();
    const cover = ana.getByRole('dialog', { name: 'Look here' });
    await cover.waitFor();
    for (const key of ['Escape', 'Escape', 'Home', 'Escape']) await ana.keyboard.press(key);
    expect(await cover.isVisible()).toBe(true);
    expect(await ana.locator('#slide-4').isVisible()).toBe(true);
    expect(await violations(ana)).toEqual([]);
    await wall.getByRole('button', { name: 'Pause' }).click();
    await cover.waitFor({ state: 'detached' });
    expect(await ana.evaluate(() => document.activeElement?.id)).toBe('slides');
  });

  test('a message is said, a command is offered and runs only when it is wanted', async () => {
    await wall.getByLabel('Message to all').fill('Well done!');
    await wall.locator('.wall-form', { hasText: 'Message to all' }).getByRole('button').click();
    await bob.locator('.class-message', { hasText: 'Well done!' }).waitFor();
    await tile('Bob').click();
    const dialog = wall.getByRole('dialog', { name: 'Bob' });
    await dialog.locator('select').selectOption({ label: '2 · echo one' });
    await dialog.locator('.wall-form', { hasText: 'Offer a command' }).getByRole('button').click();
    expect(await violations(wall)).toEqual([]);
    const offer = bob.locator('.class-offer', { hasText: 'echo one' });
    await offer.waitFor();
    expect(await violations(bob)).toEqual([]);
    expect(await bob.locator('.step[data-status=passed]').count()).toBe(0);
    await offer.getByRole('button', { name: 'Run it' }).click();
    await offer.waitFor({ state: 'detached' });
    await bob.locator('#slide-2 .step[data-status=passed]').waitFor({ state: 'attached' });
    expect(await ana.locator('.class-offer').count()).toBe(0);
    await dialog.getByRole('button', { name: 'New code' }).click();
    await dialog.getByText(/The new code of Bob: \w{4}-\w{4}/).waitFor();
    await dialog.getByRole('button', { name: 'Lower the hand' }).click();
    await bob.getByRole('button', { name: 'Raise hand' }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('a ready check is answered, a timer is seen', async () => {
    await wall.getByRole('button', { name: 'Ready check' }).click();
    await ana.getByRole('button', { name: 'I am ready' }).click();
    await wall.getByText('1 of 2 are ready').waitFor();
    await wall.getByRole('button', { name: 'Start' }).click();
    await ana.locator('.class-timer', { hasText: /(10:00|9:\d\d) left/ }).waitFor();
  });

  test('a student leaves; another is removed', async () => {
    await ana.getByRole('button', { name: 'Leave' }).click();
    await ana.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await ana.getByLabel('Your name').waitFor();
    await tile('Ana').getByText('not connected').waitFor();
    await tile('Bob').click();
    await wall.getByRole('dialog', { name: 'Bob' }).getByRole('button', { name: 'Remove' }).click();
    await wall.getByRole('dialog', { name: 'Remove Bob?' }).getByRole('button', { name: 'Remove' }).click();
    await tile('Bob').waitFor({ state: 'detached' });
    await bob.getByRole('alert').filter({ hasText: 'no longer logged in' }).waitFor();
  });
});
