import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inside, unpackLayers } from '../../src/container/rootfs.ts';

/** What stands around `folder` is the test's own, too. */
let around: string;
let folder: string;
beforeEach(async () => {
  around = await mkdtemp(join(tmpdir(), 'pupitre-rootfs-'));
  folder = join(around, 'folder');
  await mkdir(folder);
});
afterEach(() => rm(around, { recursive: true }));

interface Entry {
  readonly name: string;
  readonly type?: 'file' | 'symlink' | 'link' | 'directory' | 'character-device';
  readonly linkname?: string;
  readonly text?: string;
}

async function layer(name: string, entries: readonly Entry[]) {
  const tar = pack();
  const path = join(folder, name);
  const written = pipeline(tar, createGzip(), createWriteStream(path));
  for (const { text = '', ...header } of entries) {
    const isFile = header.type === undefined || header.type === 'file';
    tar.entry(header, isFile ? text : '');
  }
  tar.finalize();
  await written;
  return { digest: '', diffId: '', size: 0, path };
}

function exists(path: string) {
  return access(path).then(
    () => true,
    () => false,
  );
}

test('nothing leaves the container: not by .., an absolute name, or links', async () => {
  const evil = await layer('evil', [
    { name: '../up', text: 'x' },
    { name: 'a/../../up', text: 'x' },
    { name: '/absolute', text: 'inside' },
    { name: 'out', type: 'symlink', linkname: '../' },
    { name: 'out/up', text: 'x' },
    { name: 'dir', type: 'directory' },
    { name: 'dir/parent', type: 'symlink', linkname: '..' },
    { name: 'far', type: 'symlink', linkname: 'dir/parent/../..' },
    { name: 'far/up', text: 'x' },
    { name: 'hard', type: 'link', linkname: '../evil' },
    { name: 'null', type: 'character-device' },
  ]);
  const root = join(folder, 'root');
  await unpackLayers([evil], root);
  expect((await readdir(folder)).sort()).toEqual(['evil', 'root']);
  expect(await exists(join(folder, '..', 'up'))).toBe(false);
  expect(await readFile(join(root, 'absolute'), 'utf8')).toBe('inside');
  expect(await exists(join(root, 'hard'))).toBe(false);
});

test('an absolute link means a place in the container', async () => {
  const linked = await layer('linked', [
    { name: 'etc/real', text: 'here' },
    { name: 'link', type: 'symlink', linkname: '/etc/real' },
  ]);
  await unpackLayers([linked], join(folder, 'root'));
  expect(await readFile(join(folder, 'root/link'), 'utf8')).toBe('here');
});

test('a higher layer replaces and removes what is below it', async () => {
  const lower = await layer('lower', [
    { name: 'a/x', text: '1' },
    { name: 'a/y', text: '1' },
    { name: 'b/z', text: '1' },
  ]);
  const upper = await layer('upper', [
    { name: 'a/x', text: '2' },
    { name: 'a/.wh.y', text: '' },
    { name: 'b/.wh..wh..opq', text: '' },
    { name: 'b/new', text: '2' },
  ]);
  const root = join(folder, 'root');
  await unpackLayers([lower, upper], root);
  expect(await readFile(join(root, 'a/x'), 'utf8')).toBe('2');
  expect([await readdir(join(root, 'a')), await readdir(join(root, 'b'))]).toEqual([['x'], ['new']]);
});

test('a path is always one inside', () => {
  expect(inside('/r', '../../etc/passwd', '/app')).toBe('/r/etc/passwd');
  expect(inside('/r', 'x.js', '/app')).toBe('/r/app/x.js');
});
