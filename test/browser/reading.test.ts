import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { heardText } from './heard.ts';
import { serve, type Served } from './serve.ts';

const minutes = 60_000;
const deck = {
  en: '# One\n\n---\n\n# Registry\n\n.exercise[\n\n- Read the port:\n  ```bash\n  cat gate > port\n  ```\n\n- Use it:\n  ```bash\n  mkdir "$(cat port)" /dev/null/x\n  ```\n\n]\n\n---\n\n# End\n',
  fr: '# Un\n\n---\n\n# Registre\n\n.exercise[\n\n- Lisez le port :\n  ```bash\n  cat gate > port\n  ```\n\n- Servez-vous-en :\n  ```bash\n  mkdir "$(cat port)" /dev/null/x\n  ```\n\n]\n\n---\n\n# Fin\n',
};

/** One exercise for those who hear it, and for those who have no mouse, on a real server with a real bash. */
describe.skipIf(chromiumPath === undefined)('reading and keys (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let served: Served;
  let folder = '';

  beforeAll(async () => {
    browser = await launch('--disable-3d-apis');
  }, minutes);
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await served.stop();
    rmSync(folder, { recursive: true });
  }, minutes);

  async function open(lang: 'en' | 'fr'): Promise<Page> {
    folder = mkdtempSync(join(tmpdir(), 'pupitre-reading-'));
    writeFileSync(join(folder, 'deck.md'), deck[lang]);
    const targets = { local: { type: 'local', env: { HOME: folder } } };
    writeFileSync(join(folder, 'runner.config.json'), JSON.stringify({ targets }));
    // `cat gate` runs until somebody writes into it.
    execFileSync('mkfifo', [join(folder, 'gate')]);
    served = await serve(['deck.md', '--target', 'local', '--lang', lang], folder);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto(served.url);
    await page.locator('.xterm-rows', { hasText: '$' }).waitFor();
    return page;
  }

  /** Presses Tab until the control of that name has the focus, which is seen at each stop. */
  async function tabTo(page: Page, name: string | RegExp): Promise<void> {
    for (let stops = 0; stops < 60; stops++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement) || element === document.body) return { name: '', isSeen: true };
        const style = getComputedStyle(element);
        const isTerminal = element.matches('.xterm-helper-textarea');
        const isSeen = isTerminal || (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2);
        return { name: element.ariaLabel ?? element.innerText.trim(), isSeen };
      });
      expect(stop.isSeen, `the focus on ${stop.name}`).toBe(true);
      if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return;
      if (/^Terminal input$/.test(stop.name)) await page.keyboard.press('F6');
    }
    throw new Error(`Tab never comes to ${String(name)}`);
  }

  /** The element that has the focus: never nothing after a control has gone. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body ? 'nothing' : (element?.ariaLabel ?? element?.textContent.trim());
    });

  test('a whole exercise by keyboard', { timeout: minutes }, async () => {
    const page = await open('en');
    const { keyboard } = page;
    const steps = page.locator('#slide-2 .step');
    await keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the slides');
    await keyboard.press('Enter');
    expect(await focused(page)).toBe('Slides');
    await keyboard.press('ArrowRight');
    await tabTo(page, /^Run: cat gate/);
    await keyboard.press('Enter');
    await page.locator('#slide-2 .step[data-status=running]').waitFor();
    // The same key stops it, and runs it again.
    expect(await focused(page)).toBe('Stop');
    await keyboard.press('Enter');
    await page.locator('#slide-2 .step[data-status=notRun]').waitFor();
    expect(await focused(page)).toBe('Run: cat gate > port');
    await keyboard.press('Space');
    await page.locator('#slide-2 .step[data-status=running]').waitFor();
    await writeFile(join(folder, 'gate'), '30311\n');
    await page.locator('#slide-2 .step[data-status=passed]').waitFor();
    await tabTo(page, /^Run: mkdir/);
    await keyboard.press('Enter');
    await steps.nth(1).locator('.failure').waitFor();
    await tabTo(page, 'Skip this step');
    await keyboard.press('Enter');
    await page.locator('#slide-2 .step[data-status=skipped]').waitFor();
    expect(await focused(page)).toMatch(/^Run: mkdir/);
    // Into the terminal and out of it by the key that it tells.
    await keyboard.press('F6');
    expect(await focused(page)).toBe('Terminal input');
    await page.locator('.way-out').getByText('F6').waitFor();
    await keyboard.type('echo typed"-by"-hand');
    await keyboard.press('Tab');
    expect(await focused(page)).toBe('Terminal input');
    await keyboard.press('Enter');
    await page.locator('.xterm-rows', { hasText: 'typed-by-hand' }).waitFor();
    await keyboard.press('Shift+F6');
    expect(await focused(page)).toBe('Slides');
    await keyboard.press('o');
    await page.locator('.overview-slide:focus').waitFor();
    expect(await focused(page)).toBe('Slide 2 of 3: Registry');
    await keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('Slide 3 of 3: End');
    await keyboard.press('Enter');
    await page.locator('#slide-3:not([hidden])').waitFor();
    expect(await focused(page)).toBe('Slides');
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Slides');
  });

  test.each(['en', 'fr'] as const)('an exercise as a screen reader has it: %s', { timeout: minutes }, async (lang) => {
    const page = await open(lang);
    await page.locator('#slides').focus();
    await page.keyboard.press('ArrowRight');
    const slide = page.locator('#slide-2');
    const heard: string[] = [];
    const hear = async (title: string, part: Locator) => {
      heard.push(`# ${title}\n${(await part.ariaSnapshot()).replaceAll(/\d+ s\b/g, 'N s')}`);
    };
    const step = (at: number) => slide.locator('li:has(.step)').nth(at);
    const is = (status: string) => slide.locator(`.step[data-status=${status}]`).first().waitFor();
    await hear('before', slide);
    await step(0).locator('.run').click();
    await is('running');
    await hear('running', step(0));
    await writeFile(join(folder, 'gate'), '30311\n');
    await is('passed');
    await hear('done', step(0));
    await step(1).locator('.run').click();
    await is('failed');
    await hear('failed', step(1));
    for (const part of ['.toolbar', '.slide-footer', '.terminal-pane']) await hear(part, page.locator(part));
    expect(heard.join('\n')).toBe(heardText[lang]);
  });
});
