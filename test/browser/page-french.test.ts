import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

/** Words that no French sentence has; none of them stands in the test's deck. */
const english = new RegExp(
  `(?<![\\p{L}\\p{N}'-])(?:${(
    'the of and or not is are was this that these which what who how where when with without from into for to by it its ' +
    'run runs running open close copy copied paste next previous first last slide slides search contents overview help keys ' +
    'step steps stop skip try again retry done failed passed waiting queued output input expected actual reason hidden hint ' +
    'start timer larger smaller theme light dark layout panes width follow black screen mirror full window device address ' +
    'server lost connection reload cancel throw away new left right up down end home shift escape digits too much reader ' +
    'match found here there nothing none only yours your you'
  )
    .split(' ')
    .join('|')})(?![\\p{L}\\p{N}'-])`,
  'giu',
);

/** Everything of the page that people see or hear, but code and what the deck itself says. */
function shownTexts(): string[] {
  const found: string[] = [document.title];
  const said = [
    'aria-label',
    'aria-description',
    'aria-roledescription',
    'aria-valuetext',
    'title',
    'placeholder',
    'alt',
  ];
  const walk = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
    if (!(node instanceof Element) || node.matches('script, style, code, pre, .xterm-rows, .diff')) return;
    for (const name of said) found.push(node.getAttribute(name) ?? '');
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return found.map((text) => text.trim()).filter((text) => text !== '');
}

describe.skipIf(chromiumPath === undefined)('a French page (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    server = await servePage(deckCourse, deckSections);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, hasTouch: true });
    page = await context.newPage();
    await page.goto(`${server.url}#3`);
    await page.waitForSelector('.slide-bar button:not(:disabled)');
    await page.waitForSelector('.terminal-mounted textarea', { state: 'attached' });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const expectFrench = async (): Promise<void> => {
    const texts = await page.evaluate(shownTexts);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.flatMap((text) => [...text.matchAll(english)].map(([word]) => `${word}: ${text}`))).toEqual([]);
  };

  it.each([
    ['help', '.tool:has(.icon-help)'],
    ['overview', '.tool:has(.icon-grid)'],
    ['search', '.tool:has(.icon-search)'],
    ['contents', '.tool:has(.icon-list)'],
    ['steps', '.progress-tool'],
    ['device', '.tool:has(.icon-device)'],
    ['newNode', '.tool:has(.icon-fresh)'],
  ])('dialog %s', async (name, button) => {
    await page.locator(button).first().click();
    const dialog = page.locator(`dialog.dialog-${name}[open]`);
    await dialog.waitFor();
    if (name === 'search') await page.keyboard.type('registre');
    if (name === 'device') await dialog.locator('svg.qr').first().waitFor();
    await expectFrench();
    await dialog.locator('header button').click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('steps in every state, also failed', async () => {
    for (const status of ['queued', 'running', 'waiting', 'passed', 'skipped', 'notRun'] as const) {
      server.tell('create', { status, attempt: 2, elapsedMs: 61_000, byHand: true });
      await page.waitForSelector(`section:not([hidden]) .step-status[data-status=${status}]`);
      await expectFrench();
    }
    for (const status of ['failed', 'timedOut', 'broken'] as const) {
      const mismatches = [{ reason: 'Absent de l’affichage.', expected: 'a\n', actual: 'b\n' }];
      server.tell('expose', {
        status,
        exitCode: 1,
        reason: 'Absent de l’affichage.',
        hints: ['Réessayez.'],
        mismatches,
      });
      server.tell('create', { status, exitCode: 1, reason: 'Code de sortie 1.', output: 'x\n' });
      await page.waitForSelector(`section:not([hidden]) .step-status[data-status=${status}]`);
      await expectFrench();
    }
  });

  it('warnings about what will be typed, steps by hand, pages', async () => {
    for (const slide of [6, 8]) {
      await page.goto(`${server.url}#${slide}`);
      await page.waitForSelector(`#slide-${slide}:not([hidden]) .step-actions`);
      await expectFrench();
    }
  });

  it('presenter and black screen', async () => {
    await page.locator('.tool:has(.icon-presenter)').click();
    await page.waitForSelector('.presenter');
    await expectFrench();
    await page.locator('.tool:has(.icon-presenter)').click();
    await page.waitForSelector('.presenter', { state: 'detached' });
  });

  it('search in the terminal, its keys, and what it asks', async () => {
    await page.locator('#terminal textarea').focus();
    await page.keyboard.press('Control+Shift+F');
    await page.waitForSelector('#terminal input');
    await page.locator('#terminal input').fill('absent');
    await expectFrench();
    await page.keyboard.press('Escape');
    expect(await page.getAttribute('#terminal textarea', 'aria-label')).toBe('Saisie dans le terminal');
  });

  it('node and connection', async () => {
    server.say({ type: 'node', node: 'node-1', status: 'ended' });
    await page.getByText('Le shell s’est terminé.').first().waitFor();
    await expectFrench();
    await server.close();
    await page.getByText('Connexion perdue').first().waitFor();
    await expectFrench();
    server = await servePage(deckCourse, deckSections);
  });
});
