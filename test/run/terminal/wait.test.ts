import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/run/clock.ts';
import { type Source, until } from '../../../src/run/terminal/wait.ts';

let near: Socket;
let far: Socket;
let isThere: boolean;
let source: Source;
const { signal } = new AbortController();

beforeEach(async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  near = connect((server.address() as { port: number }).port, '127.0.0.1');
  [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  isThere = false;
  source = {
    clock: systemClock,
    isClosed: () => false,
    isPaused: () => false,
    onChange: (listener) => {
      far.on('data', () => {
        isThere = true;
        listener();
      });
      return () => {
        far.removeAllListeners('data');
      };
    },
  };
});
afterEach(() => {
  near.destroy();
  far.destroy();
});

function wait(quiet: () => boolean) {
  return until(source, () => (isThere ? true : undefined), { ms: 5_000, signal, quietMs: 10, quiet });
}

test('what comes while it is asked why all is quiet is heard', async () => {
  // As a shell that shows its prompt, and is then seen to read the terminal.
  const asked = () => near.write('$ ');
  expect(await wait(asked)).toEqual({ kind: 'held', value: true });
});

test('silence is silence', async () => {
  expect(await wait(() => true)).toEqual({ kind: 'quiet' });
});

test('an answer that comes late is no answer to a wait that is over', async () => {
  const ending = new AbortController();
  const options = { ms: 5_000, signal: ending.signal, quietMs: 1 };
  const quiet = (): boolean => {
    ending.abort();
    return true;
  };
  expect(await until(source, () => undefined, { ...options, quiet })).toEqual({ kind: 'aborted' });
});
