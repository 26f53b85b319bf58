import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DamagedPack, nameOf, Pack, readPack } from '../../src/cli/resume/pack.ts';
import { temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.pack');
});

afterEach(() => {
  folder.remove();
});

async function written(...contents: readonly string[]): Promise<readonly string[]> {
  const pack = await Pack.open(path);
  const names = contents.map((content) => {
    const bytes = Buffer.from(content);
    pack.add(nameOf(bytes), bytes);
    return nameOf(bytes);
  });
  pack.write();
  await pack.close();
  return names;
}

test('contents come back by their names, each is there once', async () => {
  const names = await written('one', '', 'two', 'one');
  const { size } = statSync(path);
  expect(await written('two', 'one')).toEqual([names[2], names[0]]);
  expect(statSync(path).size).toBe(size);
  const read = readPack(path);
  expect(names.map((name) => read(name).toString())).toEqual(['one', '', 'two', 'one']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what a kill has cut off is lost alone, and what comes after it is found', async () => {
  const [one = '', two = ''] = await written('one', 'two two');
  for (const cut of [1, 7, 8, 40]) {
    truncateSync(path, statSync(path).size - cut);
    expect(readPack(path)(one).toString()).toBe('one');
    expect(() => readPack(path)(two)).toThrow(DamagedPack);
    const [three = ''] = await written('three');
    expect(readPack(path)(three).toString()).toBe('three');
    expect(() => readPack(path)(two)).toThrow(DamagedPack);
    await written('two two');
    expect(readPack(path)(two).toString()).toBe('two two');
  }
});

test('a content that is another one than its name says is not given', async () => {
  const [one = '', two = ''] = await written('one', 'two');
  const bytes = readFileSync(path);
  bytes.write('2', bytes.indexOf('one'));
  writeFileSync(path, bytes);
  expect(() => readPack(path)(one)).toThrow(DamagedPack);
  expect(readPack(path)(two).toString()).toBe('two');
  appendFileSync(path, Buffer.alloc(100, 255));
  expect(readPack(path)(two).toString()).toBe('two');
});
