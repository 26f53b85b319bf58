import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Peer, peerDescription, type PeerWindow, startPeer } from './peer.ts';
import { scale } from './scale.ts';
import { type BenchWindow, serve, type Served } from './served.ts';
import { colouredText, echoes, run, stop } from './shell.ts';
import { percentile, printTable, time } from './table.ts';

interface Side {
  readonly who: string;
  readonly server: Served | Peer;
}
type Window = BenchWindow | PeerWindow;

const rounds = scale(3, 1);
const megabytes = scale(50, 1);
const file = join(tmpdir(), `pupitre-peer-${process.pid}`);

async function ready({ server }: Side): Promise<Window> {
  const window = await server.window();
  if ('mode' in window) window.mode = 'drains';
  await window.readyAfter;
  return window;
}

/** The least of what each round of each side gave, and the ratio of ours to the peer's. */
function compare(
  what: string,
  aim: string,
  [ours = [], theirs = []]: number[][],
  unit: (value: number) => string,
): void {
  const [a, b] = [percentile(ours, 50), percentile(theirs, 50)];
  rows.push({ what, ours: unit(a), peer: unit(b), ratio: (a / b).toFixed(2), aim });
}
const rows: Record<string, string>[] = [];

describe.skipIf(!peerDescription)('beside a peer (skipped without PUPITRE_TERMINAL_PEER, see peer.ts)', () => {
  let sides: Side[];
  beforeAll(async () => {
    if (!peerDescription) return;
    writeFileSync(file, colouredText(megabytes));
    sides = [
      { who: 'ours', server: await serve() },
      { who: 'peer', server: await startPeer(peerDescription) },
    ];
  });
  afterAll(async () => {
    for (const { server } of sides) await server.close();
    rmSync(file, { force: true });
    printTable(`Beside a peer, medians of ${rounds} rounds in turns`, rows);
  });

  /** Does it `rounds` times in turns; what it gives, by side. */
  async function inTurns<T>(work: (side: Side) => Promise<T>): Promise<T[][]> {
    const results: T[][] = sides.map(() => []);
    for (let round = 0; round < rounds; round++)
      for (const [index, side] of sides.entries()) results[index]?.push(await work(side));
    return results;
  }

  test('echo', async () => {
    const echo = async (side: Side, isFlooded: boolean): Promise<[p50: number, p99: number]> => {
      const window = await ready(side);
      const flood = isFlooded ? await ready(side) : undefined;
      flood?.types('yes "a line of a flood on another desk"\r');
      await echoes(window, scale(40, 2));
      const samples = await echoes(window, scale(400, 10));
      window.close();
      if (flood) await stop(flood);
      flood?.close();
      return [percentile(samples, 50), percentile(samples, 99)];
    };
    for (const isFlooded of [false, true]) {
      const results = await inTurns((side) => echo(side, isFlooded));
      const when = isFlooded ? 'echo beside a flood' : 'echo idle';
      compare(
        `${when}, p50`,
        isFlooded ? '' : '0.7',
        results.map((each) => each.map(([p50]) => p50)),
        time,
      );
      compare(
        `${when}, p99`,
        isFlooded ? '1.2' : '',
        results.map((each) => each.map(([, p99]) => p99)),
        time,
      );
    }
  });

  test('throughput', async () => {
    const results = await inTurns(async (side) => {
      const window = await ready(side);
      const before = side.server.usage().cpuSeconds;
      const took = await run(window, `cat ${file}`);
      const cpu = side.server.usage().cpuSeconds - before;
      window.close();
      return { speed: (megabytes * 1000) / took, cpu: (cpu * 100) / megabytes };
    });
    compare(
      'discarded',
      '1',
      results.map((each) => each.map(({ speed }) => speed)),
      (speed) => `${speed.toFixed(1)} MB/s`,
    );
    compare(
      'CPU s per 100 MB',
      '1.3',
      results.map((each) => each.map(({ cpu }) => cpu)),
      (cpu) => cpu.toFixed(2),
    );
  });

  test('an unread socket', async () => {
    const results = await inTurns(async (side) => {
      const window = await ready(side);
      await run(window, `head -c ${scale(20e6, 2e5)} /dev/zero | tr "\\\\0" x | fold -w 80`);
      const before = side.server.usage().rssKiB;
      let most = before;
      window.stopReading();
      window.types('yes "a line of a flood"\r');
      for (let tenth = 0; tenth < scale(50, 3); tenth++) {
        await new Promise((done) => setTimeout(done, 100));
        most = Math.max(most, side.server.usage().rssKiB);
      }
      await stop(window);
      window.close();
      return (most - before) / 1024;
    });
    compare('unread for 5 s: growth', '1 MiB', results, (growth) => `${growth.toFixed(1)} MiB`);
  });

  test('50 sessions', async () => {
    const results = await inTurns(async (side) => {
      const started = performance.now();
      const windows = await Promise.all(Array.from({ length: scale(50, 3) }, () => ready(side)));
      const took = performance.now() - started;
      for (const window of windows) window.close();
      return took;
    });
    compare('50 sessions ready', '2', results, time);
  });
});
