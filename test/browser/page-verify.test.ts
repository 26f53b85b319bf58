import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { serve, type Served } from './serve.ts';

const minutes = 60_000;

const deck = `# A file

.exercise[

- Make the file \`ready\`

- Look:
  \`\`\`bash
  ls
  \`\`\`

<!--
\`\`\`verify
test -e ~/ready || { echo "There is no file ready yet."; exit 1; }
\`\`\`
-->

]
`;

describe.skipIf(chromiumPath === undefined)('what a script verifies, in the page (skipped without Chromium)', () => {
  let folder: string;
  let browser: Browser;
  let served: Served;
  let page: Page;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pupitre-verify-'));
    writeFileSync(join(folder, 'deck.md'), deck);
    [browser, served] = await Promise.all([
      launch(),
      serve(['deck.md', '--target', 'rehearsal', '--lang', 'en'], folder),
    ]);
    page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
    page.setDefaultTimeout(minutes / 4);
    await page.goto(served.url);
  }, minutes);
  afterAll(async () => {
    await browser.close();
    await served.stop();
    rmSync(folder, { recursive: true });
  }, minutes);

  test('Check says what the script printed, and passes when the person has done it; the script is not sent', async () => {
    const check = page.getByRole('button', { name: /^Check/ }).first();
    await check.click();
    const reason = page.locator('.failure-reason');
    expect(await reason.textContent()).toContain('There is no file ready yet.');
    expect(await page.getByRole('alert').first().textContent()).toMatch(/^Check: failed/);
    expect(await page.content()).not.toContain('test -e');
    await page.locator('.xterm textarea').first().focus();
    await page.keyboard.type('touch ~/ready\n');
    await check.click();
    await reason.waitFor({ state: 'detached' });
    await page.getByText('passed', { exact: true }).first().waitFor();
  });
});
