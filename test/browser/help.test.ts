import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ClassEvent } from '../../src/server/class/class-events.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import { chromiumPath, launch } from './chromium.ts';
import { examine } from './examine.ts';

const deck = '# First\n\n.exercise[\n```bash\necho on-"the"-slide\n```\n]\n\n---\n\n# Second\n';
const languages = [
  {
    lang: 'en',
    ...{
      asks: 'Instructor asks to look',
      waits: 'Waiting for',
      yes: 'Yes, look',
      no: 'No',
      looks: 'is looking at your',
    },
    ...{ sees: 'What you type goes nowhere', askType: 'Ask to type', yesType: 'Yes, type', mayType: 'You may type' },
    ...{ over: 'does not see your terminal any more', ended: 'You do not see', refused: 'said no', end: 'End F9' },
    ...{ hand: 'Raise hand', offer: 'Let them look', offered: 'may look at your terminal', mayLook: 'You may look' },
    ...{ name: 'Your name', password: 'Password', enter: 'Enter' },
  },
  {
    lang: 'fr',
    ...{ asks: 'Formateur demande à voir', waits: 'doit d’abord dire oui', yes: 'Oui, regarder', no: 'Non' },
    ...{ looks: 'voit votre terminal', sees: 'ne va nulle part', askType: 'Demander à taper', yesType: 'Oui, taper' },
    ...{ mayType: 'Vous pouvez taper', over: 'ne voit plus votre terminal', ended: 'Vous ne voyez plus' },
    ...{ hand: 'Lever la main', offer: 'Les laisser regarder', offered: 'peut voir votre terminal quand il' },
    mayLook: 'Vous pouvez regarder',
    ...{ refused: 'a dit non', end: 'Terminer F9', name: 'Votre nom', password: 'Mot de passe', enter: 'Entrer' },
  },
] as const;

/** An instructor and a student with a page each, on a served class. */
describe.skipIf(chromiumPath === undefined).each(languages)(
  'help by consent, $lang (skipped without chromium in PATH)',
  (words) => {
    let browser: Browser;
    let served: Served;
    let instructor: BrowserContext;
    const contexts: BrowserContext[] = [];

    beforeAll(async () => {
      const args = ['--lang', words.lang, '--class-file', 'class.ndjson'];
      [browser, served] = await Promise.all([launch(), startServe(deck, args)]);
      instructor = await newContext();
      const page = await instructor.newPage();
      await page.goto(served.url);
      await rows(page, '$').first().waitFor();
      await page.close();
    }, 60_000);
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    });
    afterAll(async () => {
      await browser.close();
      await served.close();
    });

    const newContext = async (): Promise<BrowserContext> => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
      context.setDefaultTimeout(20_000);
      // Without WebGL the rows are elements that a test can read.
      await context.addInitScript(() => {
        Reflect.set(HTMLCanvasElement.prototype, 'getContext', () => null);
      });
      return context;
    };
    const rows = (page: Page, text: string | RegExp) => page.locator('.xterm-rows > div').filter({ hasText: text });
    const bar = (page: Page, text: string) => page.locator('.help-bar').filter({ hasText: text });
    const type = async (page: Page, line: string): Promise<void> => {
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type(`${line}\n`);
    };
    const student = async (name: string): Promise<Page> => {
      const context = await newContext();
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(served.origin);
      await page.getByLabel(words.name).fill(name);
      await page.getByLabel(words.password).fill('open sesame');
      await page.getByRole('button', { name: words.enter }).click();
      await rows(page, '$').first().waitFor();
      return page;
    };
    const visit = async (name: string): Promise<Page> => {
      const events = readFileSync(join(served.folder, 'class.ndjson'), 'utf8').trimEnd().split('\n');
      const id = events
        .map((line) => JSON.parse(line) as ClassEvent)
        .flatMap((event) => (event.type === 'person' && event.name === name ? event.person : []))
        .at(-1);
      const page = await instructor.newPage();
      await page.goto(`${served.origin}/?visit=${id ?? ''}`);
      return page;
    };

    test('asked, looked at, typed with two yeses by keys alone, ended by F9 in the terminal', async () => {
      const ana = await student('Ana');
      await type(ana, 'echo bef"ore"');
      await rows(ana, /^before/).waitFor();
      const grace = await visit('Ana');
      await bar(grace, words.waits).waitFor();
      await bar(ana, words.asks).waitFor();
      // The focus stays where it was, and the question is said aloud.
      expect(await ana.evaluate(() => document.activeElement?.matches('.xterm-helper-textarea'))).toBe(true);
      await ana.getByRole('alert').filter({ hasText: words.asks }).waitFor({ state: 'attached' });
      expect(await rows(grace, 'before').count()).toBe(0);
      expect(await grace.title()).toContain('Ana');

      const yes = ana.getByRole('button', { name: words.yes });
      await yes.focus();
      await ana.keyboard.press('Enter');
      await bar(grace, words.sees).waitFor();
      await bar(ana, words.looks).waitFor();
      await rows(grace, /^before/).waitFor();
      // What a visitor types or presses goes nowhere.
      await type(grace, 'echo intru"ded"');
      expect(await grace.locator('button.run').first().isDisabled()).toBe(true);
      await grace.getByRole('button', { name: words.askType }).focus();
      await grace.keyboard.press('Enter');
      await ana.getByRole('button', { name: words.yesType }).focus();
      await ana.keyboard.press('Space');
      await bar(grace, words.mayType).waitFor();
      await type(grace, 'echo from-"the"-visitor');
      await rows(ana, /^from-the-visitor/).waitFor();
      expect(await rows(ana, 'intruded').count()).toBe(0);

      await ana.locator('.xterm-helper-textarea').focus();
      await ana.keyboard.press('F9');
      await bar(grace, words.ended).waitFor();
      await bar(ana, '').waitFor({ state: 'detached' });
      await ana.getByRole('status').filter({ hasText: words.over }).waitFor({ state: 'attached' });
      expect(await grace.locator('.terminal-host').isVisible()).toBe(false);
      // Now the key is the terminal's again.
      await type(ana, 'cat -v');
      await ana.keyboard.press('F9');
      await ana.keyboard.press('Enter');
      await rows(ana, /\^\[\[20~/)
        .first()
        .waitFor();
      await grace.close();
    });

    test('a no; and the visitor ends what they began by the same key', async () => {
      const ben = await student('Ben');
      const grace = await visit('Ben');
      await bar(ben, words.asks).waitFor();
      await ben.keyboard.press('F9');
      await bar(grace, words.refused).waitFor();
      await bar(ben, '').waitFor({ state: 'detached' });
      await grace.close();
      const eve = await student('Eve');
      const again = await visit('Eve');
      await eve.getByRole('button', { name: words.yes }).click();
      await bar(again, words.sees).waitFor();
      await again.keyboard.press('F9');
      await bar(eve, '').waitFor({ state: 'detached' });
      await bar(again, words.ended).waitFor();
      await again.close();
    });

    test('a hand is raised, and with it the terminal offered: the wall says so, and nobody asks', async () => {
      const ida = await student('Ida');
      const wall = await instructor.newPage();
      await wall.goto(`${served.origin}/?wall`);
      const tile = wall.locator('.tile').filter({ hasText: 'Ida' });
      await tile.waitFor();
      expect(await ida.getByRole('button', { name: words.offer }).count()).toBe(0);
      await ida.getByRole('button', { name: words.hand }).click();
      const offer = ida.getByRole('button', { name: words.offer });
      await offer.focus();
      expect(await examine(ida)).toEqual([]);
      await ida.keyboard.press('Enter');
      await bar(ida, words.offered).waitFor();
      await offer.waitFor({ state: 'detached' });
      await tile.filter({ hasText: words.mayLook }).waitFor();
      expect(await examine(ida)).toEqual([]);
      const grace = await visit('Ida');
      await bar(grace, words.sees).waitFor();
      await bar(ida, words.looks).waitFor();
      await tile.filter({ hasNotText: words.mayLook }).waitFor();
      await wall.close();
      await grace.close();
    });

    test('the bars: nothing for axe, nothing cut off', async () => {
      const zoe = await student('Zoé');
      const grace = await visit('Zoé');
      await bar(zoe, words.asks).waitFor();
      expect(await examine(zoe)).toEqual([]);
      expect(await examine(grace)).toEqual([]);
      await zoe.getByRole('button', { name: words.yes }).click();
      await bar(grace, words.sees).waitFor();
      await bar(grace, words.sees).getByRole('button', { name: words.end }).waitFor();
      expect(await examine(zoe)).toEqual([]);
      expect(await examine(grace)).toEqual([]);
      await grace.close();
    });
  },
);
