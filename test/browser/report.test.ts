import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportParts } from '../../src/cli/page-parts.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import { createHtmlReporter } from '../../src/report/html/html.ts';
import { pupitre } from '../cli/pupitre.ts';
import { buffer, play } from '../report/buffer.ts';
import { events, hostile, steps } from '../report/events.ts';
import { chromiumPath, launch } from './chromium.ts';
import { examine } from './examine.ts';

const minutes = 60_000;
const deck = `# A course

---

## First

.exercise[

- Say it:
  \`\`\`bash
  echo 'first </script><!-- line'
  \`\`\`

- Say more:
  \`\`\`bash
  printf 'second\\nline\\n'
  \`\`\`

]

---

## Wrong

.exercise[

- Look:
  \`\`\`bash
  echo '{"repositories": []}'
  \`\`\`

<!--
\`\`\`expect json
{"repositories": ["busybox"]}
\`\`\`
\`\`\`retry 1s\`\`\`
-->

- Not tried:
  \`\`\`bash
  echo last
  \`\`\`

]
`;

/** Reports as \`pupitre run --reporter html=FILE\` writes them, opened from the disk. */
describe.skipIf(chromiumPath === undefined)('the HTML report (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let folder = '';
  const errors: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'pupitre-report-'));
    writeFileSync(join(folder, 'deck.md'), deck);
    const args = ['run', 'deck.md', '--target', 'local', '--reporter', 'html=real.html', '--reporter', 'html=fr.html'];
    expect((await pupitre([...args, '--lang', 'fr'], folder)).code).toBe(1);
    expect((await pupitre([...args.slice(0, 6), '--lang', 'en', '--record', 'casts/'], folder)).code).toBe(1);
    await write('states.html', events);
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

  async function write(name: string, run: readonly RunEvent[]): Promise<void> {
    const output = buffer();
    const parts = () => reportParts(new URL('../../dist/browser/', import.meta.url));
    const options = { output, lang: 'en', parts, versions: {}, size: { cols: 80, rows: 24 } } as const;
    await play(createHtmlReporter(options), run);
    writeFileSync(join(folder, name), output.text());
  }

  async function open(name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const viewport = { width: 1280, height: 720 };
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(pathToFileURL(join(folder, name)).href);
    return page;
  }

  function shown(page: Page): Promise<string[]> {
    return page.$$eval('.step', (all) => all.filter((step) => step.getClientRects().length > 0).map(({ id }) => id));
  }

  test.each(['real.html', 'fr.html', 'states.html'])(
    '%s: everybody can read it',
    { timeout: minutes },
    async (name) => {
      expect(await examine(await open(name))).toEqual([]);
    },
  );

  test('what failed is open, and the result stands above the steps although it comes last in the file', async () => {
    const page = await open('real.html');
    expect(await page.textContent('.result-line')).toBe('1 of 4 steps did not pass');
    const above = await page.$eval('.result', (result) => result.getBoundingClientRect().bottom);
    expect(await page.$eval('.step', (step) => step.getBoundingClientRect().top)).toBeGreaterThan(above);
    expect(await page.$$eval('.step > details[open]', (all) => all.length)).toBe(1);
    expect(await page.innerText('.step > details[open] .diff')).toContain('busybox');
    await page.click('.failures a');
    expect(new URL(page.url()).hash).toBe('#wrong.1');
  });

  test('without scripts all of it can be read', async () => {
    const page = await open('real.html', { javaScriptEnabled: false });
    expect(await page.isVisible('.tools')).toBe(false);
    expect(await page.isVisible('.play')).toBe(false);
    await page.click('#first\\.1 summary');
    expect(await page.innerText('#first\\.1 .output')).toBe('first </script><!-- line');
  });

  test('filter and keys', async () => {
    const page = await open('states.html');
    await page.keyboard.press('f');
    expect(await shown(page)).not.toContain('un-cluster-vide.1');
    expect(await shown(page)).toHaveLength(7);
    await page.keyboard.press('f');
    expect(await shown(page)).toHaveLength(8);
    const focused = () => page.evaluate(() => document.activeElement?.closest('.step')?.id);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe('test-de-notre-registre.1');
    await page.keyboard.press('n');
    expect(await focused()).toBe('test-de-notre-registre.2');
    await page.keyboard.press('k');
    expect(await focused()).toBe('test-de-notre-registre.1');
    await page.keyboard.press('o');
    expect(await page.$$eval('.step > details:not([open])', (all) => all.length)).toBe(0);
    await page.keyboard.press('o');
    expect(await page.$$eval('.step > details[open]', (all) => all.length)).toBe(0);
  });

  test('a step plays from its moment: what came before is on the screen', async () => {
    const page = await open('real.html');
    await page.click('#first\\.2 summary');
    await page.click('#first\\.2 .play');
    const screen = page.locator('#first\\.2 .player-screen');
    await screen.getByText('second', { exact: false }).first().waitFor();
    expect(await screen.innerText()).toContain('first </script><!-- line');
    await page.keyboard.press('Escape');
    expect(await screen.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('play');
  });

  test('the player can be read and used, also on a phone', { timeout: minutes }, async () => {
    const page = await open('real.html');
    await page.click('#first\\.2 summary');
    await page.click('#first\\.2 .play');
    await page.locator('.player-screen').getByText('second', { exact: false }).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    // Its buttons keep the look that they are made for.
    const below = await page.$$eval('.ap-player button', (all) => {
      const bottom = document.querySelector('.ap-player')?.getBoundingClientRect().bottom ?? 0;
      return all.filter((each) => each.getBoundingClientRect().bottom > bottom + 1).length;
    });
    expect(below).toBe(0);
    await page.setViewportSize({ width: 320, height: 600 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await page.$eval('.ap-player', (player) => player.getBoundingClientRect().width)).toBeGreaterThan(600);
  });

  // The player's own limit begins anew at each marker.
  test('a long pause is shortened once, also with a step in the middle of it, and what comes later is not seen yet', async () => {
    const [begin] = events;
    const [first, second, third] = steps;
    if (begin === undefined) throw new Error('no runBegin');
    const end = (step: (typeof steps)[number], at: number): RunEvent => ({
      type: 'stepEnd',
      at,
      step,
      result: { stepId: step.id, verdict: { status: 'passed' }, durationMs: 1, tries: 1, commands: [], hints: [] },
    });
    const hour = 60 * minutes;
    await write('pause.html', [
      begin,
      { type: 'stepBegin', at: 0, step: first, ordinal: 1 },
      { type: 'output', at: 1, chunk: 'at the beginning\r\n' },
      end(first, 2),
      { type: 'stepBegin', at: hour, step: second, ordinal: 2 },
      end(second, hour + 1),
      { type: 'stepBegin', at: 2 * hour, step: third, ordinal: 3 },
      { type: 'output', at: 2 * hour + 10, chunk: 'after two hours\r\n' },
      end(third, 2 * hour + 20),
    ]);
    const page = await open('pause.html');
    await page.evaluate(() => {
      const { AsciinemaPlayer: player } = window as unknown as {
        AsciinemaPlayer: { create: (...all: unknown[]) => { pause(): unknown } };
      };
      const create = player.create.bind(player);
      player.create = (...all) => {
        const made = create(...all);
        void made.pause();
        return Object.assign(window, { player: made }).player;
      };
    });
    await page.locator('.step').nth(1).locator('summary').focus();
    await page.keyboard.press('p');
    const screen = page.locator('.player-screen');
    await screen.getByText('at the beginning').waitFor();
    expect(await screen.innerText()).not.toContain('after two hours');
    const duration = await page.evaluate(async () => {
      const { player } = window as unknown as { player: { getDuration(): number; play(): Promise<void> } };
      await player.play();
      return player.getDuration();
    });
    await screen.getByText('after two hours').waitFor();
    expect(duration).toBeGreaterThan(1.9);
    expect(duration).toBeLessThan(2.1);
  });

  test('every recording of --record DIR/ plays in asciinema-player', { timeout: minutes }, async () => {
    const page = await open('real.html');
    const casts = readdirSync(join(folder, 'casts')).sort();
    expect(casts).toEqual(['02-first.cast', '03-wrong.cast', 'session.cast']);
    for (const cast of casts) {
      await page.evaluate(
        (data) => {
          const { AsciinemaPlayer: player } = window as unknown as {
            AsciinemaPlayer: { create: (...all: unknown[]) => unknown };
          };
          const place = document.createElement('div');
          place.className = 'tried';
          document.querySelector('.tried')?.remove();
          document.body.prepend(place);
          player.create({ data }, place, { autoPlay: true, idleTimeLimit: 0.1 });
        },
        readFileSync(join(folder, 'casts', cast), 'utf8'),
      );
      const screen = page.locator('.tried');
      await screen
        .getByText(cast.startsWith('02') ? 'second' : 'repositories')
        .first()
        .waitFor();
      if (cast.startsWith('03')) expect(await screen.innerText()).not.toContain('second');
    }
  });

  test('of a run that was killed, what was written can be read, and says that it is not whole', async () => {
    const html = readFileSync(join(folder, 'real.html'), 'utf8');
    writeFileSync(join(folder, 'cut.html'), html.slice(0, html.indexOf('id="wrong.1"')));
    const page = await open('cut.html');
    expect(await page.getByText('This run was cut off').isVisible()).toBe(true);
    await page.click('#first\\.1 summary');
    expect(await page.innerText('#first\\.1 .output')).toContain('first');
    await page.keyboard.press('o');
    expect(await page.$$eval('.step > details[open]', (all) => all.length)).toBeGreaterThan(1);
  });

  test('on paper everything is open, and there are no controls', async () => {
    const page = await open('real.html');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('.tools')).toBe(false);
    expect(await page.isVisible('.play')).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.$$eval('.step > details:not([open])', (all) => all.length)).toBe(0);
    expect(await page.isVisible('#first\\.1 .output')).toBe(true);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await page.$$eval('.step > details[open]', (all) => all.length)).toBe(1);
  });

  test('hostile texts are shown and do nothing', async () => {
    const page = await open('states.html');
    expect(await page.$$eval('b', (all) => all.length)).toBe(0);
    expect(await page.innerText('[id="日本語.1"] .command')).toContain('<b>&amp;</b>');
    expect(hostile).toContain('<b>');
  });
});
