import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode, until } from '../harness.ts';

let node: Node;
let cwd: string;
beforeAll(async () => {
  node = await startNode();
  cwd = join(node.folder, 'pair');
  await mkdir(cwd);
  await file(
    'services:\n  redis: {image: redis}\n  say: {image: busybox, command: [sh, -c, "echo one; echo two; sleep 300"]}\n',
  );
  await node.compose(['up', '-d'], { cwd });
});
afterAll(() => node.close());

async function file(text: string): Promise<void> {
  await writeFile(join(cwd, 'docker-compose.yml'), text);
}

/** All that a command says, without the lines that say that something begins. */
async function said(line: string, stdin = ''): Promise<string> {
  const { code, all } = await node.compose(line.split(' '), { cwd, stdin });
  const done = all.replace(/^.* \.\.\. \r\n/gm, '').replaceAll('\r', '');
  return done + (code === 0 ? '' : `exit ${code}\n`);
}

test('a service is stopped, started, restarted and removed', async () => {
  expect(await said('stop -t 0 say')).toBe('Stopping pair_say_1 ... done\n');
  expect(await said('ps')).toMatch(/pair_say_1 .* Exit 137/);
  expect(await said('start say')).toBe('Starting say ... done\n');
  expect(await said('restart -t 0 say')).toBe('Restarting pair_say_1 ... done\n');
  expect(await said('rm -f')).toBe('No stopped containers\n');
  expect(await said('kill say')).toBe('Killing pair_say_1 ... done\n');
  expect(await said('rm say', 'n\n')).toBe('Going to remove pair_say_1\nAre you sure? [yN] ');
  expect(await said('rm say', 'y\n')).toBe('Going to remove pair_say_1\nRemoving pair_say_1 ... done\n');
  expect(await said('start say')).toBe('Starting say ... failed\nNo containers to start\n1\nexit 1\n');
  expect(await said('up -d say')).toBe('Creating pair_say_1 ... done\n');
  expect(await said('up -d')).toBe('pair_redis_1 is up-to-date\npair_say_1 is up-to-date\n');
  expect(await said('pause say')).toBe('Pausing pair_say_1 ... done\n');
  expect(await said('ps')).toMatch(/pair_say_1 .* Paused/);
  expect(await said('unpause say')).toBe('Unpausing pair_say_1 ... done\n');
}, 30_000);

test('logs, lists and commands inside', async () => {
  // What a container says comes a moment after it has started.
  await until(async () => ((await said('logs say')).includes('two') ? true : undefined));
  expect(await said('logs --tail=1 say')).toBe('Attaching to pair_say_1\n\x1b[36msay_1    |\x1b[0m two\n');
  expect(await said('logs --no-color --tail 1 say')).toBe('Attaching to pair_say_1\nsay_1    | two\n');
  expect(await said('ps --services')).toBe('redis\nsay\n');
  expect(await said('ps -q redis')).toMatch(/^[0-9a-f]{64}\n$/);
  expect(await said('images say')).toMatch(
    /Container +Repository +Tag +Image Id +Size *\n-+\npair_say_1 +busybox +latest +[0-9a-f]{12} +1\.984 MB\n/,
  );
  expect(await said('exec -T redis redis-cli ping')).toBe('PONG\n');
  expect(await said('exec redis redis-cli ping')).toBe('the input device is not a TTY\nexit 1\n');
  // What goes wrong before it begins is lost, as in 1.29.2.
  expect(await said('exec -T nosuch ls')).toBe('exit 1\n');
});

test('a server says on every start that it is ready', async () => {
  await said('restart -t 0 redis');
  const ready = await until(async () => {
    const lines = (await said('logs --no-color redis')).split('\n').filter((line) => line.includes('Ready to accept'));
    return lines.length === 2 ? lines.length : undefined;
  });
  expect(ready).toBe(2);
});

test('run is a container of its own, and passes on the exit code', async () => {
  expect(await said('run --rm say echo hi')).toBe('Creating pair_say_run ... done\nhi\n');
  expect(await said('run --rm -T say false')).toBe('Creating pair_say_run ... done\n1\nexit 1\n');
  expect(await said('run -d --name other -e A=b say sleep 50')).toBe('Creating pair_say_run ... done\nother\n');
  expect(await said('ps')).toMatch(/^other +sleep 50 +Up/m);
  await said('rm -sf');
}, 30_000);

test('up makes anew what has changed, and knows what is in the file no more', async () => {
  await file(
    'services:\n  say: {image: busybox, command: sleep 300, stop_grace_period: 1s, environment: {A: 1}}\n  old: {image: redis}\n',
  );
  expect(await said('up -d')).toContain('Creating pair_say_1 ... done\n');
  await file('services:\n  say: {image: busybox, command: sleep 300, stop_grace_period: 1s, environment: {A: 2}}\n');
  expect(await said('up -d')).toMatch(
    /^Found orphan containers \(pair_old_1(, pair_redis_1)?\) for this project\. If you removed .* clean it up\.\nRecreating pair_say_1 \.\.\. done\n$/,
  );
  expect(node.engine.containers.find('pair_say_1')?.options.env['A']).toBe('2');
  expect(await said('up -d --remove-orphans')).toMatch(
    /^Removing orphan container "pair_old_1"\n[^]*pair_say_1 is up-to-date\n$/,
  );
  expect(await said('up -d --scale say=3')).toContain('Creating pair_say_3 ... done\n');
  expect(await said('scale say=1')).toContain('Stopping and removing pair_say_2 ... done\n');
  expect(await said('up -d --force-recreate -t 0')).toBe('Recreating pair_say_1 ... done\n');
}, 60_000);

test('in the foreground: output until all have ended, or the first', async () => {
  await file('services:\n  a: {image: busybox, command: "sh -c \'echo hi; exit 3\'"}\n');
  const up = await said('up --remove-orphans');
  expect(up).toContain('Attaching to pair_a_1\n\x1b[36ma_1  |\x1b[0m hi\n\x1b[36mpair_a_1 exited with code 3\n\x1b[0m');
  expect(up).not.toContain('exit 3\n');
  expect(await said('up --abort-on-container-exit --no-color')).toContain(
    'pair_a_1 exited with code 3\n3\nAborting on container exit...\nexit 3\n',
  );
  expect(await said('up --exit-code-from a --no-color')).toMatch(
    /using --exit-code-from implies --abort-on-container-exit\n[^]*exit 3\n$/,
  );
}, 30_000);

test('what an engine does not take ends a service in its words, and what inspect shows is kept', async () => {
  const up = async (option: string) => {
    await file(`services:\n  a: {image: busybox, command: sleep 300, stop_signal: SIGKILL, ${option}}\n`);
    return said('up -d --remove-orphans');
  };
  expect(await up('restart: sometimes')).toContain("for service a: invalid restart policy 'sometimes'\n");
  expect(await up('cap_add: [NOSUCH]')).toContain('invalid CapAdd: unknown capability: "CAP_NOSUCH"\n');
  expect(await up('volumes: ["data:rel"]')).toContain('no declaration was found in the volumes section');
  expect(await up('volumes: ["./x:rel"]')).toMatch(
    /invalid volume specification: '\/\S+\/x:rel:rw': invalid mount config for type "bind"/,
  );
  await up('cap_add: [NET_ADMIN], logging: {options: {max-size: 1m}}, environment: [PATH]');
  const host = await node.docker([
    'inspect',
    '-f',
    '{{json .HostConfig.CapAdd}} {{json .HostConfig.LogConfig}}',
    'pair_a_1',
  ]);
  expect(host.stdout).toBe('["NET_ADMIN"] {"Type":"json-file","Config":{"max-size":"1m"}}\n');
  const stopped = new AbortController();
  const logs = node.compose(['logs', '-f'], { cwd, signal: stopped.signal });
  stopped.abort('SIGTERM');
  expect(await logs).toMatchObject({ code: 143, stderr: '' });
  await said('down');
}, 30_000);

test('who depends on a healthy service waits for it', async () => {
  await file(
    'services:\n  a: {image: busybox, command: sleep 300, stop_grace_period: 1s, healthcheck: {test: "true", interval: 200ms}}\n' +
      '  b: {image: busybox, command: sleep 300, stop_grace_period: 1s, depends_on: {a: {condition: service_healthy}}}\n',
  );
  expect(await said('up -d --remove-orphans')).toMatch(/Creating pair_b_1 +\.\.\. done\n/);
  await until(() => (node.engine.containers.find('pair_a_1')?.health?.status === 'healthy' ? true : undefined));
  expect(await said('ps')).toMatch(/pair_a_1 +sleep 300 +Up \(healthy\)/);
  expect(await said('down -v -t 0')).toContain('Removing network pair_default\n');
}, 30_000);

test('what does not fit a help text is answered with it', async () => {
  const shown = await node.compose(['up', '--help'], { cwd });
  expect([shown.code, shown.stdout]).toEqual([
    0,
    expect.stringMatching(/^Builds, \(re\)creates, starts, and attaches to containers for a service\.\n/),
  ]);
  const wrong = await node.compose(['up', '--nosuch'], { cwd });
  expect([wrong.code, wrong.stdout, wrong.stderr]).toEqual([0, '', shown.stdout]);
  expect(await said('up say -d')).toContain('No such service');
  expect((await node.compose(['--nosuch'], { cwd })).code).toBe(1);
  expect(await said('nosuch')).toMatch(/^No such command: nosuch\n\nCommands:\n {2}build /);
});
