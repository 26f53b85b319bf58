import { expect, test } from 'vitest';
import { clientMessage, limits, type ServerMessage } from '../../../src/protocol.ts';
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
  const state = { blackout: true, frozen: false, demo: false, layout: 'terminal' };
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

test('drawings are kept for who comes later, bounded, and go with their slide', () => {
  const { stage, client, told, heard } = staged();
  const piece = { type: 'ink', slide: 1, anchor: 0, stroke: 'a', points: [0, 0, 5, 5] } as const;
  stage.handle(client, { ...piece, points: [...piece.points] });
  stage.handle(client, { ...piece, points: [7, 7] });
  stage.handle(client, { ...piece, points: [1, 2, 3] });
  stage.handle(client, { ...piece, slide: 3, stroke: 'b', points: [1, 1] });
  expect(told.map(({ message }) => message.type === 'ink' && message.points)).toEqual([
    [0, 0, 5, 5],
    [7, 7],
    [1, 1],
  ]);
  stage.tell(client);
  expect(heard.filter(({ type }) => type === 'ink')).toMatchObject([
    { stroke: 'a', points: [0, 0, 5, 5, 7, 7] },
    { stroke: 'b', points: [1, 1] },
  ]);
  stage.handle(client, { type: 'wipe', slide: 1 });
  heard.length = 0;
  stage.tell(client);
  expect(heard.filter(({ type }) => type === 'ink')).toMatchObject([{ stroke: 'b' }]);
  const full = Array.from({ length: 2 * limits.ink.piece }, () => 1);
  for (let times = 0; times < 200; times++) stage.handle(client, { ...piece, points: [...full] });
  heard.length = 0;
  stage.tell(client);
  const points = heard.reduce((sum, message) => sum + (message.type === 'ink' ? message.points.length / 2 : 0), 0);
  expect(points).toBeLessThanOrEqual(limits.ink.points);
  for (let times = 0; times < 1000; times++) stage.handle(client, { ...piece, stroke: `s${times}`, points: [1, 1] });
  heard.length = 0;
  stage.tell(client);
  expect(new Set(heard.map((message) => message.type === 'ink' && message.stroke)).size).toBeLessThanOrEqual(
    limits.ink.strokes + 1,
  );
});

test.each([
  { type: 'pointer', at: { ...at, x: 1e9 } },
  { type: 'pointer', at: { ...at, x: 0.5 } },
  { type: 'pointer', at: { ...at, anchor: -1 } },
  { type: 'pointer', at: { ...at, text: 'x' } },
  { type: 'stage', layout: 'other' },
  { type: 'ink', slide: 1, anchor: 0, stroke: 'a', points: Array.from({ length: 2 * limits.ink.piece + 1 }, () => 0) },
  { type: 'ink', slide: 1, anchor: 0, stroke: '', points: [0, 0] },
  { type: 'stage', blackout: 'yes' },
])('is no message: %j', (message) => {
  expect(clientMessage.safeParse(message).success).toBe(false);
});
