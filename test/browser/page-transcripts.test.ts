import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { serve, type Served } from './serve.ts';

const minutes = 60_000;
/** Folder for pictures to look at. */
const shots = process.env['PUPITRE_SHOTS'];

const readme = `# Essayer

Une commande et ce qu’elle affiche, puis une autre :

\`\`\`console
$ echo un
un
$ cat <<E
> deux
> E
deux
\`\`\`

\`\`\`bash
$ echo \\
    trois
trois
\`\`\`

\`\`\`console
$ echo caché
caché
$ echo vu
\`\`\`
`;

describe.skipIf(chromiumPath === undefined)('fences with prompts in the page (skipped without Chromium)', () => {
  let folder: string;
  let browser: Browser;
  let context: BrowserContext;
  let served: Served;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pupitre-transcripts-'));
    writeFileSync(join(folder, 'README.md'), readme);
    [browser, served] = await Promise.all([
      launch(),
      serve(['README.md', '--exercises', 'prompts', '--target', 'rehearsal', '--lang', 'fr'], folder),
    ]);
    context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    context.setDefaultTimeout(minutes / 4);
    // The address lets one in once.
    await (await context.newPage()).goto(served.url);
  }, minutes);
  afterAll(async () => {
    await browser.close();
    await served.stop();
    rmSync(folder, { recursive: true });
  }, minutes);

  /** The page, its HTML changed on its way. */
  const open = async (change: (html: string) => string): Promise<Page> => {
    const page = await context.newPage();
    await page.route(
      (url) => url.pathname === '/',
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: change(await response.text()) });
      },
    );
    await page.goto(served.origin);
    await page.locator('.step .run').nth(2).waitFor();
    return page;
  };

  test(
    'what is typed is shown behind prompts: nothing is said',
    async () => {
      const page = await open((html) => html);
      expect(await page.locator('.step').count()).toBe(3);
      expect(await page.locator('.step-warning').count()).toBe(0);
      if (shots !== undefined) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(shots, `transcripts-${colorScheme}.png`) });
        }
        await page.setViewportSize({ width: 480, height: 800 });
        await page.screenshot({ path: join(shots, 'transcripts-narrow.png') });
      }
      await page.close();
    },
    minutes,
  );

  test.each([
    ['display', 'display:none'],
    ['visibility', 'visibility:hidden'],
    ['size', 'font-size:0'],
    ['colour', 'color:transparent'],
    ['opacity', 'opacity:0'],
    ['place', 'position:absolute;left:-9999px'],
  ])(
    'a command that is hidden by its %s is told',
    async (_, style) => {
      const page = await open((html) => html.replace('$ echo caché\n', `<span style="${style}">$ echo caché\n</span>`));
      const warning = page.locator('.step-warning');
      await warning.getByText('n’est pas ce que').waitFor();
      expect(await warning.count()).toBe(1);
      expect(await warning.locator('code').textContent()).toBe('echo caché\necho vu');
      if (shots !== undefined) await page.screenshot({ path: join(shots, 'transcripts-hidden.png') });
      await page.close();
    },
    minutes,
  );

  test(
    'a command that looks alike, and one that is not shown, are told',
    async () => {
      const page = await open((html) => html.replace('$ echo un\n', '$ echo u\u0578\n').replace('$ echo vu', 'vu'));
      await page.locator('.step-warning').nth(1).waitFor();
      expect(await page.locator('.step-warning').count()).toBe(2);
      await page.close();
    },
    minutes,
  );
});
