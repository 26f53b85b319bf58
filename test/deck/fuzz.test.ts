import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDeck } from '../../src/deck/deck.ts';

/** Seconds for each property; FUZZ_SECONDS=600 for a long run by hand. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? '4');
const limits = { interruptAfterTimeLimit: seconds * 1000, numRuns: 1_000_000, markInterruptAsFailure: false };
const timeout = (seconds + 30) * 1000;

const lines = [
  '',
  '',
  '---',
  '--',
  '???',
  '# Title',
  'class: pic',
  'name: a',
  'layout: true',
  'template: a',
  '- item',
  '  - item in item',
  '.exercise[',
  '.lab[',
  '.small[',
  ']',
  '  ] ',
  ']]',
  '```',
  '```bash',
  '  ```bash',
  '   ```',
  '```yaml',
  '````',
  'ls `-l`',
  '  cat <<EOF',
  '\tEOF',
  'EOF',
  "jq '.items[]'",
  '  if [ -d x ]; then',
  '<!--',
  '-->',
  '<!-- ```wait done``` -->',
  '<!-- ```hide',
  '``` -->',
  '```key ^[``` ]',
  '- run ```bash vi a.yml``` now',
  '```keys a  ```',
  '[a]: http://b.c/',
  '[a] and [b](c)',
  'http://node1:3xxxx/',
  '@@NAME@@',
  '{{ content }}',
  'd√©j√†',
  'Nous devrions voir:',
  '{"a": [1]}',
  '| a | b |',
  '|---|---|',
  '> quote',
  '    code',
  '<div>',
  '</div>',
  '*a **b',
  '`',
  'word',
];
const text = fc.array(fc.constantFrom(...lines), { maxLength: 80 }).map((parts) => parts.join('\n'));

test('what is typed stands in the file, line by line', { timeout }, () => {
  fc.assert(
    fc.property(text, (deck) => {
      for (const snippet of parseDeck(deck, { file: 'fuzz.md' })
        .slides.flatMap(({ exercises }) => exercises)
        .flatMap(({ snippets }) => snippets)) {
        const rows = snippet.data.split('\n');
        expect(rows).toHaveLength(snippet.lines.length);
        rows.forEach((row, index) => {
          const written = deck.slice(snippet.lines[index]?.offset).replaceAll('`', '');
          // What mojibake becomes is written in other characters.
          if (!row.includes('é')) expect(written.startsWith(row.replaceAll('`', ''))).toBe(true);
          expect(snippet.lines[index]?.offset).toBeGreaterThanOrEqual(snippet.position.start.offset);
          expect(snippet.lines[index]?.offset).toBeLessThanOrEqual(snippet.position.end.offset);
        });
      }
    }),
    limits,
  );
});

/** The shortest of some runs, in milliseconds: others use the machine as well. */
function timeOf(deck: string): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = performance.now();
      parseDeck(deck, { file: 'fuzz.md' });
      return performance.now() - start;
    }),
  );
}

test('four times the text takes about four times as long', { timeout: 2 * timeout }, () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 6 }), (parts) => {
      const part = `${parts.join('\n')}\n`;
      const once = part.repeat(Math.ceil(4_000 / part.length));
      const short = timeOf(once);
      // Of what takes no time a pause of the machine would be a multiple; a quadratic parser would need 16 times as long.
      expect(timeOf(once.repeat(4))).toBeLessThan(12 * Math.max(short, 20));
    }),
    { ...limits, endOnFailure: true },
  );
});
