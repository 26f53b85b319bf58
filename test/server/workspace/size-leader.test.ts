import { expect, test } from 'vitest';
import type { Size } from '../../../src/protocol.ts';
import type { Client } from '../../../src/server/workspace/clients.ts';
import { SizeLeader } from '../../../src/server/workspace/size-leader.ts';
import { FakeClock } from '../../run/fake-clock.ts';

const desk = { cols: 100, rows: 30 };
const stage = { cols: 60, rows: 20 };
const phone = { cols: 40, rows: 40 };

function client(): Client {
  return { send: () => undefined, sendOutput: () => undefined };
}
function watched() {
  const sizes: Size[] = [];
  const clock = new FakeClock();
  const leader = new SizeLeader((size) => sizes.push(size), clock);
  return {
    leader,
    size: async () => {
      await clock.advance(1000);
      return sizes.at(-1);
    },
  };
}

test('the page in which somebody works leads; others only tell what fits', async () => {
  const { leader, size } = watched();
  const [one, two] = [client(), client()];
  leader.enter(one, 'page', desk);
  leader.enter(two, 'page', stage);
  expect(await size()).toEqual(desk);
  leader.work(two);
  expect(await size()).toEqual(stage);
  leader.resize(one, { cols: 90, rows: 30 });
  expect(await size()).toEqual(stage);
  leader.work(one);
  expect(await size()).toEqual({ cols: 90, rows: 30 });
  expect([one, two].map((each) => leader.leads(each))).toEqual([true, false]);
});

test('a phone leads only while it is alone, also when it works', async () => {
  const { leader, size } = watched();
  const [page, small] = [client(), client()];
  leader.enter(small, 'phone', phone);
  expect(await size()).toEqual(phone);
  leader.enter(page, 'page', desk);
  leader.work(small);
  leader.resize(small, { cols: 41, rows: 40 });
  expect(await size()).toEqual(desk);
  // A terminal that cannot be seen is no reason to take that of a phone.
  leader.resize(page, undefined);
  leader.work(small);
  expect(await size()).toEqual(desk);
  // A page that is loaded again: nothing changes meanwhile.
  leader.leave(page);
  expect(await size()).toEqual(desk);
  leader.resize(small, phone);
  expect(await size()).toEqual(phone);
});

test('the audience leads while its terminal is seen, whoever works', async () => {
  const { leader, size } = watched();
  const [page, audience] = [client(), client()];
  leader.enter(page, 'page', desk);
  leader.enter(audience, 'audience', stage);
  leader.work(page);
  expect(await size()).toEqual(stage);
  leader.resize(audience, undefined);
  expect(await size()).toEqual(desk);
  leader.resize(audience, stage);
  expect(await size()).toEqual(stage);
});
