import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import headless from '@xterm/headless';
import { afterAll, beforeAll, test } from 'vitest';
import { BareShell } from './bare-shell.ts';
import { scale } from './scale.ts';
import { type BenchWindow, serve, type Served } from './served.ts';
import { colouredText, echoes, run, type Shell, stop } from './shell.ts';
import { percentile, printTable, time } from './table.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
}, 60_000);
afterAll(async () => {
  await served.close();
  const [one = 0, five = 0] = loadavg();
  process.stdout.write(`load average ${one.toFixed(1)} (1 min), ${five.toFixed(1)} (5 min)\n`);
});

async function ready(): Promise<BenchWindow> {
  const window = await served.window();
  await window.readyAfter;
  return window;
}

const megabytes = scale(50, 1);
const sessions = scale(50, 3);
/** What a session with full ring and screen took before anybody had counted. */
const formerMiB = 3.93;

function parseAlone(text: Buffer): Promise<number> {
  const term = new headless.Terminal({ cols: 100, rows: 30, scrollback: 5000, allowProposedApi: true });
  const started = performance.now();
  return new Promise((resolve) => {
    const next = (at: number): void => {
      if (at >= text.length) resolve(performance.now() - started);
      else
        term.write(text.subarray(at, at + 65_536), () => {
          next(at + 65_536);
        });
    };
    next(0);
  });
}

test('throughput', async () => {
  const text = colouredText(megabytes);
  const file = join(served.folder, 'text');
  writeFileSync(file, text);
  const bare = new BareShell();
  await bare.readyAfter;
  const parsing = await ready();
  const draining = await ready();
  draining.mode = 'drains';
  const took = { pty: [] as number[], parse: [] as number[], drain: [] as number[], ours: [] as number[] };
  let cpu = 0;
  let floorCpu = 0;
  for (let round = 0; round < scale(2, 1); round++) {
    const own = process.cpuUsage();
    took.pty.push(await run(bare, `cat ${file}`));
    const { user, system } = process.cpuUsage(own);
    floorCpu = (user + system) / 1e6;
    took.parse.push(await parseAlone(text));
    took.drain.push(await run(draining, `cat ${file}`));
    const before = served.usage().cpuSeconds;
    took.ours.push(await run(parsing, `cat ${file}`));
    cpu = served.usage().cpuSeconds - before;
  }
  const frame = parsing.bytes / parsing.frames;
  for (const each of [bare, parsing, draining]) each.close();
  const speed = (samples: readonly number[]): number => text.length / 1000 / Math.min(...samples);
  const slower = Math.min(speed(took.pty), speed(took.parse));
  printTable(`cat of ${megabytes} MB, best of 2`, [
    {
      'node-pty alone': `${speed(took.pty).toFixed(1)} MB/s`,
      'parser alone': `${speed(took.parse).toFixed(1)} MB/s`,
      'served, not parsed': `${speed(took.drain).toFixed(1)} MB/s`,
      'served and parsed': `${speed(took.ours).toFixed(1)} MB/s`,
      'of the slower floor (aim: discarded 1 × ttyd, peer.bench)': (speed(took.ours) / slower).toFixed(2),
      'a frame': `${(frame / 1000).toFixed(0)} KB`,
      'server CPU s per 100 MB (aim 1.3 × ttyd)': ((cpu * 100e6) / text.length).toFixed(2),
      'node-pty alone, CPU': ((floorCpu * 100e6) / text.length).toFixed(2),
    },
  ]);
});

test('frames of a window that acknowledges each one', async () => {
  const file = join(served.folder, 'text');
  writeFileSync(file, colouredText(megabytes));
  const rows: Record<string, string>[] = [];
  const measure = async (what: string, line: string): Promise<void> => {
    const window = await ready();
    window.mode = 'drains';
    const [frames, bytes] = [window.frames, window.bytes];
    const took = await run(window, line);
    rows.push({
      what,
      took: time(took),
      frames: String(window.frames - frames),
      'frames per second': ((window.frames - frames) / (took / 1000)).toFixed(0),
      'a frame': `${((window.bytes - bytes) / (window.frames - frames) / 1000).toFixed(1)} KB`,
    });
    window.close();
  };
  await measure(`cat of ${megabytes} MB`, `cat ${file}`);
  await measure('a loop of echo', `for ((i = 0; i < ${scale(50_000, 500)}; i++)); do echo $i; done`);
  printTable('Frames', rows);
});

test('echo', async () => {
  const bare = new BareShell();
  const window = await ready();
  // Parsing would be part of what is measured: xterm's `write` waits for a timer.
  window.mode = 'drains';
  await bare.readyAfter;
  const rows: Record<string, string>[] = [];
  const measure = async (when: string): Promise<void> => {
    await echoes(window, scale(40, 2));
    const floor = await echoes(bare, scale(400, 10));
    const ours = await echoes(window, scale(400, 10));
    rows.push({
      when,
      'node-pty alone p50': time(percentile(floor, 50)),
      'alone p99': time(percentile(floor, 99)),
      'served p50 (aim 0.7 × ttyd)': time(percentile(ours, 50)),
      'served p99 (beside a flood: aim 1.2 × ttyd)': time(percentile(ours, 99)),
      'p50 ratio': (percentile(ours, 50) / percentile(floor, 50)).toFixed(1),
    });
  };
  await measure('idle');
  const floods = await Promise.all(Array.from({ length: 2 }, ready));
  for (const flood of floods) {
    flood.mode = 'drains';
    flood.types('yes "a line of a flood on another desk"\r');
  }
  await measure('beside 2 floods');
  printTable('A key until its echo has come (not parsed), key after key', rows);
  await stop(...floods);
  for (const each of [...floods, window, bare]) each.close();
});

test('^C under yes', async () => {
  const bare = new BareShell();
  const window = await ready();
  await bare.readyAfter;
  const measure = async (shell: Shell): Promise<{ ms: number[]; bytes: number[] }> => {
    const ms: number[] = [];
    const bytes: number[] = [];
    for (let round = 0; round < scale(15, 1); round++) {
      shell.forget();
      const before = shell.bytes;
      shell.types('yes "a line of a flood"\r');
      await until(shell, () => shell.bytes - before > scale(4e6, 1e5));
      shell.forget();
      const at = shell.bytes;
      const started = performance.now();
      const prompt = shell.sees('$ ');
      shell.types('\x03');
      await prompt;
      ms.push(performance.now() - started);
      bytes.push(shell.bytes - at);
    }
    return { ms, bytes };
  };
  const floor = await measure(bare);
  const ours = await measure(window);
  bare.close();
  window.close();
  const row = (who: string, { ms, bytes }: { ms: number[]; bytes: number[] }): Record<string, string> => ({
    who,
    'prompt p50 (aim 20 ms)': time(percentile(ms, 50)),
    'prompt at most': time(percentile(ms, 100)),
    'bytes after p50': `${Math.round(percentile(bytes, 50) / 1000)} KB`,
    'bytes after at most (aim 200 KB)': `${Math.round(percentile(bytes, 100) / 1000)} KB`,
  });
  printTable('^C under yes, the prompt parsed', [
    row('node-pty alone, not parsed', floor),
    row('served and parsed', ours),
  ]);
});

/** Waits for output until a condition holds. */
async function until(shell: Shell, holds: () => boolean): Promise<void> {
  while (!holds()) {
    shell.forget();
    await shell.sees('\n');
  }
}

test('a frozen window', async () => {
  const frozenMs = scale(5000, 300);
  const window = await ready();
  await run(window, `head -c ${scale(20e6, 2e5)} /dev/zero | tr "\\\\0" x | fold -w 80`);
  const before = served.usage().rssKiB;
  window.mode = 'frozen';
  const sent = window.bytes;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, served.usage().rssKiB);
  }, 100);
  window.types('yes "a line of a flood"\r');
  await new Promise((done) => setTimeout(done, frozenMs));
  clearInterval(watch);
  printTable(`Server while a window is frozen for ${frozenMs / 1000} s under yes`, [
    {
      'RSS before': `${(before / 1024).toFixed(1)} MiB`,
      'most growth (aim 1 MiB)': `${((most - before) / 1024).toFixed(1)} MiB`,
      'bytes sent meanwhile': `${Math.round((window.bytes - sent) / 1024)} KiB`,
    },
  ]);
  await stop(window);
  window.close();
});

test(`${sessions} sessions`, async () => {
  const alone = await serve();
  const bareStarted = performance.now();
  const bare = Array.from({ length: sessions }, () => new BareShell());
  await Promise.all(bare.map(({ readyAfter }) => readyAfter));
  const bareTook = performance.now() - bareStarted;
  for (const each of bare) each.close();
  await (
    await alone.window()
  ).readyAfter;
  const before = alone.usage().rssKiB;
  const started = performance.now();
  const windows = await Promise.all(Array.from({ length: sessions }, () => alone.window()));
  await Promise.all(windows.map(({ readyAfter }) => readyAfter));
  const took = performance.now() - started;
  const fresh = alone.usage().rssKiB;
  const shells = alone.shellsKiB();
  for (const window of windows) window.mode = 'drains';
  await Promise.all(windows.map((window) => run(window, `seq ${scale(100_000, 1000)}`)));
  const full = alone.usage().rssKiB;
  // What V8 has not tidied up yet is counted as well; when nothing happens for some ten seconds, it does.
  let rested = full;
  for (let waited = 0; waited < scale(25, 1); waited++) {
    await new Promise((done) => setTimeout(done, scale(1000, 10)));
    rested = Math.min(rested, alone.usage().rssKiB);
  }
  const perSession = (rssKiB: number): string => {
    const mebibytes = (rssKiB - before) / sessions / 1024;
    return `${mebibytes.toFixed(2)} MiB (${(mebibytes / formerMiB).toFixed(2)})`;
  };
  printTable(`${sessions} sessions on the local target`, [
    {
      'as many bare shells ready': time(bareTook),
      'served and ready (aim 2 × ttyd)': time(took),
      ratio: (took / bareTook).toFixed(1),
      'server, per new session (aim 120 KiB)': `${Math.round((fresh - before) / sessions)} KiB`,
      'with full ring and screen, at once': perSession(full),
      'when it rests (aim 0.45 of 3.93 MiB)': perSession(rested),
      'its bash': `${Math.round(shells.sum / shells.count)} KiB`,
    },
  ]);
  for (const window of windows) window.close();
  await alone.close();
});
