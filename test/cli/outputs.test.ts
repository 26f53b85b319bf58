import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { streamOutput } from '../../src/cli/outputs.ts';

function output() {
  const stream = new PassThrough({ highWaterMark: 10 });
  const controller = new AbortController();
  const told = streamOutput(stream as unknown as NodeJS.WriteStream, {});
  let isReady = false;
  const ready = async (): Promise<void> => {
    isReady = false;
    await told.ready(controller.signal);
    isReady = true;
  };
  return { stream, controller, told, ready, isReady: () => isReady };
}

test('an output is ready once its reader has taken what was written', async () => {
  const { stream, told, ready, isReady } = output();
  told.write('short');
  await ready();
  told.write('x'.repeat(100));
  void ready();
  await turn();
  expect(isReady()).toBe(false);
  stream.resume();
  await turn();
  await turn();
  expect(isReady()).toBe(true);
});

test.each(['abort', 'close', 'error'])('nobody waits for it after %s', async (how) => {
  const { stream, controller, told, ready, isReady } = output();
  stream.on('error', () => undefined);
  told.write('x'.repeat(100));
  void ready();
  await turn();
  expect(isReady()).toBe(false);
  if (how === 'abort') controller.abort();
  else stream.destroy(how === 'error' ? new Error('gone') : undefined);
  await turn();
  await turn();
  expect(isReady()).toBe(true);
});
