import { afterEach, expect, test } from 'vitest';
import { unitsOf } from '../../../src/plan/units.ts';
import { openSession } from '../../../src/run/terminal/open-session.ts';
import type { Session } from '../../../src/run/terminal/session.ts';
import { RunRecord } from '../../../src/server/workspace/run-record.ts';
import { TypedByHand } from '../../../src/server/workspace/typed-by-hand.ts';
import { localTarget } from '../../../src/target/local.ts';
import { planOf } from '../../run/steps.ts';
import { visible, watchedStates } from './units.ts';

let session: Session;
afterEach(() => session.close());

/** Pastes lines into the shell and presses Return; gives how the states of the units changed, `last` the last of them. */
async function paste(lines: readonly string[], steps: Readonly<Record<string, readonly string[]>>, last: string) {
  session = await openSession(localTarget({ environment: process.env }), { signal: new AbortController().signal });
  const place = { file: 'deck.md', line: 1, column: 1 };
  const plan = planOf(
    ...Object.entries(steps).map(([id, texts]) => visible(id, 1, { lines: texts.map((text) => ({ text, place })) })),
  );
  const units = unitsOf(plan);
  const { states, log } = watchedStates();
  const byHand = new TypedByHand({
    record: new RunRecord(),
    ...{ plan, units, states, lang: 'en', slide: () => 1 },
    onError: (error) => expect.fail(String(error)),
  });
  byHand.follow(session);
  byHand.personTypes();
  session.input(`\x1b[200~${lines.join('\n')}\x1b[201~\r`);
  await expect.poll(() => log.at(-1)).toBe(last);
  return log;
}

test('a step whose first line fails has failed, also when its lines were pasted together (E10)', async () => {
  const lines = ['ls /nonexistent-dir', 'echo done'];
  expect(await paste(lines, { both: lines }, 'both failed')).toEqual(['both failed']);
});

test('two steps that are pasted in one go are two steps (E10)', async () => {
  const log = await paste(['echo one', 'echo two'], { one: ['echo one'], two: ['echo two'] }, 'two passed');
  expect(log).toEqual(['one passed', 'two passed']);
});

test('lines of one step that are pasted together are one step', async () => {
  const lines = ['cd /', 'for i in 1 2', 'do', '  echo $i', 'done'];
  expect(await paste(lines, { all: lines }, 'all passed')).toEqual(['all passed']);
});
