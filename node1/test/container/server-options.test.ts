import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode } from '../docker/harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  for (const image of ['nginx', 'redis']) await node.docker(['pull', '-q', image]);
});
afterAll(() => node.close());

test.each([
  ['run --rm nginx nginx -v', 'nginx version: nginx/1.21.6\n', 0],
  ['run --rm nginx nginx -T', 'rehearsal: nginx -T in a container is not simulated; use a real cluster\n', 1],
  ['run --rm nginx ls /usr/share/nginx/html', 'index.html\n', 0],
  [
    'run --rm redis redis-server --requirepass x',
    'rehearsal: redis-server --requirepass x in a container is not simulated; use a real cluster\n',
    1,
  ],
  [
    'run --rm --name known -d redis redis-server --appendonly yes',
    expect.stringMatching(/^[0-9a-f]{64}\n$/) as unknown,
    0,
  ],
  ['exec known redis-cli ping', 'PONG\n', 0],
  ['logs known', expect.stringContaining('Ready to accept connections') as unknown, 0],
])('docker %s', async (line, all, code) => {
  expect(await node.docker(line.split(' '))).toMatchObject({ all, code });
});
