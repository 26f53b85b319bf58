import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readRecording } from '../../node1/test/conformance/record.ts';
import { parseDeck } from '../../src/deck/deck.ts';
import { planDeck } from '../../src/plan/plan.ts';

const seed = 'test/fixtures/seed/ourapponkube_fr.md';

// Part A compares every exit code and message with the real node1's; this says that nothing of the seed is missing there.
test('part A is the seed as it came: all of its commands, in its order', () => {
  const deck = parseDeck(readFileSync(resolve(import.meta.dirname, '../..', seed), 'utf8'), { file: seed });
  const typed = planDeck(deck).plan.steps.flatMap(({ action, lines }) =>
    action === 'bash' ? lines.map(({ text }) => text.trim()) : [],
  );
  const recorded = readRecording('a').commands.flatMap(({ command }) => command.split('\n').map((line) => line.trim()));
  let from = 0;
  for (const line of typed) {
    const at = recorded.indexOf(line, from);
    expect(at, line).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
  expect(typed).toHaveLength(27);
});
