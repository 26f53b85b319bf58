import { expect, test } from 'vitest';
import type { Unit } from '../../../src/plan/units.ts';
import type { UnitState, UnitStatus } from '../../../src/protocol.ts';
import { UnitNews } from '../../../src/server/workspace/unit-news.ts';

/** News whose keeping the test decides: `keep` fulfils or rejects what was asked to be kept, the first first. */
function newsOf(isKept = true) {
  const told: string[] = [];
  const errors: unknown[] = [];
  const asked: { readonly done: () => void; readonly failed: (error: Error) => void }[] = [];
  const news = new UnitNews({
    tell: (message) => {
      if (message.type === 'unit') told.push(`${message.unit} ${message.state.status}`);
    },
    onError: (error) => errors.push(error),
  });
  if (isKept) {
    news.keep = () =>
      new Promise<void>((done, failed) => {
        asked.push({ done, failed });
      });
  }
  const states = new Map<string, UnitState>();
  const set = (id: string, status: UnitStatus): void => {
    const before = states.get(id) ?? { status: 'idle' };
    states.set(id, { status });
    news.tell({ id } as Unit, { status }, before);
  };
  return { news, told, errors, asked, set };
}

test('an end is told when it is kept, and what comes after it not before; what goes on is told at once', async () => {
  const { news, told, asked, set } = newsOf();
  set('a', 'queued');
  set('a', 'running');
  set('a', 'waiting');
  expect(told).toEqual(['a queued', 'a running', 'a waiting']);
  set('a', 'passed');
  set('b', 'running');
  set('b', 'failed');
  expect(told).toHaveLength(3);
  // Beginnings are kept, too, and nobody waits for them.
  expect(asked).toHaveLength(4);
  asked[3]?.done();
  await Promise.resolve();
  expect(told).toHaveLength(3);
  asked[1]?.done();
  await news.settled;
  expect(told.slice(3)).toEqual(['a passed', 'b running', 'b failed']);
});

test('what cannot be kept is told all the same, and the reason is not lost', async () => {
  const { news, told, errors, asked, set } = newsOf();
  set('a', 'passed');
  asked[0]?.failed(new Error('no space'));
  await news.settled;
  expect(told).toEqual(['a passed']);
  expect(String(errors[0])).toContain('no space');
});

test('without anybody to keep it, everything is told at once', () => {
  const { told, set } = newsOf(false);
  for (const status of ['queued', 'running', 'passed', 'idle'] as const) set('a', status);
  expect(told).toEqual(['a queued', 'a running', 'a passed', 'a idle']);
});
