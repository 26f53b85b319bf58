import { expect, test } from 'vitest';
import { multiplex } from '../../src/cli/sinks.ts';
import type { Reporter } from '../../src/report/reporter.ts';
import { play } from '../report/buffer.ts';
import { events } from '../report/events.ts';

function recorder(name: string, log: string[], failAt?: string): Reporter {
  return {
    name,
    onEvent({ type }) {
      log.push(`${name} ${type}`);
      if (type === failAt) throw new Error(`no ${type}`);
    },
    onEnd() {
      log.push(`${name} end`);
      return failAt === 'end' ? Promise.reject(new Error('no end')) : Promise.resolve();
    },
  };
}

test('one that throws is told once and dropped; the others hear everything, and all of them the end', async () => {
  const log: string[] = [];
  const errors: string[] = [];
  const all = [recorder('bad', log, 'stepBegin'), recorder('good', log)];
  await play(
    multiplex(all, ({ name }, error) => {
      errors.push(`${name}: ${String(error)}`);
    }),
    events,
  );
  expect(errors).toEqual(['bad: Error: no stepBegin']);
  expect(log.filter((line) => line.startsWith('bad'))).toEqual(['bad runBegin', 'bad stepBegin', 'bad end']);
  expect(log.filter((line) => line.startsWith('good'))).toHaveLength(events.length + 1);
});

test('one that fails at the end does not keep the others from ending', async () => {
  const log: string[] = [];
  const errors: string[] = [];
  const all = [recorder('bad', log, 'end'), recorder('good', log)];
  await play(
    multiplex(all, ({ name }) => {
      errors.push(name);
    }),
    [],
  );
  expect(errors).toEqual(['bad']);
  expect(log).toEqual(['bad end', 'good end']);
});
