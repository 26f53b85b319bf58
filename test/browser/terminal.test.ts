import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeCodes, flow } from '../../src/protocol.ts';
import { type Bundle, bundle } from './bundle.ts';
import { chromiumPath, launch } from './chromium.ts';
import type { TestWindow } from './terminal-page.ts';
import { startServer, type TerminalServer } from './terminal-server.ts';

declare global {
  interface Window {
    readonly test: TestWindow;
  }
}

/** The production bundle in the system's Chromium, with a real bash. */
describe.skipIf(chromiumPath === undefined)('terminal (skipped without chromium in PATH)', () => {
  let bundled: Bundle;
  let browser: Browser;
  let home: string;
  let server: TerminalServer;
  let context: BrowserContext;
  let page: Page;
  let errors: Error[];

  beforeAll(async () => {
    [bundled, browser] = await Promise.all([bundle('terminal-page.ts'), launch()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    bundled.remove();
  });
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'pupitre-terminal-'));
    server = await startServer(bundled, home);
    context = await browser.newContext({ viewport: { width: 900, height: 600 } });
    context.setDefaultTimeout(15_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    page = await context.newPage();
    errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(server.url);
    await sees('$');
    await page.evaluate(() => {
      window.test.pane.focus();
    });
  });
  afterEach(async () => {
    await context.close();
    await server.close();
    rmSync(home, { recursive: true, force: true });
    expect(errors).toEqual([]);
  });

  const sees = (text: string | RegExp, times = 1) =>
    page
      .locator('.xterm-rows > div')
      .filter({ hasText: text })
      .nth(times - 1)
      .waitFor();
  const run = async (line: string) => {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  };
  const typed = () => server.heard.map((message) => (message.type === 'input' ? message.data : '')).join('');
  const pasted = async (text: string) => {
    await page.evaluate((content) => navigator.clipboard.writeText(content), text);
    await page.keyboard.press('Control+Shift+V');
  };
  /** Clicks the beginning of a row; xterm.js takes the mouse over all of them. */
  const clickRow = async (text: RegExp, clicks = 1) => {
    const box = await page.locator('.xterm-rows > div').filter({ hasText: text }).boundingBox();
    if (box === null) throw new Error(`No row shows ${String(text)}.`);
    await page.mouse.move(box.x + 24, box.y + box.height / 2);
    await page.mouse.click(box.x + 20, box.y + box.height / 2, { clickCount: clicks });
  };
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  test('a full-screen program works in the production bundle', async () => {
    await run('vim -u NONE -i NONE file');
    await sees(/^~/, 5);
    await page.keyboard.type('ione line');
    await sees('one line');
    await page.keyboard.press('Escape');
    await run(':wq');
    await run('cat file; echo "le"ft');
    await sees('left');
    expect(readFileSync(join(home, 'file'), 'utf8')).toBe('one line\n');
  });

  test('the page answers none of the questions of programs; the server answers each once', async () => {
    const questions = [
      ...[
        '\\e[c',
        '\\e[>c',
        '\\e[=c',
        '\\e[5n',
        '\\e[6n',
        '\\e[?6n',
        '\\e[?2026$p',
        '\\e[4$p',
        '\\e[>q',
        '\\eP$qm\\e\\\\',
      ],
      ...['\\e[14t', '\\e[16t', '\\e[18t', '\\e[21t', '\\e]4;1;?\\a', '\\e]10;?\\a', '\\e]11;?\\a', '\\e]12;?\\a'],
      ...['\\e[?996n', '\\e]52;c;?\\a', '\\e[?25$p'],
    ];
    const line = `stty -echo -icanon; printf '${questions.join('')}%s' as"k"ed; IFS= read -rs -d Q answers; printf %s "$answers" > answers; echo "fini"shed`;
    await run(line);
    await sees('asked');
    await page.keyboard.type('Q');
    await sees('finished');
    expect(typed()).toBe(`${line}\rQ`);
    const answers = readFileSync(join(home, 'answers'), 'latin1');
    expect(answers.match(/\u001b\[\?1;2c/g)).toHaveLength(1);
    expect(answers.match(/\u001b\[\?2026;\d\$y/g)).toHaveLength(1);
  });

  test('the mode question of vim is answered once, and nothing freezes', async () => {
    await run(`stty raw -echo; printf '\\e[?2026$p%s' as"k"ed; dd bs=1 count=12 of=answers 2>&-; stty sane`);
    await sees('asked');
    await page.keyboard.type('Z'.repeat(12));
    await sees('$', 2);
    expect(readFileSync(join(home, 'answers'), 'latin1')).toMatch(/^\u001b\[\?2026;\d\$yZ$/);
  });

  test('reports that a person causes do go out: focus and mouse', async () => {
    const line = `stty raw -echo; printf '\\e[?1004h\\e[?1000h\\e[?1006h%s' as"k"ed; cat -v`;
    await run(line);
    await sees('asked');
    await page.locator('.xterm-screen').click({ position: { x: 30, y: 30 } });
    await sees('<0;');
    expect(typed()).toMatch(/\u001b\[<0;\d+;\d+M/);
    expect(typed()).toContain('\u001b[I');
  });

  test('paste at a prompt is bracketed and runs nothing', async () => {
    await pasted('echo one\necho two\u001b[201~\u001b[20\u001b[201~1~rm x');
    await sees('rm x');
    expect(typed()).toBe('\u001b[200~echo one\recho two[201~rm x\u001b[201~');
  });

  test('paste into a program that cannot tell asks first', async () => {
    await run('echo rea"dy"; cat > file');
    await sees('ready');
    await pasted('one\ntwo\n');
    const dialog = page.getByRole('dialog', { name: 'Paste 2 lines?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(typed()).toBe('echo rea"dy"; cat > file\r');
    await pasted('one\ntwo\n');
    await dialog.getByRole('button', { name: 'Paste' }).click();
    await page.keyboard.press('Control+D');
    await run('echo "en"d');
    await sees('end');
    expect(readFileSync(join(home, 'file'), 'utf8')).toBe('one\ntwo\n');
  });

  test('a paste of 300,000 characters arrives whole', async () => {
    await run('echo rea"dy"; cat > file');
    await sees('ready');
    const text = `${'é😀x'.repeat(500)}\n`.repeat(150);
    await pasted(text);
    await page.getByRole('dialog').getByRole('button', { name: 'Paste' }).click();
    await page.keyboard.press('Control+D');
    await run('echo "en"d');
    await sees('end');
    expect(readFileSync(join(home, 'file'), 'utf8')).toBe(text);
  });

  test('copies a selection with Ctrl+Shift+C and with Ctrl+C; without one ^C goes out', async () => {
    await run('echo copy-me; cat');
    await sees(/^copy-me/);
    await clickRow(/^copy-me/, 2);
    await page.keyboard.press('Control+Shift+C');
    await page.getByText('Copied.').waitFor();
    expect(await clipboard()).toBe('copy-me');
    await page.evaluate(() => navigator.clipboard.writeText('other'));
    await page.keyboard.press('Control+C');
    await expect.poll(clipboard, { timeout: 5000 }).toBe('copy-me');
    expect(typed()).not.toContain('\u0003');
    await page.keyboard.press('Control+C');
    await sees('^C');
    expect(typed()).toContain('\u0003');
  });

  test('goes on after a cut connection: nothing lost, nothing doubled', async () => {
    server.cutAt(60_000);
    await run('for i in $(seq 1 20000); do echo line-$i; done; echo "fini"shed');
    await sees('finished');
    const output = await page.evaluate(() => window.test.output());
    expect(server.heard.filter((message) => message.type === 'hello')).toMatchObject([{}, { node: 'node-1' }]);
    expect(await page.evaluate(() => window.test.screens())).toBe(1);
    expect(server.printed().endsWith(output)).toBe(true);
    expect(output).toContain('line-1\r\n');
  });

  test('says that keys are not sent while there is no connection, and asks for no new one when logged out', async () => {
    server.refuse();
    server.cut();
    await expect.poll(() => page.evaluate(() => window.test.connection.status.value)).not.toBe('open');
    await page.keyboard.type('x');
    await page.getByText('No connection: what you type is not sent.').waitFor();
    server.refuse(closeCodes.unauthorised);
    await expect
      .poll(() => page.evaluate(() => window.test.connection.status.value), { timeout: 10_000 })
      .toBe('loggedOut');
    expect(typed()).toBe('');
  });

  test('a flood leaves the page responsive and is acknowledged', async () => {
    await page.evaluate(() => {
      const state = { longest: 0, last: performance.now() };
      const frame = (now: number) => {
        state.longest = Math.max(state.longest, now - state.last);
        state.last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      Object.assign(window, { gaps: state });
    });
    const start = performance.now();
    await run(`head -c 20000000 /dev/zero | tr '\\0' x | fold -w 79; echo; echo "do"ne`);
    await page.locator('.xterm-rows > div').filter({ hasText: 'done' }).waitFor({ timeout: 60_000 });
    const seconds = (performance.now() - start) / 1000;
    const longest = await page.evaluate(() => (window as unknown as { gaps: { longest: number } }).gaps.longest);
    const acks = server.heard.filter((message) => message.type === 'ack').length;
    console.info(`flood: ${(20 / seconds).toFixed(1)} MB/s, longest frame ${longest.toFixed(0)} ms, ${acks} acks`);
    expect(acks).toBeGreaterThan(100);
    expect(server.mostInFlight()).toBeLessThan(flow.high + flow.batch);
    expect(longest).toBeLessThan(1000);
  }, 90_000);

  test('a program can offer text for the clipboard, and a person takes it', async () => {
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    await run(`printf '\\e]52;c;%s\\a' "$(printf 'h\\303\\251llo' | base64)"; echo "off"ered`);
    await sees('offered');
    expect(await clipboard()).toBe('before');
    await page.getByText('offers 5 characters').waitFor();
    await page.locator('.terminal-notice').getByRole('button', { name: 'Copy' }).click();
    await expect.poll(clipboard, { timeout: 5000 }).toBe('héllo');
  });

  test('too much for the clipboard is not even offered', async () => {
    await run(`printf '\\e]52;c;%s\\a' "$(head -c 65537 /dev/zero | tr '\\0' x | base64 -w0)"; echo "off"ered`);
    await sees('offered');
    expect(await page.locator('.terminal-notice').isVisible()).toBe(false);
  });

  test('a marked link with another address is opened only after showing it; other schemes never', async () => {
    const link = (address: string, text: string) => `printf '\\e]8;;${address}\\a${text}\\e]8;;\\a\\n'`;
    await run(`clear; ${link('javascript:alert(1)', 'bad-link')}; ${link(`${server.url}elsewhere`, 'good-link')}`);
    await sees(/^good-link/);
    await clickRow(/^bad-link/);
    await clickRow(/^good-link/);
    const dialog = page.getByRole('dialog', { name: 'Open this address in a new tab?' });
    await dialog.getByText(`${server.url}elsewhere`).waitFor();
    await dialog.getByText('“good-link”').waitFor();
    expect(context.pages()).toHaveLength(1);
    const opened = context.waitForEvent('page');
    await dialog.getByRole('button', { name: 'Open' }).click();
    const other = await opened;
    expect(other.url()).toBe(`${server.url}elsewhere`);
    expect(await other.evaluate(() => window.opener as unknown)).toBe(null);
    expect(context.pages()).toHaveLength(2);
  });

  test('a title is shown as short plain text', async () => {
    await run(`printf '\\e]0;<b>a\\342\\200\\256b</b>${'x'.repeat(200)}\\a'; echo "se"t`);
    await sees('set');
    const title = page.locator('.terminal-title');
    await title.filter({ hasText: '<b>ab</b>' }).waitFor();
    expect(await title.textContent()).toHaveLength(80);
    expect(await page.title()).toBe('terminal');
  });

  test.each(['light', 'dark'])('all 16 colours can be read on a %s page', async (theme) => {
    await page.evaluate((wanted) => {
      document.documentElement.dataset['theme'] = wanted;
    }, theme);
    await run(`clear; for i in {0..15}; do printf '\\e[38;5;%smC%02d\\e[m ' $i $i; done; echo "do"ne`);
    await sees(/C15.*done/);
    const colours = await page.evaluate(() => {
      const rgb = (text: string) => (/\d+, \d+, \d+/.exec(text)?.[0] ?? '').split(', ').map(Number);
      const spans = [...document.querySelectorAll('.xterm-rows span')].filter(({ textContent }) =>
        /^C\d\d$/.test(textContent),
      );
      const back = getComputedStyle(
        document.querySelector('.xterm-scrollable-element') ?? document.body,
      ).backgroundColor;
      return { back: rgb(back), fore: spans.map((span) => rgb(getComputedStyle(span).color)) };
    });
    expect(colours.fore).toHaveLength(16);
    for (const colour of colours.fore) expect(contrast(colour, colours.back)).toBeGreaterThanOrEqual(4.5);
  });

  test('text size by keys and buttons is kept; the shell gets the new size', async () => {
    const before = server.heard.filter((message) => message.type === 'resize').length;
    await page.keyboard.press('Control++');
    await page.getByRole('button', { name: 'Larger text' }).click();
    expect(await page.evaluate(() => localStorage.getItem('pupitre.terminal.fontSize'))).toBe('17');
    await page.evaluate(() => {
      window.test.pane.focus();
    });
    await run('echo cols-$(tput cols)');
    await sees(/^cols-\d+/);
    const sizes = server.heard.flatMap((message) => (message.type === 'resize' ? [message.size?.cols] : []));
    expect(sizes.length).toBeGreaterThan(before);
    await sees(`cols-${sizes.at(-1) ?? 0}`);
    await page.keyboard.press('Control+0');
    expect(await page.evaluate(() => localStorage.getItem('pupitre.terminal.fontSize'))).toBe(null);
  });

  test('without WebGL the text is drawn all the same', async () => {
    const without = await launch('--disable-3d-apis');
    try {
      const other = await without.newPage();
      await other.goto(`${server.url}?gpu`);
      await other.locator('.xterm-helper-textarea').focus();
      await other.keyboard.type('echo "dra"wn\n');
      await other
        .locator('.xterm-rows > div')
        .filter({ hasText: /^drawn/ })
        .first()
        .waitFor();
    } finally {
      await without.close();
    }
  });

  test('a driver that draws with the processor is left alone', async () => {
    const [other, asked] = [await browser.newPage(), [] as string[]];
    other.on('request', (request) => asked.push(request.url()));
    await other.goto(`${server.url}?gpu`);
    expect(await other.evaluate(() => document.createElement('canvas').getContext('webgl2') !== null)).toBe(true);
    await other.locator('.xterm-helper-textarea').focus();
    await other.keyboard.type('echo "el"ements\n');
    const line = other.locator('.xterm-rows > div').filter({ hasText: /^elements/ });
    await line.first().waitFor();
    expect(asked.filter((url) => url.includes('gpu-'))).toEqual([]);
    await other.close();
  });

  test('nothing is left in the page after dispose', async () => {
    const left = await page.evaluate(() => {
      const { pane } = window.test;
      pane.setFontSize(18);
      pane.dispose();
      dispatchEvent(new Event('focus'));
      document.documentElement.dataset['theme'] = 'dark';
      const section = document.getElementById('terminal');
      return { children: section?.childElementCount, classes: section?.className };
    });
    expect(left).toEqual({ children: 0, classes: '' });
    server.type('echo on"ly" | cat\r');
    await expect.poll(() => server.printed()).toMatch(/[\n\r]only/);
  });

  test('F6 is left to the page; search finds', async () => {
    await page.evaluate(() => {
      document.addEventListener('keydown', ({ key }) => {
        if (key === 'F6') document.title = 'F6 came';
      });
    });
    await page.keyboard.press('F6');
    expect(await page.title()).toBe('F6 came');
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('textbox', { name: 'Search' }).fill('nowhere-to-be-found');
    await page.getByText('Not found.').waitFor();
    await page.keyboard.press('Escape');
    await run('echo "ba"ck');
    await sees('back');
    expect(typed()).toBe('echo "ba"ck\r');
  });
});

function contrast(one: readonly number[], other: readonly number[]): number {
  const luminance = (colour: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
