import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Container } from '../../src/workload.ts';
import { type Node, startNode, until } from '../docker/harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.close());

/** Builds an image of these files and runs it as a pod's container would be. */
async function run(
  files: Readonly<Record<string, string>>,
  options: { address?: string; hostname?: string } = {},
): Promise<Container> {
  const folder = await mkdtemp(join(node.folder, 'app-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await writeFile(
    join(folder, 'Dockerfile'),
    'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nENV COLOUR=blue\nCMD ["node", "main.mjs"]\n',
  );
  const built = await node.docker(['build', '-q', folder]);
  const image = node.engine.images.find(built.stdout.trim());
  if (image === undefined) throw new Error(built.all);
  const { network, runtime } = node.engine.cluster;
  return runtime.start({
    label: 'test',
    image,
    env: { SHAPE: 'round' },
    address: options.address ?? network.allocate('pod'),
    namespace: 'default',
    hostname: options.hostname ?? 'pod-1',
  });
}

function text(container: Container) {
  return container.log.lines.map((line) => line.text).join('');
}

test('a program has its own host name, folder and environment, and nothing of this machine', async () => {
  process.env['PUPITRE_TEST_SECRET'] = 'secret';
  const container = await run({
    'main.mjs': `import os, { hostname } from 'node:os';
console.log(hostname(), os.hostname(), process.env.SHAPE, process.env.COLOUR, process.env.PUPITRE_TEST_SECRET, typeof process.send);
console.log(process.cwd().endsWith('/app'), Object.keys(process.env).sort().join());`,
  });
  expect(await container.ended).toEqual({ exitCode: 0 });
  expect(text(container)).toBe(
    'pod-1 pod-1 round blue undefined undefined\ntrue COLOUR,HOME,HOSTNAME,NODE_VERSION,PATH,PUPITRE_CONTAINER,SHAPE\n',
  );
});

test('two programs listen on the same port; each is found at its own address, by net, http and fetch', async () => {
  const { network } = node.engine.cluster;
  const [one, two] = [network.allocate('pod'), network.allocate('pod')];
  const server = {
    'main.mjs': `import http from 'node:http';
import { hostname } from 'node:os';
const server = http.createServer((request, response) => response.end(hostname()));
server.listen(80, '0.0.0.0', () => console.log('port', server.address().port));`,
  };
  const servers = [
    await run(server, { address: one, hostname: 'first' }),
    await run(server, { address: two, hostname: 'second' }),
  ];
  for (const each of servers) await until(() => (text(each) === 'port 80\n' ? true : undefined));
  const client = await run({
    'main.mjs': `import http from 'node:http';
import net from 'node:net';
console.log(await (await fetch('http://${one}/')).text());
const response = await new Promise((resolve) => http.get('http://${two}/', resolve));
for await (const chunk of response) console.log(String(chunk));
const socket = net.connect(80, '${one}');
socket.write('GET / HTTP/1.0\\r\\n\\r\\n');
let all = '';
for await (const chunk of socket) all += chunk;
console.log(all.split('\\r\\n\\r\\n')[1]);`,
  });
  expect(await client.ended).toEqual({ exitCode: 0 });
  expect(text(client)).toBe('first\nsecond\nfirst\n');
  for (const each of servers) {
    each.kill('SIGKILL');
    expect(await each.ended).toEqual({ exitCode: 137 });
  }
  expect(network.route(one, 80)).toBeUndefined();
});

test.skipIf(process.platform !== 'linux')('a server sees who calls: the caller’s address, or the node’s', async () => {
  const { network } = node.engine.cluster;
  const [one, two] = [network.allocate('pod'), network.allocate('pod')];
  const server = await run(
    {
      'main.mjs': `import http from 'node:http';
const answer = (request, response) => response.end(request.socket.remoteAddress);
http.createServer(answer).listen(80, '0.0.0.0');
http.createServer(answer).listen(81, () => console.log('up'));`,
    },
    { address: one },
  );
  await until(() => (text(server) === 'up\n' ? true : undefined));
  const client = await run(
    { 'main.mjs': `for (const port of [80, 81]) console.log(await (await fetch('http://${one}:' + port)).text());` },
    { address: two },
  );
  await client.ended;
  expect(text(client)).toBe(`${two}\n::ffff:${two}\n`);
  const real = network.route(one, 80) ?? 0;
  expect(await (await fetch(`http://127.0.0.1:${real}/`)).text()).toBe('10.244.0.1');
  server.kill('SIGKILL');
  await server.ended;
});

test('what is not on the virtual network is not there, in the words of Node', async () => {
  const container = await run({
    'main.mjs': `import dns from 'node:dns';
import net from 'node:net';
const tell = (error) => console.log(error.stack);
const [address] = process.argv.slice(2);
await new Promise((done) => net.connect(6379, 'redis').on('error', tell).on('close', done));
await new Promise((done) => net.connect(6379, '10.96.0.77').on('error', tell).on('close', done));
await new Promise((done) => net.connect(9, 'localhost').on('error', tell).on('close', done));
await new Promise((done) => dns.lookup('example.com', (error) => (tell(error), done())));
await fetch('http://nosuch/').catch((error) => console.log(error.cause.code, error.cause.message));
await dns.promises.lookup('x').catch((error) => console.log(error.code, error.hostname));
try { dns.resolve4('x', () => {}); } catch (error) { console.log(error.message); }`,
  });
  await container.ended;
  expect(text(container)).toBe(`Error: getaddrinfo ENOTFOUND redis
    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)
Error: connect ECONNREFUSED 10.96.0.77:6379
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)
Error: connect ECONNREFUSED 127.0.0.1:9
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)
Error: getaddrinfo ENOTFOUND example.com
    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:111:26)
ENOTFOUND getaddrinfo ENOTFOUND nosuch
ENOTFOUND x
rehearsal: dns.resolve4 is not simulated; use a real cluster
`);
});

test('as process 1 it ignores SIGTERM, unless it asks for it', async () => {
  const deaf = await run({ 'main.mjs': `console.log('up'); setInterval(() => {}, 1000);` });
  const polite = await run({
    'main.mjs': `process.on('SIGTERM', () => { console.log('bye'); process.exit(3); }); console.log('up'); setInterval(() => {}, 1000);`,
  });
  for (const each of [deaf, polite]) await until(() => (text(each) === 'up\n' ? true : undefined));
  await polite.stop(30);
  expect([text(polite), await polite.ended]).toEqual(['up\nbye\n', { exitCode: 3 }]);
  await deaf.stop(0.1);
  expect(await deaf.ended).toEqual({ exitCode: 137 });
});

test('commands run in it: ls, cat, node, sh; what it has not is 126', async () => {
  const container = await run({ 'main.mjs': 'setInterval(() => {}, 1000);', 'note.txt': 'written\n' });
  const exec = async (...command: string[]) => {
    let out = '';
    const keep = (data: string | Uint8Array) => {
      out += Buffer.from(data as string).toString();
    };
    const stdin = (async function* () {
      yield* await Promise.resolve([]);
    })();
    const code = await container.exec(command, { stdin, stdout: keep, stderr: keep }, new AbortController().signal);
    return [code, out];
  };
  expect(await exec('ls', '/app')).toEqual([0, 'Dockerfile\nmain.mjs\nnote.txt\n']);
  expect(await exec('cat', 'note.txt')).toEqual([0, 'written\n']);
  expect(await exec('node', '-p', 'process.env.HOSTNAME')).toEqual([0, 'pod-1\n']);
  expect(await exec('sh', '-c', 'echo $SHAPE > /tmp/x; cat /tmp/x && exit 4')).toEqual([4, 'round\n']);
  expect(await exec('cat', '../../../../etc/hostname')).toEqual([0, 'pod-1\n']);
  expect(await exec('cat', '../../../../etc/shells')).toEqual([
    1,
    "cat: can't open '../../../../etc/shells': No such file or directory\n",
  ]);
  expect((await exec('bash'))[0]).toBe(126);
  container.kill('SIGKILL');
  await container.ended;
});

test('files of a container are gone with it', async () => {
  const container = await run({ 'main.mjs': '' });
  await container.ended;
  await until(async () => ((await readdir(join(node.folder, 'containers'))).length === 0 ? true : undefined));
});

test('kill -9 of the rehearsal ends its containers, even one that never yields', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pupitre-orphan-'));
  const root = resolve(import.meta.dirname, '../..');
  // A process of its own, to be killed; Vite loads the sources there as it does here.
  const script = `
import { createServer } from 'vite';
const server = { middlewareMode: true, watch: null, ws: false };
const vite = await createServer({ configFile: false, root: ${JSON.stringify(root)}, appType: 'custom', logLevel: 'error', server });
const { createImages } = await vite.ssrLoadModule('/src/docker/images.ts');
const { createRuntime } = await vite.ssrLoadModule('/src/container/runtime.ts');
const folder = ${JSON.stringify(folder)};
const images = await createImages({ folder });
const signal = new AbortController().signal;
const image = await images.pull('node:20-alpine', signal);
const command = ['node', '-e', 'console.log(\`pid \${require("fs").readlinkSync("/proc/self")}\`); for (;;);'];
const network = { listen() {}, unlisten() {}, release() {}, resolve() {}, route() {} };
const container = await createRuntime({ folder, network }).start({ label: 'x', image, command, env: {}, address: '10.244.0.2', namespace: 'default', hostname: 'x' });
container.log.onChange(() => process.stdout.write(container.log.lines.map(({ text }) => text).join('')));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(/pid (\d+)/.exec(line.toString())?.[1]);
  parent.kill('SIGKILL');
  await until(() => {
    try {
      process.kill(pid, 0);
      return undefined;
    } catch {
      return true;
    }
  });
  await rm(folder, { recursive: true });
});
