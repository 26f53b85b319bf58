import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, describe, test } from 'vitest';
import { chromiumPath, launch } from '../browser/chromium.ts';
import { scale } from './scale.ts';
import { serve, type Served } from './served.ts';
import { percentile, printTable, time } from './table.ts';

const course = resolve(import.meta.dirname, '../../slides/ourapponkube_fr.md');
/** Another build to compare with, of another commit: `PUPITRE_PEER=FOLDER/dist/cli.js npm run bench -- page`. */
const { PUPITRE_PEER: peer } = process.env;
const builds = [{ build: 'this build' }, ...(peer === undefined ? [] : [{ build: 'the peer', program: peer }])];

afterAll(() => {
  const [one = 0] = loadavg();
  process.stdout.write(`load average ${one.toFixed(1)} (1 min)\n`);
});

/** Runs in the page before its own scripts: notes when a prompt is drawn, by elements or by WebGL. */
function watchPrompt(): void {
  let hasCome = false;
  const drawn = (how: string): void => {
    if ('drawnAt' in window) return;
    requestAnimationFrame(() => Object.assign(window, { drawnAt: performance.now(), how }));
  };
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      super.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const text = data instanceof ArrayBuffer ? new TextDecoder().decode(data) : String(data);
        if (text.includes('$ ')) hasCome = true;
      });
    }
  };
  const gl: { drawElementsInstanced: object } = WebGL2RenderingContext.prototype;
  gl.drawElementsInstanced = new Proxy(gl.drawElementsInstanced, {
    apply(draw, context, args) {
      Reflect.apply(draw as () => void, context, args);
      if (hasCome) drawn('WebGL');
    },
  });
  new MutationObserver(() => {
    if (document.querySelector('.xterm-rows')?.textContent.includes('$') === true) drawn('elements');
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** A page in a browser that has nothing of it in its cache. */
async function openPage(browser: Browser, served: Served): Promise<Page> {
  const context = await browser.newContext();
  await context.addInitScript(watchPrompt);
  const { name, value, key } = await served.login();
  await context.addCookies([{ name, value, url: served.url }]);
  await context.addInitScript((kept) => {
    localStorage.setItem('pupitre.key', kept);
  }, key ?? '');
  return await context.newPage();
}

interface Visit {
  readonly slide: number;
  readonly drawnAt: number;
  readonly how: string;
}

/** Milliseconds from the click on a link to a slide that can be read and a terminal with a prompt. */
async function visit(browser: Browser, served: Served): Promise<Visit> {
  const page = await openPage(browser, served);
  await page.goto(served.url, { waitUntil: 'commit' });
  await page.waitForFunction(() => 'drawnAt' in window);
  const seen = await page.evaluate(() => ({
    slide: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    ...(window as unknown as { drawnAt: number; how: string }),
  }));
  const { drawnAt, how, slide } = seen;
  await page.context().close();
  return { slide, drawnAt, how };
}

describe.skipIf(chromiumPath === undefined)('the page (skipped without chromium in PATH)', () => {
  test('first visit', async () => {
    const visits = builds.map(() => [] as Visit[]);
    const again = builds.map(() => [] as Visit[]);
    const browser = await launch();
    for (let round = 0; round < scale(7, 1); round++) {
      for (const [index, { program }] of builds.entries()) {
        const served = await serve(course, program);
        visits[index]?.push(await visit(browser, served));
        again[index]?.push(await visit(browser, served));
        await served.close();
      }
    }
    await browser.close();
    const median = (of: readonly Visit[] | undefined, key: 'slide' | 'drawnAt'): number =>
      percentile(
        (of ?? []).map((each) => each[key]),
        50,
      );
    for (const [title, samples] of [
      ['The first visit to a server that has just started, nothing in the cache, median', visits],
      ['The next one, nothing in the cache, a new desk', again],
    ] as const) {
      printTable(
        title,
        builds.map(({ build }, index) => ({
          build,
          'first slide (aim 1 ×)': time(median(samples[index], 'slide')),
          'terminal with a prompt (aim 0.6 ×)': time(median(samples[index], 'drawnAt')),
          'slide, of the peer': (median(samples[index], 'slide') / median(samples[1], 'slide')).toFixed(2),
          'prompt, of the peer': (median(samples[index], 'drawnAt') / median(samples[1], 'drawnAt')).toFixed(2),
          'drawn by': [...new Set(samples[index]?.map(({ how }) => how))].join(', '),
        })),
      );
    }
  });

  test('CPU of a flood', async () => {
    const megabytes = scale(50, 1);
    const line = `${'\x1b[32mgreen\x1b[0m and plain text, '.repeat(3)}\n`;
    const rows: { build: string; seconds: number; main: number; took: number }[] = [];
    for (let round = 0; round < scale(2, 1); round++) {
      for (const { build, program } of builds) {
        const served = await serve(undefined, program);
        writeFileSync(join(served.folder, 'text'), line.repeat(Math.ceil((megabytes * 1e6) / line.length)));
        const browser = await launch();
        const page = await openPage(browser, served);
        const inspector = await browser.newBrowserCDPSession();
        const cpu = async (): Promise<{ all: number; page: number }> => {
          const { processInfo } = await inspector.send('SystemInfo.getProcessInfo');
          const sum = (of: typeof processInfo): number => of.reduce((total, { cpuTime }) => total + cpuTime, 0);
          return { all: sum(processInfo), page: sum(processInfo.filter(({ type }) => type === 'renderer')) };
        };
        await page.goto(served.url);
        await page.waitForFunction(() => 'drawnAt' in window);
        await page.waitForLoadState('networkidle');
        await page.locator('.xterm-helper-textarea').focus();
        const before = await cpu();
        const started = performance.now();
        await page.keyboard.type(`cat ${join(served.folder, 'text')}; printf '\\e]2;fin%s\\a' ished\n`);
        await page.getByText('finished', { exact: true }).first().waitFor({ timeout: 300_000 });
        const took = performance.now() - started;
        const after = await cpu();
        rows.push({ build, seconds: after.all - before.all, main: after.page - before.page, took });
        await browser.close();
        await served.close();
      }
    }
    const least = (name: string | undefined, key: 'seconds' | 'main' | 'took'): number =>
      Math.min(...rows.filter(({ build }) => build === name).map((row) => row[key]));
    printTable(
      `Chromium while ${megabytes} MB are shown, the least of 2`,
      builds.map(({ build }) => ({
        build,
        'CPU s of all its processes': least(build, 'seconds').toFixed(1),
        'of the page': least(build, 'main').toFixed(1),
        took: time(least(build, 'took')),
        'CPU, of the peer (aim 0.7)': (least(build, 'seconds') / least(builds[1]?.build, 'seconds')).toFixed(2),
      })),
    );
  });

  test('first load', async () => {
    const served = await serve(course);
    const browser = await launch();
    const page = await openPage(browser, served);
    const inspector = await page.context().newCDPSession(page);
    await inspector.send('Network.enable');
    const types = new Map<string, string>();
    const sizes = new Map<string, number>();
    inspector.on('Network.responseReceived', ({ requestId, response, type }) => {
      types.set(requestId, response.url.includes('/gpu-') ? 'WebGL, when all is shown' : type);
    });
    inspector.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const type = types.get(requestId) ?? '';
      sizes.set(type, (sizes.get(type) ?? 0) + encodedDataLength);
    });
    await page.goto(served.url);
    await page.waitForFunction(() => 'drawnAt' in window);
    await page.waitForLoadState('networkidle');
    const kilobytes = (type: string): string => `${((sizes.get(type) ?? 0) / 1000).toFixed(1)} KB`;
    const both = (sizes.get('Script') ?? 0) + (sizes.get('Stylesheet') ?? 0);
    printTable('First load of the French course in Chromium, as it went over the wire', [
      {
        scripts: kilobytes('Script'),
        styles: kilobytes('Stylesheet'),
        'both (aim 150 KB)': `${(both / 1000).toFixed(1)} KB`,
        'WebGL, afterwards': kilobytes('WebGL, when all is shown'),
        'HTML with all slides': kilobytes('Document'),
      },
    ]);
    await browser.close();
    await served.close();
  });
});
