import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Node, startNode, until } from '../harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  await node.docker(['pull', '-q', 'busybox']);
});
afterAll(() => node.close());

async function docker(...args: readonly string[]): Promise<string> {
  return (await node.docker(args)).all;
}

it('a check of run is shown by ps, inspect and events, and changes with what it finds', async () => {
  const check = ['--health-cmd', 'echo looked; test -e /ok', '--health-interval', '50ms', '--health-retries', '2'];
  await docker('run', '-d', '--name', 'web', ...check, 'busybox', 'sleep', '1000');
  const status = (wanted: string) => async () =>
    (await docker('ps', '--filter', `health=${wanted}`, '--format', '{{.Status}}')) || undefined;
  expect(await docker('ps', '--format', '{{.Status}}')).toBe('Up Less than a second (health: starting)\n');
  expect(await until(status('unhealthy'))).toMatch(/ \(unhealthy\)\n$/);
  expect(await docker('inspect', '-f', '{{(index .State.Health.Log 0).ExitCode}}', 'web')).toBe('1\n');
  await docker('exec', 'web', 'touch', '/ok');
  expect(await until(status('healthy'))).toMatch(/ \(healthy\)\n$/);
  const seen = [
    'events',
    '--since',
    '1m',
    '--until',
    '0s',
    '--filter',
    'event=health_status',
    '--format',
    '{{.Action}}',
  ];
  expect(await docker(...seen)).toBe('health_status: unhealthy\nhealth_status: healthy\n');
  await docker('rm', '-f', 'web');
});

it('links on the default network give variables and a name', async () => {
  await docker('run', '-d', '--name', 'db', '-e', 'A=b', '--expose', '6379', 'busybox', 'sleep', '1000');
  const env = await docker('run', '--rm', '--name', 'app', '--link', 'db:my-db', 'busybox', 'env');
  expect(env).toMatch(/^MY_DB_PORT=tcp:\/\/172\.17\.0\.\d+:6379\n/m);
  expect(env).toContain('MY_DB_NAME=/app/my-db\nMY_DB_ENV_A=b\n');
  const hosts = await docker('run', '--rm', '--link', 'db:my-db', 'busybox', 'cat', '/etc/hosts');
  expect(hosts).toMatch(/^172\.17\.0\.\d+\tmy-db [0-9a-f]{12} db$/m);
});
