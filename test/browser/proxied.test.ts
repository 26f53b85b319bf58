import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, lacksNginx, startNginx } from '../server/nginx.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';

const deck = '# A\n\n.exercise[\n```bash\necho it "runs"\n```\n]\n';
const name = 'course.example';

const isAbsent = chromiumPath === undefined || lacksNginx !== undefined;
describe.skipIf(isAbsent)('Chromium behind nginx with TLS (skipped without one of them)', () => {
  let browser: Browser;
  let served: Served;
  let nginx: Awaited<ReturnType<typeof startNginx>>;
  let origin: string;
  beforeAll(async () => {
    const [port, upstream] = [await freePort(), await freePort()];
    origin = `https://${name}:${port}`;
    served = await startServe(deck, ['--port', String(upstream), '--public-url', origin, '--trust-proxy', '1']);
    nginx = await startNginx(port, upstream, [name]);
    browser = await launch('--host-resolver-rules=MAP *.example 127.0.0.1');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await nginx.close();
    await served.close();
  });

  test('login, page, WebSocket, reload; another device gets the public address', { timeout: 60_000 }, async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en' });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto(served.url);
    await page.click('button.run:not(:disabled)');
    await page.waitForSelector('[data-status="passed"]');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict', domain: name });
    expect(cookie?.name).toMatch(/^__Host-pupitre_/);
    await page.reload();
    await page.waitForSelector('[data-status="passed"]');
    await page.click('.tool:has(.icon-device)');
    await page.waitForSelector('.device svg.qr');
    expect(await page.textContent('.device code')).toMatch(new RegExp(`^${origin}/#token=`));
    await context.close();
  });
});
