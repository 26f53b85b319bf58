import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, sweepFolders } from '../../src/gateway/folder.ts';

test('the folder is its user’s alone, and outlives a sweep while its owner lives', async () => {
  const folder = await makeFolder();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await sweepFolders();
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('folders whose owner is gone are swept, and nothing else', async () => {
  const { pid } = spawnSync('true');
  const folder = await makeFolder();
  const [, start = ''] = readFileSync(join(folder, 'owner'), 'utf8').split(' ');
  const left = (owner: string | undefined): string => {
    const path = mkdtempSync(join(tmpdir(), 'pupitre-'));
    mkdirSync(join(path, 'home', 'deep'), { recursive: true });
    if (owner !== undefined) writeFileSync(join(path, 'owner'), owner);
    return path;
  };
  const dead = left(`${pid} 12345\n`);
  const reused = left(`${process.pid} ${Number(start) - 1}\n`);
  const strange = left(undefined);
  await sweepFolders();
  expect([dead, reused, strange, folder].map((path) => existsSync(path))).toEqual([false, false, true, true]);
  for (const path of [strange, folder]) rmSync(path, { recursive: true });
});
