import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRunEvent, runEventSchema } from '../../src/report/event-schema.ts';
import { createReporter } from '../../src/report/reporters.ts';
import { expectGenerated } from '../config/generated.ts';
import { worded } from '../messages/worded.ts';
import { buffer, play } from './buffer.ts';
import { cutEvents, events, interruptedEvents } from './events.ts';

async function ndjson(): Promise<string[]> {
  const output = buffer();
  await play(createReporter('json', { output }), [...events, ...interruptedEvents, ...cutEvents]);
  return output.text().trimEnd().split('\n');
}

describe('the json reporter', () => {
  test('writes one event a line, and nothing is lost but functions; messages are worded', async () => {
    const lines = await ndjson();
    const all = [...events, ...interruptedEvents, ...cutEvents];
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      all.map((event) => JSON.parse(JSON.stringify(worded(event))) as unknown),
    );
  });

  test('writes what its schema describes, no property more', async () => {
    for (const line of await ndjson()) expect(parseRunEvent(line)).toEqual(JSON.parse(line));
  });

  test('writes nothing that drives a terminal', async () => {
    expect((await ndjson()).join('')).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
  });
});

test('a line that is no event is refused', () => {
  expect(() => parseRunEvent('{"type":"stepEnd","at":1}')).toThrow(z.ZodError);
  expect(() => parseRunEvent('{"type":"unheardOf","at":1}')).toThrow(z.ZodError);
});

test('public/schemas/run-events.schema.json is what the code says (UPDATE=1 writes it)', () => {
  expectGenerated('public/schemas/run-events.schema.json', z.toJSONSchema(runEventSchema, { io: 'input' }));
});
