import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles } from '@pupitre/node1/listing';
import { afterAll, expect, test } from 'vitest';
import { difference } from '../../src/changes/difference.ts';
import type { Inventory } from '../../src/changes/inventory.ts';
import { changeText } from '../../src/changes/wording.ts';
import { farInventory, lookScript } from '../../src/target/far-files.ts';
import { hostInventory } from '../../src/target/host-inventory.ts';
import { portWatch } from '../../src/target/port-watch.ts';

const hasBusybox = existsSync('/bin/busybox');
const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'pupitre-inventory-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function below(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}
function told(before: Inventory, after: Inventory): string[] {
  return difference(before, after).list.map(changeText);
}
function isFilesUnseen({ unseen }: Inventory): boolean {
  return unseen.some(({ kind, below: prefix }) => kind === 'file' && prefix === '');
}

test('a listing is bounded in number and in time, and says what it left out', async () => {
  const root = below('bounded');
  mkdirSync(join(root, 'big/deep'), { recursive: true });
  for (let at = 0; at < 30; at++) writeFileSync(join(root, 'big', `${at}`), '');
  writeFileSync(join(root, 'small'), '');
  const { things, unseen } = await listFiles(root, { most: 20 });
  expect(things.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['file small', 'folder big', 'many big']);
  expect(unseen).toContainEqual({ kind: 'file', below: 'big/' });
  expect(isFilesUnseen(await listFiles(root, { ms: -1 }))).toBe(true);
  expect((await listFiles(join(root, 'is-not-there'))).things).toEqual([]);
});

test('a flood in the folder itself is told, too', async () => {
  const root = below('flooded');
  const before = await listFiles(root, { most: 20 });
  for (let at = 0; at < 30; at++) writeFileSync(join(root, `${at}`), '');
  expect(told(before, await listFiles(root, { most: 20 }))).toEqual(['+~/… (entries 30)']);
});

test('what programs keep for themselves is left out, node_modules is one thing', async () => {
  const root = below('noise');
  const before = await listFiles(root);
  for (const name of ['.cache/a', '.npm/b', '.kube/cache/c', 'node_modules/d/e'])
    mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, '.bash_history'), 'x');
  writeFileSync(join(root, '.kube/config'), 'x');
  expect(told(before, await listFiles(root))).toEqual([
    '+.kube/config (size 1)',
    '+.kube/',
    '+node_modules/… (entries 1)',
  ]);
});

/** What the script for nodes that are far says of a folder, through a real sh and find. */
function look(root: string): Inventory {
  const { stdout } = spawnSync('sh', ['-c', lookScript], { cwd: root, encoding: 'utf8', maxBuffer: 10_000_000 });
  return farInventory(stdout, true);
}

test('a node that is far: files with any name, and what listens', async () => {
  const root = below('far');
  const before = look(root);
  writeFileSync(join(root, 'line\nbreak'), 'abc');
  mkdirSync(join(root, '.git/objects'), { recursive: true });
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  const changes = told(before, look(root));
  server.close();
  expect(changes).toContain('+line\nbreak (size 3)');
  expect(changes).toContain(`+port ${port}`);
  expect(changes.join()).not.toContain('.git/');
  expect(before.unseen.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['object', 'container']));
});

test.skipIf(!hasBusybox)('a node that is far and has the programs of busybox only', () => {
  const root = below('far-busybox');
  const programs = below('busybox');
  for (const name of ['sh', 'find', 'stat', 'timeout', 'sed', 'tr', 'head', 'cat'])
    symlinkSync('/bin/busybox', join(programs, name));
  const lookThere = (): Inventory => {
    const env = { PATH: programs };
    const { stdout } = spawnSync(join(programs, 'sh'), ['-c', lookScript], { cwd: root, env, encoding: 'utf8' });
    return farInventory(stdout, true);
  };
  writeFileSync(join(root, 'old . one'), 'a');
  const before = lookThere();
  expect(isFilesUnseen(before)).toBe(false);
  mkdirSync(join(root, 'déjà/vu'), { recursive: true });
  writeFileSync(join(root, 'déjà/vu/a|b'), 'abc');
  writeFileSync(join(root, 'old . one'), 'longer');
  mkdirSync(join(root, '.git/objects'), { recursive: true });
  expect(told(before, lookThere()).filter((each) => !each.includes('port'))).toEqual([
    '+déjà/vu/a|b (size 3)',
    'old . one size 1 → 6',
    '+déjà/',
    '+déjà/vu/',
  ]);
});

test('a node that is far and holds too much, or has no find that says it, says nothing of its files', () => {
  const root = below('far-flood');
  spawnSync('bash', ['-c', `touch ${'n'.repeat(60)}-{1..8000}`], { cwd: root });
  const inventory = look(root);
  expect([inventory.things, isFilesUnseen(inventory)]).toEqual([[], true]);
  expect(isFilesUnseen(farInventory('', true))).toBe(true);
});

test.each([
  ['nothing at all', 'read -r line'],
  ['what is no JSON', 'read -r _ number; echo "$number oops"; read -r line'],
  [
    'another thing',
    `read -r _ number; echo "$number {\\"things\\":[{\\"kind\\":\\"spy\\"}],\\"unseen\\":[]}"; read -r line`,
  ],
  ['a line without an end', 'yes | tr -d "\\n"'],
  ['its end', 'exit 0'],
])('a node that answers with %s is one of which nothing is known', { timeout: 15_000 }, async (_what, script) => {
  const child = spawn('bash', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => undefined);
  const inventory = await hostInventory(child)(never);
  child.kill('SIGKILL');
  expect([inventory.things, isFilesUnseen(inventory)]).toEqual([[], true]);
});

test('questions at the same time get their own answers; a late one is nobody’s', { timeout: 15_000 }, async () => {
  const answer = (name: string): string =>
    JSON.stringify({ things: [{ kind: 'file', name, fingerprint: '', facts: {} }], unseen: [] });
  const script = `read -r _ n; echo "0 {}"; echo "$n $1"; read -r _ n; echo "$n $2"; read -r line`;
  const child = spawn('bash', ['-c', script, 'bash', answer('é'), answer('b')], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ask = hostInventory(child);
  const all = await Promise.all([ask(never), ask(never)]);
  child.kill('SIGKILL');
  expect(all.map(({ things }) => things[0]?.name)).toEqual(['é', 'b']);
});

test('ports: those that came since the first look, of the node alone', async () => {
  const old = createServer();
  await new Promise<void>((listening) => old.listen(0, '127.0.0.1', listening));
  const own = new Set([(old.address() as { port: number }).port]);
  const ports = portWatch((port) => own.has(port));
  const before = ports();
  expect(before.things).toEqual([]);
  const servers = [createServer(), createServer()];
  for (const server of servers) await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const [first, second] = servers.map((server) => (server.address() as { port: number }).port);
  own.add(first ?? 0);
  expect(told(before, ports())).toEqual([`+port ${first}`]);
  // Whose it is may be known later only.
  own.add(second ?? 0);
  expect(told(before, ports())).toHaveLength(2);
  for (const server of [old, ...servers]) server.close();
});
