import { expect, test } from 'vitest';
import { RunRecord } from '../../../src/server/workspace/run-record.ts';
import { localTarget } from '../../../src/target/local.ts';
import { FakeClock } from '../../run/fake-clock.ts';
import { TestHub } from '../test-hub.ts';
import { unitsNamed, watchedStates } from './units.ts';

const units = unitsNamed('one', 'two');
function reported(record: RunRecord) {
  return record.report(units, watchedStates().states);
}

test('the time is from the first thing that was done to the last', async () => {
  const clock = new FakeClock();
  const record = new RunRecord(undefined, clock);
  expect(record.tookMs).toBe(0);
  await clock.advance(1_000);
  record.changed({ status: 'queued' });
  record.changed({ status: 'running' });
  await clock.advance(5_000);
  record.changed({ status: 'passed' });
  await clock.advance(5_000);
  record.changed({ status: 'idle', note: 'nearly' });
  expect(record.tookMs).toBe(5_000);
});

test('the last run of a step counts; outputs keep beginning and end, and all together are bounded', () => {
  const record = new RunRecord();
  record.add('one', [{ text: 'first', output: 'old', exitCode: 1 }]);
  record.add('one', [{ text: 'echo one', output: `begin${'x'.repeat(100_000)}end`, exitCode: 0 }]);
  const [one] = reported(record);
  expect(one).toMatchObject({ unit: 'one', text: 'echo one', commands: [{ text: 'echo one', omitted: true }] });
  expect(one?.commands[0]?.output).toMatch(/^beginx+\n…\nx+end$/);
  expect(one?.commands[0]?.output.length).toBeLessThan(10_000);
  for (let step = 0; step < 1_000; step++) {
    record.add(`other.${step}`, [{ text: 'more', output: 'y'.repeat(8_000), exitCode: 0 }]);
  }
  record.add('two', [{ text: 'echo two', output: 'two', exitCode: 0 }]);
  expect(reported(record)).toMatchObject([
    { commands: [{ text: 'echo one', output: '', omitted: true }] },
    { commands: [{ text: 'echo two', output: 'two', exitCode: 0 }] },
  ]);
});

test('a window asks for what was run, by whomever: nothing in it is secret', async () => {
  const target = () => localTarget({ environment: process.env, cwd: '/' });
  const exercise =
    '.exercise[\n\n- Do:\n  ```bash\n  echo my-"sec"ret\n  ```\n\n- And:\n  ```bash\n  mkdir /none/my-secret\n  ```\n\n]\n';
  const room = new TestHub(`# A\n\n${exercise}`, { target, secrets: { values: ['my-secret'], patterns: [] } });
  try {
    const client = await room.client();
    await client.sees(/\$ (?:\x1b\[\?2004h)?$/);
    client.types('echo my-"sec"ret\r');
    await client.ends('a.1');
    client.send({ type: 'run', unit: 'a.2', scope: 'unit' });
    await client.ends('a.2');
    client.send({ type: 'report' });
    const { units: all, tookMs } = await client.receives('report');
    expect(tookMs).toBeGreaterThan(0);
    expect(all).toMatchObject([
      {
        unit: 'a.1',
        status: 'passed',
        byHand: true,
        commands: [{ text: 'echo my-"sec"ret', output: '*****', exitCode: 0 }],
      },
      {
        unit: 'a.2',
        status: 'failed',
        text: 'mkdir /none/*****',
        commands: [{ text: 'mkdir /none/*****', exitCode: 1 }],
      },
    ]);
    expect(JSON.stringify(all)).not.toContain('my-secret');
    client.messages.length = 0;
    client.send({ type: 'report', brief: true });
    expect(await client.receives('report')).not.toHaveProperty('units');
  } finally {
    await room.close();
  }
});
