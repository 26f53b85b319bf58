import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { deckCourse, deckSections } from './page-deck.ts';
import { type PageServer, servePage } from './page-server.ts';

describe.skipIf(chromiumPath === undefined)('exercises (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await servePage(deckCourse, deckSections);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
  }, 60_000);
  afterEach(async () => {
    await page.context().close();
    await server.close();
  });

  const open = async (fragment: string) => {
    await page.goto(server.url + fragment);
    await page.waitForSelector('.slide-bar button:not(:disabled)');
  };
  const step = (at: number) => page.locator('section.slide:not([hidden]) .step').nth(at);
  const runs = () => server.said.filter((message) => message.type === 'run');

  it('runs a snippet by its id; a double click is one click', async () => {
    await open('#3');
    const heard = server.heard((message) => message.type === 'run');
    await step(0).locator('.run').dblclick();
    expect(await heard).toEqual({ type: 'run', unit: 'create', scope: 'unit' });
    server.tell('create', { status: 'passed' });
    await step(0).getByText('réussi').waitFor();
    // Again, now that it has passed; and what is told afterwards has been said after both clicks.
    await step(0).locator('.run').dblclick();
    const slide = server.heard((message) => message.type === 'slide');
    await page.keyboard.press('ArrowRight');
    await slide;
    expect(runs()).toHaveLength(2);
  });

  it('shows every state in words', async () => {
    await open('#3');
    const said = step(1).locator('.step-status');
    server.tell('expose', { status: 'queued' });
    await said.getByText('en attente de son tour').waitFor();
    server.tell('expose', { status: 'running', elapsedMs: 61_000 });
    await said.getByText('en cours · 1 min 01 s').waitFor();
    server.tell('expose', { status: 'waiting', attempt: 3, elapsedMs: 4000, reason: 'Pas encore de port.' });
    await said.getByText('3e essai').waitFor();
    await said.getByText('Pas encore de port.').waitFor();
    server.tell('expose', { status: 'passed', durationMs: 5100, byHand: true });
    await said.getByText('réussi · tapé à la main · 5 s').waitFor();
    await said.getByText('+2 étapes cachées').waitFor();
    for (const [status, words] of [
      ['timedOut', 'trop long'],
      ['broken', 'n’a pas pu être essayé'],
      ['skipped', 'passé'],
      ['notRun', 'interrompu'],
    ] as const) {
      server.tell('expose', { status });
      await said.getByText(words, { exact: true }).waitFor();
    }
  });

  it('opens what failed: reason, difference, hints, ways out; and says it aloud', async () => {
    await open('#5');
    server.tell('catalog', {
      status: 'failed',
      exitCode: 7,
      reason: 'La sortie n’est pas celle attendue.',
      mismatches: [
        { reason: 'Autre dépôt.', expected: '{\n"repositories": []\n}', actual: '{\n"repositories": [1]\n}' },
      ],
      hints: ['Attendez le registre.'],
      expected: [{ region: '48', held: false }],
    });
    const panel = step(0).locator('.failure');
    await panel.waitFor();
    expect(await panel.locator('del').textContent()).toContain('"repositories": []');
    expect(await panel.locator('ins').textContent()).toContain('"repositories": [1]');
    for (const text of ['Autre dépôt.', 'Attendez le registre.', 'Code de sortie 7'])
      await panel.getByText(text).waitFor();
    expect(await page.textContent('[aria-live=assertive]')).toContain('échoué');
    await page.getByText('pas comme attendu').waitFor();
    const skipped = server.heard((message) => message.type === 'mark');
    await panel.getByText('Passer cette étape').click();
    expect(await skipped).toEqual({ type: 'mark', unit: 'catalog', as: 'skipped' });
    const again = server.heard((message) => message.type === 'run');
    await panel.getByText('Réessayer').click();
    expect(await again).toMatchObject({ unit: 'catalog' });
    server.tell('catalog', { status: 'passed', expected: [{ region: '48', held: true }] });
    await page.getByText('comme attendu', { exact: true }).waitFor();
    // The slide before shows the same step.
    await page.keyboard.press('ArrowLeft');
    await step(0).getByText('réussi').waitFor();
  });

  it('runs a slide, the rest, and stops', async () => {
    await open('#3');
    const bar = page.locator('.slide-bar');
    const slide = server.heard((message) => message.type === 'run');
    await bar.getByText('Lancer cette diapositive').click();
    expect(await slide).toEqual({ type: 'run', unit: 'create', scope: 'slide' });
    server.tell('create', { status: 'passed' });
    await step(0).getByText('réussi').waitFor();
    const rest = server.heard((message) => message.type === 'run');
    await bar.getByLabel('Lancer d’ici à la fin').click();
    await page.getByRole('dialog').getByText('étapes seront lancées').waitFor();
    expect(runs()).toHaveLength(1);
    await page.getByRole('button', { name: 'Les lancer' }).click();
    expect(await rest).toEqual({ type: 'run', unit: 'expose', scope: 'rest' });
    server.tell('expose', { status: 'running' });
    const stop = server.heard((message) => message.type === 'stop');
    await bar.getByText('Arrêter').click();
    await stop;
  });

  it('offers to run a slide again that is done, and what is missing before one', async () => {
    await open('#3');
    const bar = page.locator('.slide-bar');
    for (const unit of ['create', 'expose']) server.tell(unit, { status: 'passed' });
    const again = server.heard((message) => message.type === 'run');
    await bar.getByText('Relancer cette diapositive').click();
    expect(await again).toEqual({ type: 'run', unit: 'create', scope: 'again' });
    await open('#4');
    expect(await bar.getByLabel('Lancer ce qui manque jusqu’ici').count()).toBe(0);
    server.tell('create', { status: 'passed', stale: 'shell' });
    const upTo = server.heard((message) => message.type === 'run');
    await bar.getByLabel('Lancer ce qui manque jusqu’ici').click();
    expect(await upTo).toMatchObject({ unit: 'catalog', scope: 'upTo' });
    await open('#3');
    server.tell('create', { status: 'passed', stale: 'shell' });
    await step(0).getByText('dans un shell qui s’est terminé').waitFor();
  });

  it('names the cause first, offers what is missing and what is there already; says gently what is nearly right', async () => {
    await open('#3');
    const cause = 'REGISTRY est vide dans ce shell : c’est la diapositive 2 qui lui donne une valeur.';
    server.tell('expose', { status: 'failed', exitCode: 1, reason: 'Le code 1.', cause, there: true });
    const panel = step(1).locator('.failure');
    await panel.waitFor();
    expect(await panel.locator('p').first().textContent()).toBe(cause);
    expect(await page.textContent('[aria-live=assertive]')).toContain(cause);
    const missing = server.heard((message) => message.type === 'run');
    await panel.getByText('Lancer ce qui manque, puis ceci').click();
    expect(await missing).toEqual({ type: 'run', unit: 'expose', scope: 'upTo' });
    const ticked = server.heard((message) => message.type === 'mark');
    await panel.getByText('C’est déjà là').click();
    expect(await ticked).toEqual({ type: 'mark', unit: 'expose', as: 'done' });
    server.tell('create', { status: 'idle', note: 'La diapositive dit --image registry:2.' });
    await step(0).getByText('La diapositive dit --image registry:2.').waitFor();
    expect(await page.textContent('[aria-live=polite]')).toContain('La diapositive dit');
  });

  it('copies exactly what is typed, and says so', async () => {
    await open('#3');
    await step(0).locator('.copy').click();
    await step(0).getByText('Copié').waitFor();
    expect(await page.textContent('[aria-live=polite]')).toBe('Copié');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'kubectl create deployment registry --image=registry:2',
    );
  });

  it('warns when something else is typed than is seen', async () => {
    await open('#8');
    await step(0).getByText('echo autre chose').waitFor();
    await step(1).getByText('echo user<U+202E>echo').waitFor();
    await open('#3');
    expect(await page.locator('#slide-3 .step-warning').count()).toBe(0);
  });

  it('checks a page before it links to it, and never links to anything but the web', async () => {
    await open('#6');
    const link = page.locator('#slide-6 .open-page');
    server.tell('web', { status: 'passed', url: 'javascript:alert(1)' });
    await page.locator('#slide-6 .step-status').getByText('réussi').waitFor();
    expect(await link.count()).toBe(0);
    server.tell('web', { status: 'passed', url: 'http://127.0.0.1:31000/' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('http://127.0.0.1:31000/');
    expect(await link.getAttribute('rel')).toContain('noopener');
  });

  it('lets a person tick what is done by hand', async () => {
    await open('#6');
    const done = server.heard((message) => message.type === 'mark');
    await page.getByLabel('Fait').check();
    expect(await done).toEqual({ type: 'mark', unit: 'look', as: 'done' });
  });

  it('runs nothing while the node starts', async () => {
    await open('#3');
    server.say({ type: 'node', node: 'node-1', status: 'starting' });
    await page.waitForSelector('#slide-3 .run:disabled');
    expect(await step(0).locator('.run').getAttribute('title')).toBe('Le terminal démarre…');
    server.say({ type: 'node', node: 'node-1', status: 'ready' });
    await page.waitForSelector('#slide-3 .run:not(:disabled)');
  });

  it('says that the connection is lost, and that the node is new', async () => {
    await open('#3');
    server.tell('create', { status: 'passed' });
    await step(0).getByText('réussi').waitFor();
    server.cut('node-2');
    await page.getByText('le nœud avec lui').waitFor();
    await step(0).getByText('réussi').waitFor({ state: 'detached' });
  });

  it('lists all steps, and asks before it throws a node away', async () => {
    await open('#3');
    server.tell('create', { status: 'passed' });
    await page.locator('.progress-tool').getByText('1 étape sur 7').click();
    expect(await page.locator('.step-group li').count()).toBe(7);
    await page.locator('.step-group').getByText('réussi').waitFor();
    await page.locator('dialog').getByText('Nouveau node1').click();
    await page.locator('dialog').getByText('Annuler').click();
    await page.locator('.toolbar').getByText('Nouveau node1').click();
    const fresh = server.heard((message) => message.type === 'newNode');
    await page.locator('dialog').getByText('Tout jeter').click();
    await fresh;
    expect(server.said.filter((message) => message.type === 'newNode')).toHaveLength(1);
  });
});
