import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launch } from './chromium.ts';
import { differences, showByPupitre, showByRemark } from './gnab-remark.ts';

/** gnab/remark's bundle (`out/remark.min.js` of the package `remark-slide`, or one made of its repository). */
const bundle = process.env['PUPITRE_REMARK'] ?? '';
/** A folder of decks; and how many slides of them are compared at least. */
const decks = process.env['PUPITRE_REMARK_DECKS'] ?? '';
const wanted = Number(process.env['PUPITRE_REMARK_SLIDES'] ?? 300);
/** Where to write what differs, as JSON. */
const report = process.env['PUPITRE_REMARK_REPORT'];
const browserRoot = resolve(import.meta.dirname, '../../dist/browser');

const layouts = readFileSync(resolve(import.meta.dirname, '../fixtures/layouts.md'), 'utf8');

/** Slides cut out of many decks: the beginnings of some, put together to a few decks, for starting gnab/remark is slow. */
function sample(): { readonly names: readonly string[]; readonly deck: string }[] {
  const files = readdirSync(decks, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .sort();
  const slides = files.flatMap((name) => {
    const pieces = readFileSync(join(decks, name), 'utf8')
      .split(/^---[ \t]*\n/m)
      .slice(0, 6);
    // One that was cut in the middle of a fence would swallow the next; an increment makes two.
    const whole = pieces.filter((piece) => (piece.split('```').length - 1) % 2 === 0 && !/^--[ \t]*$/m.test(piece));
    return whole.map((piece, index) => ({ name: `${name} ${index + 1}`, piece }));
  });
  const step = Math.max(1, Math.floor(slides.length / wanted));
  const taken = slides.filter((_, index) => index % step === 0);
  const groups = Array.from({ length: Math.ceil(taken.length / 40) }, (_, at) => taken.slice(at * 40, at * 40 + 40));
  return groups.map((group) => ({
    names: group.map(({ name }) => name),
    deck: group.map(({ piece }) => `${piece.trimEnd()}\n`).join('\n---\n\n'),
  }));
}

const reason = 'skipped without Chromium and PUPITRE_REMARK: the path of its bundle';

describe.skipIf(chromiumPath === undefined || !existsSync(bundle))(`beside gnab/remark (${reason})`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(() => browser.close());

  async function compare(deck: string): Promise<string[][]> {
    const context = await browser.newContext();
    // Nothing is fetched: pictures have no size on either side.
    await context.route('**/*', (route) => route.abort());
    try {
      const theirs = await showByRemark(await context.newPage(), bundle, deck);
      const ours = await showByPupitre(await context.newPage(), browserRoot, deck);
      expect(ours).toHaveLength(theirs.length);
      return theirs.map((slide, index) => differences(slide, ours[index] ?? slide));
    } finally {
      await context.close();
    }
  }

  test('layouts: the same boxes in the same places', { timeout: 60_000 }, async () => {
    const found = await compare(layouts);
    expect(found.map((each, index) => [index + 1, ...each]).filter((each) => each.length > 1)).toEqual([]);
  });

  test.skipIf(!existsSync(decks))(
    'decks of others (skipped without PUPITRE_REMARK_DECKS)',
    { timeout: 900_000 },
    async () => {
      const counts = new Map<string, number>();
      const places: string[] = [];
      let slides = 0;
      let alike = 0;
      for (const { names, deck } of sample()) {
        const found = await compare(deck);
        found.forEach((each, index) => {
          slides++;
          if (each.length === 0) alike++;
          else places.push(`${names[index] ?? ''}: ${each.join(', ')}`);
          for (const what of new Set(each.map((difference) => difference.split(':')[0] ?? ''))) {
            counts.set(what, (counts.get(what) ?? 0) + 1);
          }
        });
      }
      if (report !== undefined)
        writeFileSync(report, JSON.stringify({ slides, alike, counts: [...counts], places }, null, 1));
      console.log(
        `${alike} of ${slides} slides alike; ${[...counts].map(([what, count]) => `${what} ${count}`).join(', ')}`,
      );
      expect(slides).toBeGreaterThanOrEqual(Math.min(wanted, 300));
      expect(alike / slides).toBeGreaterThan(0.96);
    },
  );
});
