import { loadavg } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { scale } from './scale.ts';
import { serve, usageOf } from './served.ts';
import { percentile, printTable, time } from './table.ts';

const students = scale(30, 3);
const withinMs = 1000;

/** A class that comes in at once: from the login of each to the prompt that their window has. */
test.each(['local', 'rehearsal'])('%s: everybody logs in within a second', async (target) => {
  const served = await serve(undefined, undefined, target);
  try {
    const before = usageOf(served.pid);
    const taken = await Promise.all(
      Array.from({ length: students }, async (_, at) => {
        await after((withinMs * at) / students);
        const began = performance.now();
        const window = await served.window();
        await window.readyAfter;
        return performance.now() - began;
      }),
    );
    const { cpuSeconds, rssKiB } = usageOf(served.pid);
    expect(taken).toHaveLength(students);
    printTable(`${students} students log in within 1 s, ${target} (load ${loadavg()[0]?.toFixed(1) ?? '?'})`, [
      {
        p50: time(percentile(taken, 50)),
        p95: time(percentile(taken, 95)),
        last: time(Math.max(...taken)),
        'server CPU': `${(cpuSeconds - before.cpuSeconds).toFixed(2)} s`,
        'server memory for each': `${((rssKiB - before.rssKiB) / 1024 / students).toFixed(1)} MiB`,
      },
    ]);
  } finally {
    await served.close();
  }
});
