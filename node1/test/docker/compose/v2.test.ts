import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocker } from '../../../src/docker/cli.ts';
import { type Node, startNode, until } from '../harness.ts';

let node: Node;
let folder: string;
beforeAll(async () => {
  node = await startNode();
  folder = join(node.folder, 'shop');
  await mkdir(folder);
});
afterAll(() => node.close());

function write(services: string, before = ''): Promise<void> {
  return writeFile(join(folder, 'compose.yaml'), `${before}services:\n${services}`);
}

/** Both streams of `docker compose ...`, and the exit code where it is not 0. */
async function said(line: string, isTTY = false): Promise<string> {
  let all = '';
  const stream = {
    ...{ isTTY, columns: 80 },
    write: (data: string | Uint8Array) => {
      all += Buffer.from(data as string).toString();
      return Promise.resolve();
    },
  };
  const code = await createDocker(node.engine, { hasCompose: true })({
    ...{ args: ['compose', ...line.split(' ')], cwd: folder, env: {}, stdout: stream, stderr: stream, lang: 'en' },
    ...{ stdin: Object.assign(Readable.from([]), { isTTY }), signal: new AbortController().signal },
  });
  return `${all}${code === 0 ? '' : `exit ${code}\n`}`;
}

test('without the plugin, docker does not know compose', async () => {
  const { code, stderr } = await node.docker(['compose', 'up']);
  expect([code, stderr]).toEqual([1, "docker: 'compose' is not a docker command.\nSee 'docker --help'\n"]);
});

test('up, ps, logs, config, down', async () => {
  await write(
    '  web: {image: busybox, command: "sh -c \'echo hi; exec sleep 100\'", depends_on: [db]}\n  db: {image: redis}\n',
  );
  await node.docker(['pull', '-q', 'busybox']);
  await node.docker(['pull', '-q', 'redis']);
  expect(await said('up -d')).toBe(
    ' Network shop_default  Creating\n Network shop_default  Created\n' +
      ' Container shop-db-1  Creating\n Container shop-db-1  Created\n Container shop-web-1  Creating\n Container shop-web-1  Created\n' +
      ' Container shop-db-1  Starting\n Container shop-db-1  Started\n Container shop-web-1  Starting\n Container shop-web-1  Started\n',
  );
  expect(await said('up -d')).toBe(' Container shop-db-1  Running\n Container shop-web-1  Running\n');
  expect(await said('ps')).toMatch(
    /^NAME +IMAGE +COMMAND +SERVICE +CREATED +STATUS +PORTS\nshop-db-1 +redis +"docker-entrypoint\.s…" +db .*\nshop-web-1 +busybox +"sh -c echo hi; exec…" +web .*ago +Up .*\n$/,
  );
  expect(await said('ls')).toMatch(/^NAME {16}STATUS {14}CONFIG FILES\nshop {16}running\(2\) {10}\/.*compose\.yaml\n$/);
  await until(async () => ((await said('logs web')) === 'web-1  | hi\n' ? true : undefined));
  expect(await said('config --services')).toBe('db\nweb\n');
  expect(await said('config')).toContain(
    '      db:\n        condition: service_started\n        required: true\n    image: busybox\n    networks:\n      default: null\n',
  );
  expect(await said('exec -T web echo a')).toBe('a\n');
  expect(await said('run --rm -T web echo b')).toBe(' Container shop-db-1  Running\nb\n');
  expect(await said('port web 80')).toBe('no port 80/tcp for container shop-web-1: \nexit 1\n');
  expect(await said('restart -t 0 web')).toBe(' Container shop-web-1  Restarting\n Container shop-web-1  Started\n');
  expect(await said('stop -t 0 web')).toBe(' Container shop-web-1  Stopping\n Container shop-web-1  Stopped\n');
  expect(await said('rm -f web')).toMatch(/^Going to remove shop-web-1\n Container shop-web-1 {2}Removing\n/);
  const drawn = (await said('up -d --scale web=2', true)).split('\x1b[?25l').at(-1) ?? '';
  expect(drawn.replace(/\x1b\[[\d;?]*[a-z]/g, '')).toMatch(
    /^\[\+\] Running 3\/3\n ✔ Container shop-db-1 {3}Running +\d\.\ds \n ✔ Container shop-web-1 {2}Started +\d\.\ds \n ✔ Container shop-web-2 {2}Started +\d\.\ds \n$/,
  );
  expect(await said('down -t 0')).toMatch(
    / Container shop-db-1 {2}Removed\n Network shop_default {2}Removing\n Network shop_default {2}Removed\n$/,
  );
}, 30_000);

test('up in the foreground ends with what it shows, or with the first', async () => {
  await write('  one: {image: busybox, command: "sh -c \'echo hi; exit 3\'"}\n');
  expect(await said('up')).toContain('Attaching to one-1\none-1  | hi\n\r\x1b[Kone-1 exited with code 3\n');
  expect(await said('up --exit-code-from one')).toMatch(/Aborting on container exit\.\.\.\n[^]*exit 3\n$/);
  await said('down');
}, 30_000);

test('what is wrong is said, and what is not done is refused', async () => {
  await write('  web: {image: busybox}\n', 'version: "3"\n');
  expect(await said('config --services')).toMatch(
    /^time="\S+" level=warning msg="\/\S+: `version` is obsolete"\nweb\n$/,
  );
  expect(await said('up --nosuch')).toBe('unknown flag: --nosuch\nexit 16\n');
  expect(await said('up nosuch')).toMatch(/no such service: nosuch\nexit 1\n$/);
  expect(await said('exec web')).toBe('requires at least 2 arg(s), only received 1\nexit 1\n');
  expect(await said('-f nosuch.yml ps')).toMatch(/^open \/\S+nosuch\.yml: no such file or directory\nexit 14\n$/);
  expect(await said('version --short')).toBe('2.27.0\n');
  for (const line of ['build', 'watch', 'up --wait', '--dry-run up'])
    expect(await said(line)).toContain('not simulated');
  await write('  web: {imge: busybox}\n');
  expect(await said('ps')).toContain('what docker compose says of this compose file is not simulated');
});
