import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlacer, placeFiles } from '../../src/target/files.ts';

let root: string;
let home: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pupitre-files-'));
  home = join(root, 'home');
  mkdirSync(join(root, 'stacks', 'rng'), { recursive: true });
  mkdirSync(home);
  writeFileSync(join(root, 'stacks', 'compose.yml'), 'a');
  writeFileSync(join(root, 'stacks', 'rng', 'rng.js'), 'b');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test('puts folders in place, and removes exactly what it put there', async () => {
  const placement = await placeFiles([{ from: join(root, 'stacks'), to: '~/container.training/stacks' }], home);
  expect(readFileSync(join(home, 'container.training/stacks/rng/rng.js'), 'utf8')).toBe('b');
  await placement.remove();
  expect(existsSync(join(home, 'container.training'))).toBe(false);
  expect(existsSync(home)).toBe(true);
});

test.each([
  ['+x', 0o755],
  ['+rwx', 0o755],
  ['+w', 0o644],
  ['u+x', 0o744],
  ['a+w', 0o666],
  ['g-r', 0o604],
  ['600', 0o600],
])('a file gets the rights that chmod %s gives it', async (chmod, mode) => {
  chmodSync(join(root, 'stacks', 'compose.yml'), 0o644);
  await placeFiles([{ from: join(root, 'stacks', 'compose.yml'), to: '~/c.yml', chmod }], home);
  expect(statSync(join(home, 'c.yml')).mode & 0o777).toBe(mode);
});

test('what somebody added meanwhile stays', async () => {
  const placement = await placeFiles([{ from: join(root, 'stacks'), to: '~/stacks' }], home);
  writeFileSync(join(home, 'stacks', 'mine'), 'mine');
  await placement.remove();
  expect(readFileSync(join(home, 'stacks', 'mine'), 'utf8')).toBe('mine');
  expect(existsSync(join(home, 'stacks', 'compose.yml'))).toBe(false);
});

test('the same content may be there already, and stays', async () => {
  mkdirSync(join(home, 'stacks'));
  writeFileSync(join(home, 'stacks', 'compose.yml'), 'a');
  const placement = await placeFiles([{ from: join(root, 'stacks'), to: '~/stacks' }], home);
  await placement.remove();
  expect(existsSync(join(home, 'stacks', 'compose.yml'))).toBe(true);
  expect(existsSync(join(home, 'stacks', 'rng'))).toBe(false);
});

test('other content is never overwritten, and nothing is placed beside it', async () => {
  mkdirSync(join(home, 'stacks'));
  writeFileSync(join(home, 'stacks', 'compose.yml'), 'my own work');
  await expect(placeFiles([{ from: join(root, 'stacks'), to: '~/stacks' }], home)).rejects.toThrow(
    /compose\.yml is there already and differs/,
  );
  expect(readFileSync(join(home, 'stacks', 'compose.yml'), 'utf8')).toBe('my own work');
  expect(existsSync(join(home, 'stacks', 'rng'))).toBe(false);
});

test('a missing source is named', async () => {
  await expect(placeFiles([{ from: join(root, 'nothing'), to: '~/x' }], home)).rejects.toThrow(
    /nothing is named in "files"/,
  );
});

test('who shares a home shares its files: they stay until the last one has gone, whatever was made of them', async () => {
  const place = createPlacer();
  const stacks = [{ from: join(root, 'stacks'), to: '~/course/stacks' }];
  const [first, second] = await Promise.all([place(stacks, home), place(stacks, home)]);
  const file = join(home, 'course/stacks/compose.yml');
  writeFileSync(file, 'changed by a student');
  const third = await place(stacks, home);
  await first.remove();
  await first.remove();
  await third.remove();
  expect(readFileSync(file, 'utf8')).toBe('changed by a student');
  await second.remove();
  expect(existsSync(join(home, 'course'))).toBe(false);
  // And anew.
  await (await place(stacks, home)).remove();
  expect(existsSync(join(home, 'course'))).toBe(false);
});
