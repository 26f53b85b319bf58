import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/pupitre.ts';
import { chromiumPath, launch } from './chromium.ts';
import { examine } from './examine.ts';
import { serve, type Served } from './serve.ts';

const folder = temporaryFolder();
/** A folder for pictures; without it there are none. */
const pictures = process.env['PUPITRE_PICTURES'];

function block(...commands: readonly string[]): string {
  return `.exercise[\n${commands.map((command) => `- Faire :\n  \`\`\`bash\n  ${command}\n  \`\`\`\n`).join('')}]\n`;
}
const strange = `touch '<img src=x onerror=alert(1)>' $'a\\u202eb'`;
const deck = `# Travail

${block('mkdir web; export COURS=kube; cd web', 'true', strange, 'kubectl create deployment web --image=nginx', 'kubectl scale deployment web --replicas=3', 'touch f{1..200}', 'rm rien')}
`;

/** "What did this change?" under the steps of a page, on a real rehearsal. */
describe.skipIf(chromiumPath === undefined)('what a step changed (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let server: Served;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(join(folder.path, 'deck.md'), deck);
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ decks: { deck: 'deck.md' } }));
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
    [browser, server] = await Promise.all([
      launch(),
      serve(['deck', '--target', 'rehearsal', '--lang', 'fr'], folder.path),
    ]);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(server.url);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    folder.remove();
  });

  const step = (number: number) => page.locator('.step').nth(number - 1);

  /** Runs a step and opens what it changed, by keyboard. */
  async function changesOf(number: number, status = 'passed'): Promise<readonly string[]> {
    await step(number).locator('.run').click();
    await page
      .locator(`.step >> nth=${number - 1}`)
      .and(page.locator(`[data-status=${status}]`))
      .waitFor();
    const details = step(number).locator('.changes');
    expect(await details.locator('li').first().isVisible()).toBe(false);
    await details.locator('summary').focus();
    await page.keyboard.press('Enter');
    await details.locator('p, li').first().waitFor({ state: 'visible' });
    return details.locator('p, li').allInnerTexts();
  }

  test('says so in the terms of programs, as text, and that nothing changed', async () => {
    expect(await step(1).locator('.changes').count()).toBe(0);
    expect(plain(await changesOf(1))).toEqual(['nouveau +web/', 'modifié cd ~ → ~/web', 'nouveau +$COURS (kube)']);
    expect(plain(await changesOf(2))).toEqual(['Rien n’a changé.']);
    const names = plain(await changesOf(3));
    expect(names).toEqual(['nouveau +web/<img src=x onerror=alert(1)> (size 0)', 'nouveau +web/a<U+202E>b (size 0)']);
    expect(await page.locator('.changes img').count()).toBe(0);
    expect(plain(await changesOf(4))[0]).toBe('nouveau +deployment/web (replicas 1, image nginx)');
    expect(plain(await changesOf(5))[0]).toMatch(/^modifié deployment\/web replicas 1 → 3/);
    const many = plain(await changesOf(6));
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toBe('… et 180 autres');
    expect(plain(await changesOf(7, 'failed'))).toEqual(['Rien n’a changé.']);
  }, 60_000);

  test('a window that comes later has them, too; what a person types in between counts to no step', async () => {
    const other = await page.context().newPage();
    await other.goto(server.origin);
    await other.locator('.step .changes').first().waitFor();
    expect(await other.locator('.step .changes').count()).toBe(7);
    await other.close();
    await page.locator('.xterm-helper-textarea').first().focus();
    await page.keyboard.type('BY_HAND=1; touch by-hand; echo typ""ed');
    await page.keyboard.press('Enter');
    await page.getByText('typed', { exact: true }).first().waitFor();
    await step(2).locator('.run').click();
    await step(2).locator('[data-status=running], [data-status=passed]').first().waitFor();
    await page.locator('.step >> nth=1').and(page.locator('[data-status=passed]')).waitFor();
    expect(plain(await step(2).locator('.changes p').allTextContents())).toEqual(['Rien n’a changé.']);
  }, 60_000);

  test('can be read by everybody, at every size', async () => {
    for (const number of [1, 3, 5])
      await step(number)
        .locator('.changes')
        .evaluate((each) => {
          each.setAttribute('open', '');
        });
    expect(await examine(page)).toEqual([]);
    for (const [width, height] of [
      [1280, 900],
      [390, 844],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        const tab = page.locator('.tabs [data-pane=slides]');
        if (width < 800 && (await tab.isVisible())) await tab.click();
        await step(4).scrollIntoViewIfNeeded();
        if (pictures !== undefined)
          await page.screenshot({ path: join(pictures, `changes-${width}-${colorScheme}.png`) });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide).toBe(false);
      }
    }
  }, 60_000);
});

function plain(texts: readonly string[]): string[] {
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}
