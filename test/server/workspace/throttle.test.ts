import { expect, test } from 'vitest';
import { Throttle } from '../../../src/server/workspace/throttle.ts';
import { FakeClock } from '../../run/fake-clock.ts';

test('the first at once, then the last of those that came meanwhile', async () => {
  const clock = new FakeClock();
  const done: number[] = [];
  const throttle = new Throttle<number>(50, (value) => done.push(value), clock);
  for (const value of [1, 2, 3]) throttle.push(value);
  expect(done).toEqual([1]);
  await clock.advance(49);
  expect(done).toEqual([1]);
  await clock.advance(1);
  expect(done).toEqual([1, 3]);
  throttle.push(4);
  expect(done).toEqual([1, 3]);
  await clock.advance(100);
  throttle.push(5);
  expect(done).toEqual([1, 3, 4, 5]);
  throttle.push(6);
  throttle.close();
  await clock.advance(100);
  expect(done).toEqual([1, 3, 4, 5]);
});
