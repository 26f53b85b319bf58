import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Admission } from '../../src/protocol.ts';
import { start, type Started, temporaryFolder } from '../cli/pupitre.ts';
import { chromiumPath, launch } from './chromium.ts';

const folder = temporaryFolder();
const lesson = `# B

.exercise[

- Watch:
  \`\`\`bash
  sh -c "echo beat; exec sleep 1000"
  \`\`\`

<!--
\`\`\`wait beat\`\`\`
\`\`\`terminal logs\`\`\`
-->

- In the other terminal:
  \`\`\`bash
  echo in-"the"-logs
  \`\`\`

]

---

# C

Nous allons voir dans ce cours les commandes que vous pouvez taper pour construire une image et la pousser sur le registre.
Ce sont des commandes qui sont dans votre terminal, avec les images que nous avons construites.
Nous les verrons dans les pages qui suivent, pour que vous ayez une idée de ce que nous faisons avec le registre et les nœuds.

---

# D

The commands of this slide are for you, and this is how it is done.
`;
const password = 'only for this test';

/** The built page of the built server in the system's Chromium, with a real bash. */
describe.skipIf(chromiumPath === undefined)('terminal, served (skipped without chromium in PATH)', () => {
  let browser: Browser;
  let server: Started;
  let origin: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder.path, 'deck.md'), `# A\n\n.exercise[\n\`\`\`bash\ntrue\n\`\`\`\n]\n\n---\n\n${lesson}`);
    const targets = { local: { type: 'local', env: { HOME: folder.path } } };
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ decks: { deck: 'deck.md' }, targets }));
    writeFileSync(join(folder.path, 'password'), `${password}\n`);
    const options = [
      '--target',
      'local',
      '--port',
      '0',
      '--lang',
      'en',
      '--max-places',
      '50',
      '--password-file',
      'password',
      '--shared-user',
    ];
    server = start(['serve', 'deck', ...options], folder.path);
    [browser] = await Promise.all([launch(), server.seen(/#token=/)]);
    origin = /http:\/\/[^/\s]+/.exec(server.printed())?.[0] ?? '';
  }, 60_000);
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    server.kill('SIGTERM');
    await server.ended;
    folder.remove();
  });

  /** A desk of its own. */
  const desk = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
    contexts.push(context);
    context.setDefaultTimeout(20_000);
    // A machine without WebGL: then the rows are elements that a test can read.
    await context.addInitScript(() => {
      const original: unknown = Reflect.get(HTMLCanvasElement.prototype, 'getContext');
      if (typeof original !== 'function') return;
      Reflect.set(
        HTMLCanvasElement.prototype,
        'getContext',
        function (this: unknown, kind: string, ...more: unknown[]) {
          return kind.startsWith('webgl') ? null : (Reflect.apply(original, this, [kind, ...more]) as unknown);
        },
      );
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    const data = JSON.stringify({ password });
    const answer = await fetch(`${origin}/login`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: data,
    });
    const [name = '', value = ''] = answer.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? [];
    await context.addCookies([{ name, value, url: origin }]);
    const { key } = (await answer.json()) as Admission;
    await context.addInitScript((kept) => {
      localStorage.setItem('pupitre.key', kept);
    }, key);
    return context;
  };
  const open = async (context: BrowserContext, narrow = false): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(origin);
    if (narrow) await page.getByRole('tab', { name: 'Terminal' }).tap();
    await rows(page, '$').first().waitFor({ state: 'attached' });
    return page;
  };
  const rows = (page: Page, text: string | RegExp) => page.locator('.xterm-rows > div').filter({ hasText: text });
  const focus = (page: Page) => page.locator('.xterm-helper-textarea').focus();
  const run = async (page: Page, line: string) => {
    await focus(page);
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  };
  const columns = async (page: Page, word: string): Promise<number> => {
    await run(page, `echo ${word}"-cols"-$(tput cols)-`);
    const row = rows(page, new RegExp(`^${word}-cols-\\d+-`));
    await row.waitFor();
    return Number(/-(\d+)-/.exec((await row.textContent()) ?? '')?.[1]);
  };

  test('80 columns fit beside the slides; the own choice wins after a reload', async () => {
    const page = await open(await desk());
    expect(await columns(page, 'first')).toBeGreaterThanOrEqual(80);
    const size = () =>
      page.locator('.xterm-rows').evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await size()).toBeGreaterThanOrEqual(11);
    expect(await size()).toBeLessThan(15);
    for (let times = 0; times < 6; times++) await page.keyboard.press('Control++');
    const chosen = await size();
    expect(chosen).toBeGreaterThan(16);
    await page.reload();
    await rows(page, '$').first().waitFor();
    expect(await size()).toBe(chosen);
  });

  test('Ctrl+Shift+V pastes; a right click gives the browser’s menu the selection and a place to paste', async () => {
    const page = await open(await desk());
    await page.evaluate(() => navigator.clipboard.writeText('echo pasted-"by"-keys'));
    await focus(page);
    await page.keyboard.press('Control+Shift+V');
    await rows(page, 'pasted-"by"-keys').waitFor();
    await page.keyboard.press('Enter');
    const row = rows(page, /^pasted-by-keys/);
    await row.waitFor();
    const box = await row.boundingBox();
    if (!box) throw new Error('no row');
    const at = { x: box.x + 20, y: box.y + box.height / 2 };
    await page.mouse.dblclick(at.x, at.y);
    await page.mouse.click(at.x, at.y, { button: 'right' });
    const under = await page.evaluate(({ x, y }) => {
      const element = document.elementFromPoint(x, y);
      return element instanceof HTMLTextAreaElement ? element.value : undefined;
    }, at);
    expect(under).toBe('pasted-by-keys');
    // What the menu's "Paste" does.
    await page.locator('.xterm-helper-textarea').evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'echo by-"the"-menu');
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await page.keyboard.press('Enter');
    await rows(page, /^by-the-menu/).waitFor();
  });

  test('terminals are tabs; the page shows the one that a unit types into, and a person goes where they like', async () => {
    const page = await open(await desk());
    const tabs = page.getByRole('tablist', { name: 'Terminals' });
    expect(await tabs.count()).toBe(0);
    await page.goto(`${page.url().replace(/#.*/, '')}#2`);
    expect(await page.locator('.step-where').allTextContents()).toEqual([expect.stringMatching(/in terminal\s*logs/)]);
    await page.getByRole('button', { name: 'Run: sh -c' }).click();
    await tabs.getByRole('tab', { name: 'Terminal logs' }).waitFor();
    await page.getByRole('button', { name: 'Run: echo in-' }).click();
    await rows(page, /^in-the-logs/).waitFor();
    await tabs.getByRole('tab', { name: 'Terminal 1' }).click();
    await rows(page, /^beat/).waitFor();
    expect(await rows(page, /^in-the-logs/).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await rows(page, /^in-the-logs/).waitFor();
    expect(await tabs.getByRole('tab', { selected: true }).getAttribute('aria-label')).toBe('Terminal logs');
    await page.getByRole('button', { name: 'New terminal' }).click();
    await tabs.getByRole('tab', { name: 'Terminal 2', selected: true }).waitFor();
    await run(page, 'echo a-"third"-one');
    await rows(page, /^a-third-one/).waitFor();
    await page.reload();
    await tabs.getByRole('tab', { name: 'Terminal 2' }).click();
    await rows(page, /^a-third-one/).waitFor();
    await run(page, 'exit');
    await tabs.getByRole('tab', { name: 'Terminal 2' }).waitFor({ state: 'detached' });
    await rows(page, /^in-the-logs/).waitFor();
  });

  test('who is in the terminal is told how to leave it by the keyboard', async () => {
    const page = await open(await desk());
    const way = page.locator('.way-out');
    expect(await way.isVisible()).toBe(false);
    await focus(page);
    await way.getByText('leaves the terminal').waitFor();
    expect(await page.locator('.xterm-helper-textarea').getAttribute('aria-describedby')).toBe(
      await way.getAttribute('id'),
    );
    await page.keyboard.press('F6');
    await way.waitFor({ state: 'hidden' });
  });

  test('slides say which language they are in: that of the deck, and each that differs', async () => {
    const page = await open(await desk());
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.locator('main').getAttribute('lang')).toBe('fr');
    expect(
      await page
        .locator('section.slide[lang]')
        .evaluateAll((all) => all.map((slide) => `${slide.id} ${slide.getAttribute('lang')}`)),
    ).toEqual(['slide-4 en']);
  });

  test('the keys that a phone does not have', async () => {
    const page = await open(
      await desk({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }),
      true,
    );
    const keys = page.getByRole('toolbar', { name: 'Keys' });
    await keys.waitFor();
    for (const button of await keys.getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await run(page, 'echo "sleep"ing; sleep 1000');
    await rows(page, /^sleeping/).waitFor();
    await keys.getByRole('button', { name: 'Ctrl' }).tap();
    expect(await keys.getByRole('button', { name: 'Ctrl' }).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.type('c');
    await rows(page, '^C').waitFor();
    expect(await keys.getByRole('button', { name: 'Ctrl' }).getAttribute('aria-pressed')).toBe('false');
    await run(page, 'echo "ag"ain');
    await rows(page, /^again/).waitFor();
    await keys.getByRole('button', { name: 'Up' }).tap();
    await page.keyboard.press('Enter');
    await rows(page, /^again/)
      .nth(1)
      .waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test('screen reader mode tells what is printed, and is remembered', async () => {
    const page = await open(await desk());
    const button = page.getByRole('button', { name: 'Screen reader mode' });
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    await run(page, 'echo "spo"ken');
    await page.locator('.xterm-accessibility [aria-live]').filter({ hasText: 'spoken' }).waitFor({ state: 'attached' });
    await page.reload();
    await page.locator('.xterm-accessibility').waitFor({ state: 'attached' });
    await button.click();
    await page.locator('.xterm-accessibility').waitFor({ state: 'detached' });
  });

  test.each(['reduce', 'no-preference'] as const)(
    'the cursor blinks only where motion is wanted: %s',
    async (motion) => {
      const page = await open(await desk({ reducedMotion: motion }));
      await focus(page);
      await page.locator('.xterm-cursor').waitFor();
      expect(await page.locator('.xterm-cursor.xterm-cursor-blink').count()).toBe(motion === 'reduce' ? 0 : 1);
    },
  );

  test('of two windows the last one that is used decides; the other shows the same and can be used', async () => {
    const context = await desk();
    const wide = await open(context);
    const before = await columns(wide, 'wide');
    const narrow = await context.newPage();
    await narrow.setViewportSize({ width: 820, height: 500 });
    await narrow.goto(origin);
    await rows(narrow, /^wide-cols/).waitFor();
    await narrow.bringToFront();
    await narrow.getByRole('button', { name: 'Larger text' }).click();
    const after = await columns(narrow, 'narrow');
    expect(after).toBeLessThan(before);
    await rows(wide, `narrow-cols-${after}-`).waitFor();
    await wide.bringToFront();
    await wide.getByRole('button', { name: 'Larger text' }).click();
    const again = await columns(wide, 'again');
    expect(again).toBeGreaterThan(after);
    await rows(narrow, `again-cols-${again}-`).waitFor({ state: 'attached' });
    const overflow = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
