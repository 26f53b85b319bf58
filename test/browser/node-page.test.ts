import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeIsolation } from '../../src/target/isolation.ts';
import { chromiumPath, launch } from './chromium.ts';
import { serve, type Served } from './serve.ts';

const minutes = 60_000;
/** Folder for pictures to look at. */
const shots = process.env['PUPITRE_SHOTS'];
/** By which other machines reach this one. */
const address = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

const isAbsent = chromiumPath === undefined || address === undefined;
describe.skipIf(isAbsent)('a node’s page over the network (skipped without Chromium or a network)', () => {
  let browser: Browser;
  let served: Served;
  beforeAll(async () => {
    [browser, served] = await Promise.all([
      launch('--disable-3d-apis'),
      serve(['--host', '0.0.0.0', '--lang', 'fr', ...(probeIsolation().isolation === 'none' ? ['--shared-user'] : [])]),
    ]);
  }, minutes);
  afterAll(async () => {
    await browser.close();
    expect(await served.stop()).toBe(0);
  }, minutes);

  test(
    'the last exercise’s page opens from another machine’s address, by the link of its step',
    async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      context.setDefaultTimeout(minutes / 2);
      const page = await context.newPage();
      const url = new URL(served.url);
      url.hostname = address ?? '';
      await page.goto(url.href);
      await page.locator('.xterm-rows', { hasText: /\$/ }).waitFor();

      // Nothing is there yet: a sentence, and no empty tab.
      const link = await page.evaluateHandle(() => {
        const made = document.createElement('a');
        made.href = 'http://node1:30999/';
        made.target = '_blank';
        document.querySelector('.slide:not([hidden]) .slide-content')?.append(made);
        made.textContent = 'node1';
        return made;
      });
      await link.asElement().click();
      const notice = page.locator('.banner', { hasText: 'Rien ne répond encore sur le port 30999' });
      await notice.waitFor();
      expect(context.pages()).toHaveLength(1);
      if (shots !== undefined) await page.screenshot({ path: join(shots, 'silent.png') });

      const rest = page.locator('button:has(.icon-forward)');
      for (let at = 0; at < 10 && (await rest.count()) === 0; at++) await page.keyboard.press('ArrowRight');
      await rest.click();
      await page.locator('dialog .dialog-actions button', { hasText: 'Lancer' }).click();
      const opened = page.locator('.open-page').last();
      await opened.waitFor({ state: 'attached', timeout: 3 * minutes });
      await page.keyboard.press('End');
      const visible = page.locator('section.slide:not([hidden]) .open-page');
      for (let at = 0; at < 30 && (await visible.count()) === 0; at++) await page.keyboard.press('ArrowLeft');
      const [tab] = await Promise.all([context.waitForEvent('page'), visible.first().click()]);
      await tab.waitForURL(/\/index\.html|\/$/);
      await tab.locator('h1').first().waitFor();
      const at = new URL(tab.url());
      expect(at.hostname).toBe(address);
      expect(at.port).not.toBe(url.port);
      expect(await tab.title()).toContain('DockerCoin');
      if (shots !== undefined) await tab.screenshot({ path: join(shots, 'webui.png') });
      await context.close();
    },
    5 * minutes,
  );
});
