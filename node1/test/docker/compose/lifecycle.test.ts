import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode } from '../harness.ts';

let node: Node;
let cwd: string;
beforeAll(async () => {
  node = await startNode();
  cwd = join(node.folder, 'pair');
  await mkdir(cwd);
  await writeFile(
    join(cwd, 'docker-compose.yml'),
    'services:\n  redis: {image: redis}\n  say: {image: busybox, command: [sh, -c, "echo one; echo two; sleep 300"]}\n',
  );
  await node.compose(['up', '-d'], { cwd });
});
afterAll(() => node.close());

async function said(line: string): Promise<string> {
  const { code, all } = await node.compose(line.split(' '), { cwd });
  return all + (code === 0 ? '' : `exit ${code}\n`);
}

test('a service is stopped, started, restarted and removed', async () => {
  expect(await said('stop -t 0 say')).toBe('Stopping pair_say_1 ... done\n');
  expect(await said('ps')).toMatch(/pair_say_1 .* Exit 137/);
  expect(await said('start say')).toBe('Starting say ... done\n');
  expect(await said('restart -t 0 say')).toBe('Restarting pair_say_1 ... done\n');
  expect(await said('rm -f')).toBe('No stopped containers\n');
  expect(await said('rm -s -f -v say')).toBe(
    'Stopping pair_say_1 ... done\nGoing to remove pair_say_1\nRemoving pair_say_1 ... done\n',
  );
  expect(await said('up -d say')).toContain('Creating pair_say_1 ... done\n');
}, 30_000);

test('logs, lists and commands inside', async () => {
  expect(await said('logs --tail=1 say')).toBe('Attaching to pair_say_1\n\x1b[36msay_1    |\x1b[0m two\n');
  expect(await said('logs --no-color --tail 1 say')).toBe('Attaching to pair_say_1\nsay_1    | two\n');
  expect(await said('ps --services')).toBe('redis\nsay\n');
  expect(await said('ps -q redis')).toMatch(/^[0-9a-f]{64}\n$/);
  expect(await said('exec -T redis redis-cli ping')).toBe('PONG\n');
  expect(await said('exec redis redis-cli ping')).toBe('the input device is not a TTY\nexit 1\n');
});

test('what is not simulated says so', async () => {
  expect(await said('up --scale say=2')).toMatch(
    /^rehearsal: docker-compose up --scale is not simulated; use a real cluster\nrehearsal: it knows: --detach .*\nexit 1\n$/,
  );
  expect(await said('run say true')).toMatch(/^rehearsal: docker-compose run is not simulated; use a real cluster\n/);
  expect(await said('up --help')).toMatch(
    /^Create and start containers\.\n\nUsage: up \[options\] \[SERVICE\.\.\.\]\n/,
  );
});
