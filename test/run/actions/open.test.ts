import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { StepResult } from '../../../src/plan/verdict.ts';
import { builtinActions } from '../../../src/run/actions/actions.ts';
import { run } from '../../../src/run/run.ts';
import { fakeTarget } from '../fake-tty.ts';
import { planOf, step } from '../steps.ts';

// As `node --expose-gc` does.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('the limit of a page that never answers is still there after the garbage collector was', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const limits = { timeoutMs: 1_000, tryMs: 1_000, pauseMs: 1, settleMs: 1 };
  const plan = planOf(step('open', `http://127.0.0.1:${port}/`, { limits }));
  const collecting = setInterval(collectGarbage, 50);
  const began = performance.now();
  const results: StepResult[] = [];
  const signal = new AbortController().signal;
  try {
    for await (const event of run(plan, fakeTarget(), { actions: builtinActions, signal })) {
      if (event.type === 'stepEnd') results.push(event.result);
    }
  } finally {
    clearInterval(collecting);
    server.closeAllConnections();
    server.close();
  }
  expect(results).toMatchObject([{ verdict: { status: 'timedOut' } }]);
  expect(performance.now() - began).toBeLessThan(5_000);
}, 10_000);
