import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { start, type Started, temporaryFolder } from '../cli/pupitre.ts';
import { slideNumber, writeStatesDeck } from './states-deck.ts';

/** What a state is shown in: a window that stays logged in, and what changes its surroundings. */
export interface Stage {
  readonly page: Page;
  readonly browser: Browser;
  readonly server: Started;
  readonly origin: string;
  readonly folder: string;
  readonly close: () => Promise<void>;
}

export interface State {
  readonly name: string;
  /** Brings the window, or another one, there; the window to be looked at. */
  readonly show: (stage: Stage) => Promise<Page>;
  /** Which pane is looked at where there is room for one only. */
  readonly pane?: 'slides' | 'terminal' | 'notes';
}

const quick: Parameters<Browser['newContext']>[0] = {
  viewport: { width: 1280, height: 720 },
  reducedMotion: 'reduce',
  colorScheme: 'light',
  // Nothing that is measured or compared depends on the machine.
  locale: 'fr',
  timezoneId: 'UTC',
};

/** `pupitre serve` of the states' deck with a real bash and a password, and a window that has come in. */
export async function openStage(browser: Browser, lang = 'fr'): Promise<Stage> {
  const temporary = temporaryFolder();
  writeStatesDeck(temporary.path);
  const args = [
    'serve',
    'deck',
    '--target',
    'local',
    '--shared-user',
    '--port',
    '0',
    '--password-file',
    'password',
    '--lang',
    lang,
  ];
  const server = start(args, temporary.path);
  const refused = server.ended.then(({ stderr }) => Promise.reject(new Error(stderr)));
  await Promise.race([server.seen(/#token=/), refused]);
  refused.catch(() => undefined);
  const url = /http:\/\/\S+#token=\S+/.exec(server.printed())?.[0] ?? '';
  const context = await browser.newContext(quick);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.xterm-rows', { hasText: '$' }).waitFor();
  return {
    page,
    browser,
    server,
    origin: new URL(url).origin,
    folder: temporary.path,
    close: async () => {
      await Promise.all(browser.contexts().map((each) => each.close()));
      server.kill('SIGTERM');
      await server.ended;
      temporary.remove();
    },
  };
}

/** A window of its own: of somebody who has come in, or not. */
async function other({ browser, page, origin }: Stage, path: string, known = true): Promise<Page> {
  const kept = known ? { storageState: await page.context().storageState() } : {};
  const context: BrowserContext = await browser.newContext({ ...quick, ...kept });
  context.setDefaultTimeout(20_000);
  const opened = await context.newPage();
  await opened.goto(origin + path);
  return opened;
}

function slideOf(page: Page): Locator {
  return page.locator('section.slide:not([hidden])');
}

async function goTo({ page }: Stage, name: string): Promise<Page> {
  const open = page.locator('dialog header button');
  if ((await open.count()) > 0) await open.click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  await page.evaluate((to) => (location.hash = `#${to}`), name);
  await page.locator(`#slide-${slideNumber(name)}:not([hidden])`).waitFor();
  return page;
}

function onSlide(name: string, then?: (page: Page, stage: Stage) => Promise<unknown>): State {
  const show = async (stage: Stage): Promise<Page> => {
    const page = await goTo(stage, name);
    await then?.(page, stage);
    return page;
  };
  return { name, show };
}

async function run(page: Page, at: number, status: string): Promise<void> {
  const step = slideOf(page).locator('.step').nth(at);
  await step.locator('.run').click();
  await slideOf(page).locator(`.step[data-status=${status}]`).first().waitFor();
}

function dialog(name: string, open: (page: Page) => Promise<unknown>): State {
  const show = async (stage: Stage): Promise<Page> => {
    const page = await goTo(stage, 'idle');
    await page.locator('#slides').focus();
    await open(page);
    await page.getByRole('dialog').waitFor();
    return page;
  };
  return { name, show };
}

/** All that the page can look like, in an order in which each follows from the ones before. */
export const states: readonly State[] = [
  { name: 'login', show: (stage) => other(stage, '/', false) },
  onSlide('title'),
  onSlide('idle'),
  {
    name: 'running',
    show: async (stage) => {
      const page = await goTo(stage, 'idle');
      await run(page, 0, 'running');
      await slideOf(page).locator('.step').nth(1).locator('.run').click();
      await slideOf(page).locator('.step[data-status=queued]').waitFor();
      return page;
    },
  },
  {
    name: 'done',
    show: async (stage) => {
      const page = await goTo(stage, 'idle');
      await writeFile(join(stage.folder, 'gate'), 'open\n');
      await slideOf(page).locator('.step[data-status=passed]').nth(1).waitFor();
      return page;
    },
  },
  onSlide('waiting', (page) => run(page, 0, 'waiting')),
  onSlide('failed', async (page, { folder }) => {
    writeFileSync(join(folder, 'port'), '30311\n');
    await page.keyboard.press('ArrowLeft');
    await slideOf(page).locator('.step[data-status=passed]').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await run(page, 0, 'failed');
  }),
  onSlide('causes', async (page) => {
    await run(page, 0, 'failed');
    await slideOf(page).locator('.step').nth(1).locator('.run').click();
    await slideOf(page).locator('.step[data-status=failed]').nth(1).waitFor();
  }),
  onSlide('code'),
  onSlide('columns'),
  onSlide('math'),
  onSlide('diagram', (page) =>
    page.waitForFunction(() => (document.querySelector<HTMLImageElement>('img.diagram')?.naturalWidth ?? 0) > 50),
  ),
  onSlide('placeholders'),
  onSlide('table'),
  onSlide('manual'),
  dialog('overview', (page) => page.keyboard.press('o')),
  dialog('search', async (page) => {
    await page.keyboard.press('/');
    await page.getByRole('dialog').locator('input').fill('registre');
  }),
  dialog('help', (page) => page.keyboard.press('h')),
  dialog('contents', (page) => page.locator('.toolbar .tool').first().click()),
  dialog('steps', (page) => page.locator('.progress-tool').click()),
  dialog('device', (page) => page.locator('.tool:has(.icon-device)').click()),
  dialog('rest', (page) => page.locator('.slide-bar button').last().click()),
  {
    name: 'notes',
    pane: 'notes',
    show: async (stage) => {
      const page = await other(stage, '/#idle');
      await page.locator('.run:not(:disabled)').first().waitFor({ state: 'attached' });
      await page.locator('#slides').focus();
      await page.keyboard.press('p');
      await page.locator('.notes-pane .presenter').waitFor();
      return page;
    },
  },
  {
    name: 'drive',
    show: async (stage) => {
      const page = await other(stage, '/#idle');
      await page.locator('.run:not(:disabled)').first().waitFor({ state: 'attached' });
      await page.locator('#slides').focus();
      await page.keyboard.press('n');
      await page.locator('.drive .drive-edit').click();
      await page.locator('.drive-form').waitFor();
      return page;
    },
  },
  {
    name: 'audience',
    show: async (stage) => {
      const page = await other(stage, '/?audience#idle');
      await page.locator('.xterm-rows', { hasText: '$' }).waitFor({ state: 'attached' });
      return page;
    },
  },
  { ...onSlide('terminals', (page) => run(page, 0, 'passed')), pane: 'terminal' },
  onSlide('exit', async (page) => {
    await slideOf(page).locator('.step .run').click();
    await slideOf(page).locator('.step[data-status=broken]').waitFor();
  }),
  {
    name: 'lost',
    show: async ({ page, server }) => {
      server.kill('SIGKILL');
      await server.ended;
      await page.locator('.banner-warning').waitFor();
      return page;
    },
  },
];
