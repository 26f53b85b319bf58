import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../cli/pupitre.ts';
import { chromiumPath, launch } from './chromium.ts';
import { serve, type Served } from './serve.ts';

const folder = temporaryFolder();
function block(...commands: readonly string[]): string {
  return `.exercise[\n${commands.map((command) => `- Faire :\n  \`\`\`bash\n  ${command}\n  \`\`\`\n`).join('')}]\n`;
}
const deck = [
  'name: debut\n\n# Début',
  `# Milieu\n\n${block('echo mon-"sec"ret', 'mkdir rien/rien')}`,
  `# Suite\n\n${block('echo suite')}`,
  '# Fin\n\nMerci',
];

/** What the last slide of a served course says of what was done, with a real bash. */
describe.skipIf(chromiumPath === undefined)('end of a course (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let server: Served;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(join(folder.path, 'deck.md'), deck.join('\n\n---\n\n'));
    const targets = { local: { type: 'local', env: { HOME: folder.path } } };
    const secrets = ['/mon-secret/'];
    const config = { decks: { deck: 'deck.md' }, targets, secrets };
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
    [browser, server] = await Promise.all([
      launch(),
      serve(['deck', '--target', 'local', '--lang', 'fr'], folder.path),
    ]);
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(server.url);
    // Keys that are pressed before its script runs are nobody's.
    await page.waitForSelector('html[data-slide]');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    folder.remove();
  });

  const panel = () => page.getByRole('region', { name: 'Votre parcours' });

  test('says what passed, what did not, and what is left, with ways there; all of it can be saved, without secrets', async () => {
    const late: string[] = [];
    page.on('request', (request) => late.push(request.url()));
    await page.locator('#slides').focus();
    await page.keyboard.press('End');
    await panel().getByText('Rien n’a encore été exécuté.').waitFor();
    expect(late.some((url) => url.includes('end-panel'))).toBe(true);
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Lancer cette diapositive' }).click();
    await page.locator('#slide-2 .step-status[data-status=failed]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#slides').focus();
    await page.keyboard.press('End');
    await panel().getByText('1 réussie').waitFor();
    await panel().getByText('1 non réussie', { exact: true }).waitFor();
    await panel().getByText('1 non exécutée').waitFor();
    await panel()
      .getByText(/^Cela a pris \d+\ss/)
      .waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel().getByRole('button', { name: 'Enregistrer le compte rendu' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('début-compte-rendu.md');
    const path = join(folder.path, 'report.md');
    await download.saveAs(path);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('# Début\u00a0: compte rendu');
    expect(text).toContain('```console\n$ echo mon-"sec"ret\n*****\n```');
    expect(text).toMatch(/### `mkdir rien\/rien`\n\n\*\*échoué/);
    expect(text).toContain('## 3 Suite');
    expect(text).toContain('- Résultat\u00a0: 1 réussie · 1 non réussie · 1 non exécutée');
    expect(text).not.toContain('mon-secret');

    await panel().getByRole('link', { name: '3 Suite' }).click();
    await page.waitForSelector('html[data-slide="3"]');
    await page.goBack();
    await page.waitForSelector('html[data-slide="4"]');
    await panel().getByRole('link', { name: 'mkdir rien/rien' }).click();
    await page.waitForSelector('html[data-slide="2"]');
  });

  test('an audience is not told', async () => {
    const audience = await page.context().newPage();
    await audience.goto(`${server.origin}/?audience#4`);
    await audience.waitForSelector('html[data-slide="4"] .terminal-host .xterm', { state: 'attached' });
    expect(await audience.locator('.end-panel').count()).toBe(0);
    await audience.close();
  });
});
