import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ChapterFile, isManifest, parseManifest } from '../../../src/deck/manifest.ts';
import type { Deck } from '../../../src/deck/model.ts';
import { verbatim } from '../../../src/messages/message.ts';
import { word } from '../../../src/messages/word.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus');

function read(manifest: string): Deck {
  const readFile = (path: string): ChapterFile => {
    const file = join(dirname(manifest), path);
    return existsSync(file) ? { file, text: readFileSync(file, 'utf8') } : { file, problem: verbatim(`no ${path}.`) };
  };
  return parseManifest(readFileSync(manifest, 'utf8'), {
    file: manifest,
    readChapter: readFile,
    // The corpus holds only the slides of their repository.
    readInclude: () => ({ text: 'included: file' }),
  });
}

/** What is wrong with these decks, as they are. The two chapters are links to files that are not there. */
const known = [
  'missing-chapter: no logistics.md.',
  'missing-chapter: no intro/links.md.',
  'unclosed-fence: Working_With_Volumes.md:172',
];

const manifests = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(isManifest).toSorted()
  : [];

test.skipIf(manifests.length === 0).each(manifests)(
  '%s (skipped where ../shared is absent)',
  { timeout: 60_000 },
  (name) => {
    const { messages, slides } = read(join(corpus, name));
    const found = messages.map(
      ({ file, line, rule, reason }) =>
        `${rule}: ${rule === 'missing-chapter' ? word(reason, 'en') : `${basename(file)}:${line}`}`,
    );
    expect(found.filter((message) => !known.includes(message))).toEqual([]);
    const names = slides.flatMap((slide) => (slide.name?.startsWith('toc-') ? slide.name : []));
    expect(new Set(names).size).toBe(names.length);
  },
);

/**
 * What the reference counts in its build of a manifest: slides and exercises, those of excluded slides too. It has two slides more for
 * each title, we one (no picture from another host); and `logistics.md` has two slides, where a manifest lists it.
 */
const reference: Readonly<Record<string, readonly [slides: number, exercises: number, logistics: number]>> = {
  'kube-selfpaced': [2204, 486, 0],
  'kube-twodays': [1181, 255, 2],
  'swarm-selfpaced': [511, 171, 0],
  'kadm-fullday': [430, 123, 2],
};

describe.skipIf(manifests.length === 0)('counts (skipped where ../shared is absent)', () => {
  test.each(Object.entries(reference))('%s', { timeout: 60_000 }, (name, [slideCount, exerciseCount, logistics]) => {
    const root = join(corpus, 'exercise-era/slides');
    const { file, slides } = read(join(root, `${name}.yml`));
    const titles = slides.filter(
      (slide) => slide.file === file && slide.classes[0] === 'title' && slide.name?.startsWith('toc-'),
    );
    expect(slides.length + titles.length + logistics).toBe(slideCount);
    const exercises = slides.flatMap((slide) => slide.exercises);
    expect(exercises).toHaveLength(exerciseCount);
    // The reference finds some more than there are: the `.debug[ ]` at the end of each slide stretches the last exercise over what follows it.
    const corrected = JSON.parse(readFileSync(join(corpus, 'exercise-era.corrected.json'), 'utf8')) as Record<
      string,
      unknown[]
    >;
    const chapters = new Set(slides.map((slide) => relative(root, slide.file)));
    const expected = [...chapters].reduce((sum, chapter) => sum + (corrected[chapter]?.length ?? 0), 0);
    expect(exercises.flatMap(({ snippets }) => snippets)).toHaveLength(expected);
  });
});
