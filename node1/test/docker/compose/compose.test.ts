import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Node, startNode } from '../harness.ts';

let node: Node;
let stacks: string;
beforeAll(async () => {
  node = await startNode();
  stacks = join(node.folder, 'stacks');
  await cp(fileURLToPath(new URL('../../../../slides/stacks', import.meta.url)), stacks, { recursive: true });
});
afterAll(() => node.close());

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
    [
      '-f dockercoins.yml scale worker=x',
      'The scale command is deprecated. Use the up command with the --scale flag instead.\nNumber of containers for service "worker" is not a number\n',
    ],
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
    /^Creating network "pair_default" with the default driver\n[^]*Creating pair_server_1 \.\.\. done\r\nCreating pair_client_1 \.\.\. \r\nCreating pair_client_1 \.\.\. done\r\n$/,
  );
  await node.engine.containers.find('pair_client_1')?.process?.ended;
  expect((await type('logs', 'client')).stdout).toContain('client_1  |\x1b[0m <title>Welcome to nginx!</title>\n');
  expect((await type('ps')).stdout).toMatch(
    /^ *Name {2,}Command {2,}State {2,}Ports *\n-+\npair_client_1 .* Exit 0 +\npair_server_1 .* Up {7}0\.0\.0\.0:\d+->80\/tcp,:::\d+->80\/tcp *\n$/,
  );
  expect((await type('down')).stderr).toMatch(
    /^Stopping pair_server_1 \.\.\. \r\nStopping pair_server_1 \.\.\. done\r\n[^]*Removing network pair_default\n$/,
  );
  expect(node.engine.containers.all()).toEqual([]);
});

describe('config', () => {
  async function config(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
    const folder = await mkdtemp(join(node.folder, 'config-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { all } = await node.compose(['config'], { cwd: folder, env: { HOME: '/root', ...env } });
    return all.replaceAll(folder, 'HERE');
  }
  const service = (text: string) => ({ 'docker-compose.yml': `services:\n  a:\n    image: x\n${text}` });

  // As docker-compose 1.29.2 prints them.
  test.each([
    [
      service('    imge: x\n'),
      "The Compose file './docker-compose.yml' is invalid because:\nUnsupported config option for services.a: 'imge'\n",
    ],
    [
      service('    port: 80\n'),
      "The Compose file './docker-compose.yml' is invalid because:\nUnsupported config option for services.a: 'port' (did you mean 'ports'?)\n",
    ],
    [
      { 'docker-compose.yml': "version: '9'\nservices: {a: {image: x}}\n" },
      'Version "9" in "./docker-compose.yml" is invalid.\n',
    ],
    [
      { 'docker-compose.yml': 'version: 3.8\nservices: {a: {image: x}}\n' },
      'Version in "./docker-compose.yml" is invalid - it should be a string.\n',
    ],
    [
      service('    ports: [abc:80]\n'),
      "The Compose file './docker-compose.yml' is invalid because:\nservices.a.ports contains an invalid type, it should be a number, or an object\n",
    ],
    [
      service("    ports: ['80'\n"),
      `yaml.parser.ParserError: while parsing a flow sequence\n  in "./docker-compose.yml", line 4, column 12\nexpected ',' or ']', but got '<stream end>'\n  in "./docker-compose.yml", line 5, column 1\n`,
    ],
    [
      service('   command: y\n'),
      `yaml.parser.ParserError: while parsing a block mapping\n  in "./docker-compose.yml", line 2, column 3\nexpected <block end>, but found '<block mapping start>'\n  in "./docker-compose.yml", line 4, column 4\n`,
    ],
    [
      { 'docker-compose.yml': "services:\n  a:\n    image: 'x\n" },
      'yaml.scanner.ScannerError: while scanning a quoted scalar\n  in "./docker-compose.yml", line 3, column 12\nfound unexpected end of stream\n  in "./docker-compose.yml", line 4, column 1\n',
    ],
    [
      { 'docker-compose.yml': 'services:\n  a\n    image: x\n' },
      'yaml.scanner.ScannerError: mapping values are not allowed here\n  in "./docker-compose.yml", line 3, column 10\n',
    ],
    [
      { 'docker-compose.yml': 'services:\n  1: {image: x}\n' },
      "In file './docker-compose.yml', the services name 1 must be a quoted string, i.e. '1'.\n",
    ],
    [service('    depends_on: [b]\n'), "Service 'a' depends on service 'b' which is undefined.\n"],
    [
      service('    command: echo $1\n'),
      'Invalid interpolation format for "command" option in service "a": "echo $1"\n',
    ],
    [
      service('    labels: ["x=${NO:?need it}"]\n'),
      'Missing mandatory value for "labels" option interpolating [\'x=${NO:?need it}\'] in service "a": need it\n',
    ],
    [
      service("    volumes: ['data:/data']\n"),
      'Named volume "data:/data:rw" is used in service "a" but no declaration was found in the volumes section.\n',
    ],
  ])('%j is refused', async (files, text) => {
    expect(await config(files)).toBe(text);
  });

  test('.env, env_file, defaults and the shell', async () => {
    const files = {
      ...service(
        '    env_file: e.env\n    environment: [A=over, SHELLS]\n    labels: ["t=${TAG}", "d=${NO-d}", "e=${EMPTY:-e}", "$$x=1"]\n',
      ),
      '.env': 'TAG=v2\nEMPTY=\n',
      'e.env': '# c\nA=1\nexport B="two words" # c\nC=${B}!\n',
    };
    expect(await config(files, { SHELLS: 'bash' })).toBe(`services:
  a:
    environment:
      A: over
      B: two words
      C: two words!
      SHELLS: bash
    image: x
    labels:
      $$x: '1'
      d: d
      e: e
      t: v2
version: '3.9'

`);
  });

  test('one file over another, and a service that extends one', async () => {
    const files = {
      'docker-compose.yml':
        "version: '3'\nservices:\n  a:\n    extends: {file: base.yml, service: b}\n    ports: ['80:80']\n    environment: [A=1]\n    command: one\n",
      'docker-compose.override.yml':
        "version: '3'\nservices:\n  a:\n    ports: ['81:80']\n    environment: {A: 2}\n    command: two\n",
      'base.yml': "version: '3'\nservices:\n  b:\n    image: x\n    volumes: ['./d:/d']\n",
    };
    expect(await config(files)).toBe(`services:
  a:
    command: two
    environment:
      A: 2
    image: x
    ports:
    - published: 80
      target: 80
    - published: 81
      target: 80
    volumes:
    - HERE/d:/d:rw
version: '3'

`);
  });
});
