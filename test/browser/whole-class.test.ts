import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pupitre } from '../cli/pupitre.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import type { TestClient } from '../server/test-hub.ts';
import { chromiumPath, launch } from './chromium.ts';
import { examine } from './examine.ts';

const slides = 10;
const deck = Array.from(
  { length: slides },
  (_, at) =>
    `# Step ${at + 1}\n\n.exercise[\n\`\`\`bash\n${at === 2 ? 'cp "$HOME"/key "$HOME"/copy' : `echo ${at + 1}`}\n\`\`\`\n]\n`,
).join('\n---\n');
const sockets = 28;
const sizes = { laptop: [1280, 720], projector: [1920, 1080], phone: [390, 844] } as const;
/** Pictures are written there, to be looked at. */
const pictures = process.env['PUPITRE_CLASS_PICTURES'];

describe.skipIf(chromiumPath === undefined)(
  'a class of thirty, from the door to the results (skipped without chromium)',
  () => {
    let browser: Browser;
    let served: Served;

    beforeAll(async () => {
      [browser, served] = await Promise.all([
        launch(),
        startServe(deck, ['--lobby', '--lang', 'en', '--max-places', '30', '--class-file', 'class.ndjson']),
      ]);
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await served.close();
    });

    const context = async (): Promise<BrowserContext> => {
      const made = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
      made.setDefaultTimeout(30_000);
      // Without WebGL the rows are elements that a test can read.
      await made.addInitScript(() => {
        Reflect.set(HTMLCanvasElement.prototype, 'getContext', () => null);
      });
      return made;
    };
    const joins = async (name: string): Promise<Page> => {
      const page = await (await context()).newPage();
      await page.goto(served.origin);
      await page.getByLabel('Your name').fill(name);
      await page.getByLabel('Password').fill('open sesame');
      await page.getByRole('button', { name: 'Enter' }).click();
      return page;
    };
    /** In every size, light and dark. */
    const picture = async (page: Page, name: string): Promise<void> => {
      if (pictures === undefined) return;
      mkdirSync(pictures, { recursive: true });
      for (const [size, [width, height]] of Object.entries(sizes)) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height });
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`) });
        }
      }
      await page.setViewportSize({ width: 1280, height: 720 });
      await page.emulateMedia({ colorScheme: 'light' });
    };

    test('lobby, course, stuck, hand, help by consent, message, slide 8, results', { timeout: 240_000 }, async () => {
      // The instructor comes by the printed link; 28 by WebSockets and 2 by pages wait in the lobby.
      const teaching = await context();
      const teacher = await teaching.newPage();
      await teacher.goto(served.url);
      await teacher.locator('.class-tool').waitFor();
      const cookies = await Promise.all(
        Array.from({ length: sockets }, (_, at) => served.enter({ password: 'open sesame', name: `Row ${at + 1}` })),
      );
      const [ana, bob] = await Promise.all([joins('Ana'), joins('Bob')]);
      const waiting = await Promise.all(cookies.map((cookie) => served.waits(cookie)));
      await ana.getByText('30 people are here.').waitFor();
      await picture(ana, 'lobby');
      const opened = teacher.waitForEvent('popup');
      await teacher.locator('.class-tool').click();
      const wall = await opened;
      await wall.getByText('The class has not begun; 30 wait.').waitFor();
      await picture(wall, 'wall-lobby');
      for (const client of waiting) client.socket.close();
      await wall.getByRole('button', { name: 'Begin' }).click();
      const clients: TestClient[] = await Promise.all(cookies.map((cookie) => served.client(cookie)));

      // All do the first two steps; the third fails for everybody, three times for Ana.
      const failsFor = async (client: TestClient): Promise<void> => {
        for (const unit of ['step-1.1', 'step-2.1', 'step-3.1']) {
          client.send({ type: 'run', unit, scope: 'unit' });
          await client.ends(unit);
        }
      };
      await Promise.all(clients.map(failsFor));
      await wall.locator('.heat-table', { hasText: '28 of 28 failed first' }).waitFor();
      await ana.locator('.class-bar', { hasText: 'Ana' }).waitFor();
      await ana.evaluate(() => (location.hash = '#3'));
      const step = ana.locator('section.slide:not([hidden]) .step');
      for (let times = 1; times <= 3; times++) {
        await step.locator('.run').click();
        await wall.locator('.heat-table', { hasText: '29 of 29 failed first' }).waitFor();
        await step.and(ana.locator('[data-status=failed]')).waitFor();
      }
      const tile = (name: string) => wall.locator('.tile', { hasText: name });
      await wall.getByRole('searchbox').fill('Ana');
      await tile('Ana').getByText('Stuck: this step failed 3 times').waitFor();
      await wall.getByRole('searchbox').fill('');

      // Bob raises a hand, and offers a look; the instructor comes, looks, asks to type, and types.
      await bob.getByRole('button', { name: 'Raise hand' }).click();
      await bob.getByRole('button', { name: 'Let them look' }).click();
      await tile('Bob').getByText('You may look').waitFor();
      expect(await wall.locator('.tile').first().textContent()).toContain('Bob');
      await picture(wall, 'wall');
      await picture(bob, 'hand');
      expect([await examine(wall), await examine(bob)]).toEqual([[], []]);
      await tile('Bob').click();
      const visited = wall.waitForEvent('popup');
      await wall
        .getByRole('dialog', { name: 'Bob' })
        .getByRole('link', { name: 'Ask to look at the terminal' })
        .click();
      const visit = await visited;
      await visit.getByRole('button', { name: 'Ask to type' }).click();
      await bob.getByRole('button', { name: 'Yes, type' }).click();
      await visit.locator('.help-bar', { hasText: 'You may type' }).waitFor();
      await visit.locator('.xterm-helper-textarea').focus();
      await visit.keyboard.type('touch ~/key; echo "mended"\n');
      await bob
        .locator('.xterm-rows > div')
        .filter({ hasText: /^mended/ })
        .waitFor();
      await picture(bob, 'helped');
      await picture(visit, 'visit');
      await bob.keyboard.press('F9');
      await visit.locator('.help-bar', { hasText: 'You do not see' }).waitFor();
      await visit.close();
      await bob.evaluate(() => (location.hash = '#3'));
      await bob.locator('section.slide:not([hidden]) .step .run').click();
      await bob.locator('section.slide:not([hidden]) .step[data-status=passed]').waitFor();

      // A message, and everybody to slide 8.
      await wall.getByRole('dialog', { name: 'Bob' }).getByRole('button', { name: 'Close' }).click();
      await wall.getByLabel('Message to all').fill('The key was missing.');
      await wall.locator('.wall-form', { hasText: 'Message to all' }).getByRole('button').click();
      await ana.locator('.class-message', { hasText: 'The key was missing.' }).waitFor();
      for (const client of clients) await client.receives('said');
      await wall.getByLabel('Another slide').selectOption({ label: '8 · Step 8' });
      await wall.getByRole('button', { name: 'Go', exact: true }).click();
      for (const page of [ana, bob]) await page.locator('#slide-8:not([hidden])').waitFor();
      await Promise.all(
        clients.map((client) =>
          client.until('slide 8', () => client.messages.some((each) => each.type === 'slide' && each.index === 8)),
        ),
      );
      await picture(ana, 'led');

      // What came of it.
      const { code, stdout } = await pupitre(['class', 'class.ndjson', '--by', 'step', '--lang', 'en'], served.folder);
      expect(code).toBe(0);
      expect(stdout.split('\r\n').find((line) => line.startsWith('step-3.1'))).toMatch(/^step-3\.1,30,1,/);
      const all = await pupitre(['class', 'class.ndjson', '--lang', 'en'], served.folder);
      expect(all.stdout).toMatch(/\r\nAna,step-3\.1,3,3,/);
      expect(all.stdout).toMatch(/\r\nBob,step-3\.1,1,0,/);
    });
  },
);
