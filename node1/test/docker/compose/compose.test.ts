import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { interpolate, InterpolationError } from '../../../src/docker/compose/interpolate.ts';
import { type Node, startNode } from '../harness.ts';

let node: Node;
let stacks: string;
beforeAll(async () => {
  node = await startNode();
  stacks = join(node.folder, 'stacks');
  await cp(fileURLToPath(new URL('../../../../slides/stacks', import.meta.url)), stacks, { recursive: true });
});
afterAll(() => node.close());

describe('variables', () => {
  test.each([
    ['${A}/x', 'a/x'],
    ['$A-$$A', 'a-$A'],
    ['${EMPTY-b}|${EMPTY:-b}|${NONE-b}|${NONE:-}', '|b|b|'],
    ['$NONE!', '!'],
  ])('%s', (text, result) => {
    expect(interpolate(text, { values: { A: 'a', EMPTY: '' }, onUnset: () => undefined })).toBe(result);
  });

  test.each(['${NONE?gone}', 'cost: $', '${A'])('%s is refused', (text) => {
    expect(() => interpolate(text, { values: {}, onUnset: () => undefined })).toThrow(InterpolationError);
  });
});

test('config prints the file with everything in place', async () => {
  const { stdout } = await node.compose(['-f', 'dockercoins.yml', 'config'], { cwd: stacks });
  expect(stdout.replaceAll(stacks, 'STACKS')).toBe(`services:
  hasher:
    build:
      context: STACKS/dockercoins/hasher
    image: 127.0.0.1:5000/hasher:latest
  redis:
    image: redis
  rng:
    build:
      context: STACKS/dockercoins/rng
    deploy:
      mode: global
    image: 127.0.0.1:5000/rng:latest
  webui:
    build:
      context: STACKS/dockercoins/webui
    image: 127.0.0.1:5000/webui:latest
    ports:
    - published: 8000
      target: 80
  worker:
    build:
      context: STACKS/dockercoins/worker
    deploy:
      replicas: 10
    image: 127.0.0.1:5000/worker:latest
version: '3'
`);
});

test('without a valid registry, build and push end at the first service', async () => {
  const env = { REGISTRY: '127.0.0.1:', TAG: 'v0.1' };
  const type = async (...words: string[]) => {
    const { code, all } = await node.compose(['-f', 'dockercoins.yml', ...words], { cwd: stacks, env, isTTY: true });
    return [code, all];
  };
  expect(await type('build')).toEqual([
    1,
    `redis uses an image, skipping
Building rng
invalid argument "127.0.0.1:/rng:v0.1" for "-t, --tag" flag: invalid reference format
See 'docker build --help'.
\x1b[31mERROR\x1b[0m: Service 'rng' failed to build : Build failed
`,
  ]);
  expect(await type('push')).toEqual([
    1,
    'Pushing rng (127.0.0.1:/rng:v0.1)...\n\x1b[31mERROR\x1b[0m: invalid reference format\n',
  ]);
});

test('a push to nobody', async () => {
  await node.compose(['-f', 'dockercoins.yml', 'build', 'rng'], { cwd: stacks, env: { REGISTRY: '127.0.0.1:1' } });
  const { code, all } = await node.compose(['-f', 'dockercoins.yml', 'push', 'rng'], {
    cwd: stacks,
    env: { REGISTRY: '127.0.0.1:1' },
  });
  expect([code, all]).toEqual([
    1,
    `Pushing rng (127.0.0.1:1/rng:latest)...
The push refers to repository [127.0.0.1:1/rng]
Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused
`,
  ]);
});

describe('files that docker-compose refuses', () => {
  test.each([
    ['-f nosuch.yml build', ".FileNotFoundError: [Errno 2] No such file or directory: './nosuch.yml'\n"],
    ['-f dockercoins.yml build nosuch', 'No such service: nosuch\n'],
    ['-f dockercoins.yml scale worker=2', 'rehearsal: docker-compose scale is not simulated; use a real cluster\n'],
  ])('%s', async (words, message) => {
    const { code, stderr } = await node.compose(words.split(' '), { cwd: stacks });
    expect([code, stderr.slice(0, message.length)]).toEqual([1, message]);
  });

  test.each([
    'services: [',
    'services: 3',
    'a: &x [*x]',
    'services:\n  a: {}\n',
    'services:\n  a: {image: x, depends_on: [b]}\n',
  ])('%j', async (text) => {
    const folder = await mkdtemp(join(node.folder, 'bad-'));
    await writeFile(join(folder, 'compose.yml'), text);
    const { code, stderr } = await node.compose(['up', '-d'], { cwd: folder, isTTY: true });
    expect([code, stderr.startsWith('\x1b[31mERROR\x1b[0m: ')]).toEqual([1, true]);
  });
});

test('up, ps, logs and down: services find each other by name', async () => {
  const folder = await mkdtemp(join(node.folder, 'pair-'));
  await writeFile(
    join(folder, 'docker-compose.yml'),
    'services:\n  client:\n    image: busybox\n    command: wget -qO- http://server/\n    depends_on: [server]\n  server:\n    image: nginx\n    ports: ["0:80"]\n',
  );
  const type = (...words: string[]) => node.compose(['-p', 'pair', ...words], { cwd: folder });
  const up = await type('up', '-d');
  expect(up.stderr).toMatch(
    /^Creating network "pair_default" with the default driver\n[^]*Creating pair_server_1 \.\.\. done\nCreating pair_client_1 \.\.\. done\n$/,
  );
  await node.engine.containers.find('pair_client_1')?.process?.ended;
  expect((await type('logs', 'client')).stdout).toContain('client_1  |\x1b[0m <title>Welcome to nginx!</title>\n');
  expect((await type('ps')).stdout).toMatch(
    /^ *Name {2,}Command {2,}State {2,}Ports *\n-+\npair_client_1 .* Exit 0 +\npair_server_1 .* Up {7}0\.0\.0\.0:\d+->80\/tcp,.* *\n$/,
  );
  expect((await type('down')).stderr).toBe(
    'Stopping pair_server_1 ... done\nRemoving pair_client_1 ... done\nRemoving pair_server_1 ... done\nRemoving network pair_default\n',
  );
  expect(node.engine.containers.all()).toEqual([]);
});
