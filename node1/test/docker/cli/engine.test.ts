import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Node, startNode } from '../harness.ts';

let node: Node;
let folder: string;

beforeAll(async () => {
  node = await startNode();
  folder = await mkdtemp(join(tmpdir(), 'pupitre-docker-'));
  await node.docker(['pull', 'busybox']);
});

afterAll(async () => {
  await node.close();
  await rm(folder, { recursive: true, force: true });
});

/** Types a command; gives its streams and its exit code. */
async function docker(line: string): Promise<string> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const { all, code } = await node.docker(words);
  return `${all}exit ${code}`;
}

describe('mistakes that docker tells (N4, N10, N16), as a real 20.10.24 printed them', () => {
  const help = "\nSee 'docker run --help'.\nexit 125";
  test.each([
    ['run --rm --net nosuch busybox true', 'docker: Error response from daemon: network nosuch not found.\nexit 125'],
    [
      'run --rm --network nosuch busybox true',
      'docker: Error response from daemon: network nosuch not found.\nexit 125',
    ],
    ['run --rm --restart always busybox true', `docker: Conflicting options: --restart and --rm.${help}`],
    ['run --restart foo busybox true', `docker: Error response from daemon: invalid restart policy 'foo'.${help}`],
    ['run -p abc:80 busybox', `docker: Invalid hostPort: abc.${help}`],
    ['run -p 80:abc busybox', `docker: Invalid containerPort: abc.${help}`],
    ['run -m 1m busybox true', `docker: Error response from daemon: Minimum memory limit allowed is 6MB.${help}`],
    ['run --mount source=x busybox', `invalid argument "source=x" for "--mount" flag: target is required${help}`],
    [
      'run -v x:/ busybox',
      `docker: Error response from daemon: invalid volume specification: 'x:/': invalid mount config for type "volume": invalid specification: destination can't be '/'.${help}`,
    ],
    [
      'run --cpus foo busybox',
      `invalid argument "foo" for "--cpus" flag: failed to parse foo as a rational number${help}`,
    ],
    [
      'run --rm busybox /etc',
      'docker: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/etc": permission denied: unknown.\nexit 126',
    ],
    ['rmi -f nosuch', 'Error: No such image: nosuch\nexit 0'],
    [
      'start nosuch',
      'Error response from daemon: No such container: nosuch\nError: failed to start containers: nosuch\nexit 1',
    ],
    ['kill nosuch', 'Error response from daemon: Cannot kill container: nosuch: No such container: nosuch\nexit 1'],
    ['volume rm nosuch', 'Error: No such volume: nosuch\nexit 1'],
    ['network rm bridge', 'Error response from daemon: bridge is a pre-defined network and cannot be removed\nexit 1'],
    ['inspect -f {{.Foo nosuch', 'template parsing error: template: :1: unclosed action\nexit 64'],
    ['compose version', "docker: 'compose' is not a docker command.\nSee 'docker --help'\nexit 1"],
    ['help nosuch', 'unknown help topic: nosuch\nexit 1'],
    ['cp a b', 'must specify at least one container source\nexit 1'],
  ])('docker %s', async (line, expected) => {
    expect(await docker(line)).toBe(expected);
  });
});

test('a volume keeps what containers write, and is not removed while one has it', async () => {
  expect(await docker("run --name first -v data:/d busybox sh -c 'echo kept > /d/f'")).toBe('exit 0');
  expect(await docker('run --rm --volumes-from first busybox cat /d/f')).toBe('kept\nexit 0');
  expect(await docker('run --rm --mount type=volume,source=data,target=/x busybox cat /x/f')).toBe('kept\nexit 0');
  expect(await docker('volume rm data')).toMatch(
    /^Error response from daemon: remove data: volume is in use - \[[0-9a-f]{64}\]\nexit 1$/,
  );
  expect(await docker("volume ls --format '{{.Driver}} {{.Name}}'")).toBe('local data\nexit 0');
  expect(await docker('rm first')).toBe('first\nexit 0');
  expect(await docker('volume rm data')).toBe('data\nexit 0');
});

test('containers find each other on a network of their own, and nobody on another one', async () => {
  await docker('network create dev');
  await docker('run -d --name web --net dev --network-alias box busybox sleep 1000');
  expect(await docker("inspect -f '{{.NetworkSettings.Networks.dev.IPAddress}}' web")).toBe('172.18.0.2\nexit 0');
  expect(await docker('run --rm --net dev busybox ping -c 1 box')).toContain('exit 0');
  expect(await docker('run --rm busybox ping -c 1 web')).toContain('exit 1');
  expect(await docker('network rm dev')).toContain('has active endpoints\nexit 1');
  await docker('rm -f web');
  expect(await docker('network rm dev')).toBe('dev\nexit 0');
});

test('on-failure:2 starts a container twice more, with pauses, and keeps its log (N4)', async () => {
  await docker("run -d --name again --restart on-failure:2 busybox sh -c 'echo once; exit 3'");
  const { containers } = node.engine;
  const again = containers.find('again');
  while (again !== undefined && again.restartCount < 2) await containers.ended(again);
  if (again !== undefined) await containers.ended(again);
  expect(await docker("inspect -f '{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}' again")).toBe(
    '2 exited 3\nexit 0',
  );
  expect(await docker('logs again')).toBe('once\nonce\nonce\nexit 0');
  await docker('rm again');
});

test('inspect has the real fields: Config.Cmd is what runs (N9), limits are shown', async () => {
  await docker('run -d --name shown -m 64m --cpus 0.5 busybox sleep 3600');
  expect(
    await docker(
      "inspect -f '{{json .Config.Cmd}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.NetworkMode}}' shown",
    ),
  ).toBe('["sleep","3600"] 67108864 500000000 default\nexit 0');
  expect(await docker("inspect -f '{{.State.Foo}}' shown")).toBe(
    '\ntemplate parsing error: template: :1:8: executing "" at <.State.Foo>: map has no entry for key "Foo"\nexit 1',
  );
  await docker('rm -f shown');
});

test('a port that is taken: the id is printed, and the name stays taken (N16)', async () => {
  await docker('run -d --name one -p 0:80 busybox sleep 1000');
  const port = node.engine.containers.find('one')?.ports[0]?.hostPort ?? 0;
  expect(await docker(`run -d --name two -p ${port}:80 busybox sleep 1000`)).toMatch(
    /^[0-9a-f]{64}\ndocker: .*port is already allocated\.\nexit 125$/,
  );
  expect(await docker('run -d --name two busybox true')).toContain('The container name "/two" is already in use');
  await docker('rm -f one two');
});

test('files stay until rm: cp, diff and commit see them', async () => {
  await writeFile(join(folder, 'in'), 'from outside\n');
  await docker("run --name kept busybox sh -c 'echo inside > /new'");
  expect(await docker('diff kept')).toBe('A /new\nexit 0');
  expect(await docker(`cp kept:/new ${folder}/out`)).toBe('exit 0');
  expect(await readFile(join(folder, 'out'), 'utf8')).toBe('inside\n');
  expect(await docker(`cp ${folder}/in kept:/tmp/in`)).toBe('exit 0');
  expect(await docker('commit kept made:1')).toMatch(/^sha256:[0-9a-f]{64}\nexit 0$/);
  expect(await docker('run --rm made:1 cat /new /tmp/in')).toBe('inside\nfrom outside\nexit 0');
  expect(await docker('start -a kept')).toBe('exit 0');
  await docker('rm kept');
});
