import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { examine } from './examine.ts';
import { openStage, type Stage, type State, states } from './states.ts';

const minutes = 60_000;
/** A folder for pictures of every state; without it they are only examined. */
const pictures = process.env['PUPITRE_STATES'];
const sizes = [
  [1280, 720],
  [1920, 1080],
  [800, 600],
  [390, 844],
] as const;
const themes = ['light', 'dark'] as const;

describe.skipIf(chromiumPath === undefined)('states (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let stage: Stage | undefined;

  beforeAll(async () => {
    // Without WebGL the terminal's rows are text in the page.
    browser = await launch('--disable-3d-apis');
    stage = await openStage(browser);
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  }, minutes);
  afterAll(async () => {
    await stage?.close();
    await browser.close();
  });

  test.each(states)('$name', { timeout: 5 * minutes, retry: 0 }, async (state) => {
    if (stage === undefined) throw new Error('nothing is served');
    const page = await state.show(stage);
    expect(await examine(page)).toEqual([]);
    if (pictures !== undefined) await photograph(page, state, pictures);
    if (page !== stage.page) await page.context().close();
    else await page.setViewportSize({ width: 1280, height: 720 });
  });
});

async function photograph(page: Page, { name, pane }: State, folder: string): Promise<void> {
  const shoot = async (file: string) => {
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.screenshot({ path: join(folder, `${name}-${file}.png`) });
  };
  const tab = page.locator(`.tabs [data-pane=${pane ?? 'slides'}]`);
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    if (width < 800 && (await tab.isVisible()) && (await page.locator('dialog').count()) === 0) await tab.click();
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await shoot(`${width}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 512 });
  await shoot('320-light');
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await shoot(`forced-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
}
