import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';
import type { Snippet } from '../../src/deck/model.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus');

/** One entry of a reference extraction: a fence in the bracket region that gnab/remark itself would use. */
interface Entry {
  readonly slide_index: number;
  readonly method: string;
  /** As autotest.py has it: stripped, the indent of later lines kept, highlights kept; null without data. */
  readonly data: string | null;
  readonly line: number;
  readonly block_line: number;
  readonly in_notes: boolean;
  readonly in_comment: boolean;
}

/** What is wrong with these decks, as they are; everything else must be silent. */
const messages: Readonly<Record<string, readonly string[]>> = {
  'exercise-era': ['containers/Working_With_Volumes.md:172 unclosed-fence'],
  'seed-era': [],
  'fr-ryax-seed': ['kube/logs-cli_fr.md:119 unclosed-class'],
};

const roots: Readonly<Record<string, string>> = {
  'exercise-era': 'exercise-era/slides',
  'seed-era': 'seed-era/slides',
  'fr-ryax-seed': 'fr-ryax-seed',
};

/** Nothing where there is no corpus: this is also called for tests that are skipped. */
function readReference(name: string): Record<string, Entry[]> {
  if (!existsSync(corpus)) return {};
  return JSON.parse(readFileSync(join(corpus, `${name}.corrected.json`), 'utf8')) as Record<string, Entry[]>;
}

describe.skipIf(!existsSync(corpus)).each(Object.keys(roots))(
  'the corpus %s (skipped where ../shared is absent)',
  (name) => {
    const reference = readReference(name);
    const files = Object.keys(reference).map((file) => {
      const text = readFileSync(join(corpus, roots[name] ?? '', file), 'utf8');
      return { file, text, deck: parseDeck(text, { file }) };
    });

    // No difference is accepted but the two that `entryOf` and `normalised` name.
    test('extracts what the reference extracts', () => {
      for (const { file, text, deck } of files) {
        const ours = deck.slides.flatMap((slide) =>
          slide.exercises.flatMap(({ snippets, position }) =>
            snippets.map((snippet) => entryOf(text, snippet, slide.index, position.start.line)),
          ),
        );
        expect(ours, file).toEqual(reference[file]?.map(normalised));
      }
    });

    test('data is what stands in the file from the start of each line, without highlights', () => {
      const plain = (line: string): string => line.replaceAll('`', '');
      for (const { file, text, deck } of files) {
        for (const { data, lines } of deck.slides
          .flatMap(({ exercises }) => exercises)
          .flatMap((each) => each.snippets)) {
          expect(data.split('\n').length, file).toBe(lines.length);
          data.split('\n').forEach((line, index) => {
            const written = text.slice(lines[index]?.offset).split('\n', 1)[0] ?? '';
            expect(plain(written).startsWith(plain(line)), `${file}: ${line}`).toBe(true);
          });
        }
      }
    });

    test('complains about nothing but these', () => {
      const found = files.flatMap(({ file, deck }) => deck.messages.map(({ line, rule }) => `${file}:${line} ${rule}`));
      expect(found).toEqual(messages[name]);
    });
  },
);

/**
 * The entry that the reference would make of our snippet. Its data is read from the file where we say that its lines are,
 * because the reference keeps the indent of all lines but the first, and the highlights.
 */
function entryOf(text: string, snippet: Snippet, slide: number, block: number): string {
  const { method, lines, hidden, inNotes, position } = snippet;
  return normalised({
    slide_index: slide,
    method,
    data: text.slice(lines[0]?.offset, text.lastIndexOf('```', position.end.offset)),
    line: position.start.line,
    block_line: block,
    in_notes: inNotes,
    in_comment: hidden,
  });
}

/** The reference takes `bash  ` (blanks at the end) for a method of its own, which it does not know; for us it is `bash`. */
function normalised({ slide_index, method, data, line, block_line, in_notes, in_comment }: Entry): string {
  const flags = `${in_notes ? ' in notes' : ''}${in_comment ? ' in comment' : ''}`;
  const where = `line ${line} of slide ${slide_index}, exercise at ${block_line}${flags}`;
  return `${where}: ${method.trim()} ${JSON.stringify((data ?? '').trim())}`;
}
