import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { client, type Provider, startProvider } from '../server/oidc-provider.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';

const deck = '# Un cours\n\n.exercise[\n```bash\necho bonjour\n```\n]\n';

describe.skipIf(chromiumPath === undefined)('signing in with a provider (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let served: Served;
  let provider: Provider;
  let context: BrowserContext;
  beforeAll(async () => {
    provider = await startProvider();
    const oidc = {
      issuer: provider.origin,
      clientId: client.id,
      clientSecretFile: 'secret',
      allow: ['@school.example'],
    };
    const files = { 'runner.config.json': JSON.stringify({ class: { oidc } }), secret: client.secret };
    [browser, served] = await Promise.all([launch(), startServe(deck, ['--lang', 'fr'], files)]);
  }, 60_000);
  afterEach(async () => {
    await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
    provider.close();
  });

  async function open() {
    context = await browser.newContext({ viewport: { width: 320, height: 640 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto(served.origin);
    return page;
  }

  test('by keyboard: there, back, and in; again after leaving, with the same name', async () => {
    const page = await open();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.getByRole('link', { name: `Se connecter avec ${new URL(provider.origin).host}` }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Agree' }).click();
    await page.locator('.xterm').waitFor({ state: 'attached' });
    expect(page.url()).toBe(`${served.origin}/`);
    expect(await page.evaluate(() => localStorage.getItem('pupitre.name'))).toBe('Ana');
    await page.reload();
    await page.locator('.xterm').waitFor({ state: 'attached' });
  });

  test('who refuses, and who is not of the class, read why, and may try again', async () => {
    const page = await open();
    const link = page.getByRole('link', { name: 'Se connecter avec' });
    await link.click();
    await page.getByRole('link', { name: 'Refuse' }).click();
    await page.getByRole('alert').filter({ hasText: 'pas donné votre accord' }).waitFor();
    expect(page.url()).toBe(`${served.origin}/`);
    provider.next.claims = { sub: 'eve', email: 'eve@evil.example', email_verified: true };
    await link.click();
    await page.getByRole('link', { name: 'Agree' }).click();
    await page.getByRole('alert').filter({ hasText: 'n’est pas de cette classe' }).waitFor();
  });
});
