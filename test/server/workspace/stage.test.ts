import { expect, test } from 'vitest';
import { clientMessage, type ServerMessage } from '../../../src/protocol.ts';
import type { Client } from '../../../src/server/workspace/clients.ts';
import { Stage } from '../../../src/server/workspace/stage.ts';
import { FakeClock } from '../../run/fake-clock.ts';

function staged() {
  const clock = new FakeClock();
  const told: { readonly message: ServerMessage; readonly except: Client | undefined }[] = [];
  const clients = { broadcast: (message: ServerMessage, except?: Client) => told.push({ message, except }) };
  const heard: ServerMessage[] = [];
  const client: Client = { send: (message) => heard.push(message), sendOutput: () => undefined };
  return { clock, told, heard, client, stage: new Stage({ slides: [1, 3], clients, clock }) };
}
const at = { slide: 1, anchor: 2, x: 500, y: 500 };

test('what is changed is told to the others, and all of it to who comes later', () => {
  const { stage, client, told, heard } = staged();
  expect(stage.handle(client, { type: 'stage', blackout: true })).toBe(true);
  stage.handle(client, { type: 'stage', layout: 'terminal' });
  const state = { blackout: true, frozen: false, layout: 'terminal' };
  expect(told.at(-1)).toEqual({ message: { type: 'stage', stage: state }, except: client });
  stage.tell(client);
  expect(heard).toContainEqual({ type: 'stage', stage: state });
  expect(stage.handle(client, { type: 'stop' })).toBe(false);
});

test('only slides that are shown are turned to', () => {
  const { stage, client, told } = staged();
  stage.handle(client, { type: 'slide', index: 2 });
  expect([stage.slide, told.length]).toEqual([1, 0]);
  stage.handle(client, { type: 'slide', index: 3 });
  expect(stage.slide).toBe(3);
});

test('a thousand places of the pointer are told as a few, the last one among them; who leaves points at nothing', async () => {
  const { stage, client, told, clock } = staged();
  for (let x = 0; x < 1000; x++) stage.handle(client, { type: 'pointer', at: { ...at, x } });
  await clock.advance(1000);
  expect(told.length).toBeLessThanOrEqual(3);
  expect(told.at(-1)?.message).toEqual({ type: 'pointer', at: { ...at, x: 999 } });
  stage.leave(client);
  await clock.advance(1000);
  expect(told.at(-1)?.message).toEqual({ type: 'pointer', at: undefined });
});

test.each([
  { type: 'pointer', at: { ...at, x: 1e9 } },
  { type: 'pointer', at: { ...at, x: 0.5 } },
  { type: 'pointer', at: { ...at, anchor: -1 } },
  { type: 'pointer', at: { ...at, text: 'x' } },
  { type: 'stage', layout: 'other' },
  { type: 'stage', blackout: 'yes' },
])('is no message: %j', (message) => {
  expect(clientMessage.safeParse(message).success).toBe(false);
});
