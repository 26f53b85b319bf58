import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPack } from '../../src/cli/resume/pack.ts';
import { SnapshotKeeper } from '../../src/cli/resume/snapshot-keeper.ts';
import { Masker } from '../../src/run/mask.ts';
import type { ContentSink } from '../../src/target/target.ts';
import { temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => {
  folder.remove();
});

/** A keeper of a node that holds `contents`. */
function keeperOf(contents: () => readonly Buffer[], mostShare = 1): SnapshotKeeper {
  return new SnapshotKeeper({
    snapshots: {
      fits: () => Promise.resolve('x'),
      take: (sink: ContentSink) => ({ folder: '/x', fits: 'x', node: contents().map((each) => sink.put(each)) }),
      restore: () => Promise.reject(new Error('not here')),
    },
    stateFile: join(folder.path, 'deck.target.ndjson'),
    after: '',
    masker: new Masker({ values: [], patterns: [] }),
    mostShare,
  });
}

function packs(): readonly string[] {
  return readdirSync(folder.path).sort();
}

test('there are never more than two packs, and the newest snapshots are whole', async () => {
  let content = Buffer.alloc(0);
  const keeper = keeperOf(() => [content]);
  let last;
  for (let round = 0; round < 12; round++) {
    content = randomBytes(16 * 1024 * 1024);
    last = await keeper.keep();
  }
  await keeper.close();
  expect(packs()).toEqual(['deck.target.2.pack', 'deck.target.3.pack']);
  for (const pack of packs()) expect(statSync(join(folder.path, pack)).size).toBeLessThan(81 * 1024 * 1024);
  if (!last || !('pack' in last)) throw new Error('nothing was kept');
  const read = readPack(join(folder.path, last.pack));
  const { state } = JSON.parse(read(last.name).toString()) as { state: { node: readonly string[] } };
  expect(read(state.node[0] ?? '').equals(content)).toBe(true);
});

test('a node that would add too much at once is not kept, nor tried again', async () => {
  let asked = 0;
  const keeper = keeperOf(() => {
    asked++;
    return Array.from({ length: 4 }, () => randomBytes(16 * 1024 * 1024));
  });
  expect(await keeper.keep()).toEqual({ without: 'tooLarge' });
  expect(await keeper.keep()).toBeUndefined();
  expect(asked).toBe(1);
  await keeper.close();
});

test('snapshots that take long are only so many', async () => {
  let asked = 0;
  const keeper = keeperOf(() => {
    asked++;
    const end = performance.now() + 60;
    while (performance.now() < end);
    return [];
  }, 0.05);
  await keeper.keep();
  await keeper.keep();
  await keeper.keep();
  expect(asked).toBe(1);
  await keeper.close();
});
