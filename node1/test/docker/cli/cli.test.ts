import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Node, startNode, until } from '../harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  await node.docker(['pull', 'busybox']);
});
afterAll(() => node.close());

const usage = `"docker run" requires at least 1 argument.
See 'docker run --help'.

Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

Run a command in a new container
`;

describe('mistakes, with the words and exit codes of docker 20.10', () => {
  test.each<[string, number, string]>([
    ['nosuch', 1, "docker: 'nosuch' is not a docker command.\nSee 'docker --help'\n"],
    ['swarm init', 125, 'rehearsal: docker swarm init is not simulated; use a real cluster\n'],
    ['run', 1, usage],
    ['images --foo', 125, "unknown flag: --foo\nSee 'docker images --help'.\n"],
    ['run -z busybox', 125, "unknown shorthand flag: 'z' in -z\nSee 'docker run --help'.\n"],
    [
      'tag busybox 127.0.0.1:/busybox',
      1,
      'Error parsing reference: "127.0.0.1:/busybox" is not a valid repository/tag: invalid reference format\n',
    ],
    ['tag nosuch x', 1, 'Error response from daemon: No such image: nosuch:latest\n'],
    ['push 127.0.0.1:/busybox', 1, 'invalid reference format\n'],
    ['push 127.0.0.1:1/busybox', 1, 'An image does not exist locally with the tag: 127.0.0.1:1/busybox\n'],
    [
      'pull 127.0.0.1:1/busybox',
      1,
      'Error response from daemon: Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused\n',
    ],
    [
      'pull busybox:nosuch',
      1,
      'Error response from daemon: manifest for busybox:nosuch not found: manifest unknown: manifest unknown\n',
    ],
    ['rmi nosuch', 1, 'Error: No such image: nosuch\n'],
    ['inspect nosuch', 1, 'Error: No such object: nosuch\n'],
    ['rm nosuch', 1, 'Error: No such container: nosuch\n'],
    ['stop nosuch', 1, 'Error response from daemon: No such container: nosuch\n'],
    ['logs nosuch', 1, 'Error: No such container: nosuch\n'],
    ['exec nosuch ls', 1, 'Error: No such container: nosuch\n'],
    [
      'run --rm busybox nosuch',
      127,
      'docker: Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown.\n',
    ],
    [
      'run --rm nosuch',
      125,
      "Unable to find image 'nosuch:latest' locally\ndocker: Error response from daemon: pull access denied for nosuch",
    ],
  ])('docker %s', async (words, code, stderr) => {
    const ended = await node.docker(words.split(' '));
    expect([ended.code, ended.stderr.slice(0, stderr.length)]).toEqual([code, stderr]);
  });
});

test('docker images begins with the heads, and pause is there from the start', async () => {
  const { stdout } = await node.docker(['images']);
  expect(stdout).toMatch(
    /^REPOSITORY {3}TAG {7}IMAGE ID {7}CREATED {2,}SIZE\npause {8}3\.2 {7}[0-9a-f]{12} {3}(Less than a second|\d+ seconds?) ago {2,}771kB\nbusybox {6}latest {4}[0-9a-f]{12} {3}.* ago {2,}1\.98MB\n$/,
  );
});

test('a container from run to rm', async () => {
  const run = await node.docker(['run', '-d', '--name', 'sleeper', 'busybox', 'sleep', '300']);
  expect(run.stdout).toMatch(/^[0-9a-f]{64}\n$/);
  const { stdout } = await node.docker(['ps', '--format', '{{.Image}} {{.Command}} {{.Status}} {{.Names}}']);
  expect(stdout).toMatch(/^busybox "sleep 300" Up (Less than a second|\d seconds?) sleeper\n$/);
  expect(await node.docker(['exec', 'sleeper', 'hostname'])).toMatchObject({
    code: 0,
    stdout: `${run.stdout.slice(0, 12)}\n`,
  });
  expect(await node.docker(['exec', 'sleeper', 'nosuch'])).toMatchObject({
    code: 126,
    stdout:
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH: unknown\r\n',
  });
  expect((await node.docker(['run', '--name', 'sleeper', 'busybox'])).stderr).toBe(
    `docker: Error response from daemon: Conflict. The container name "/sleeper" is already in use by container "${run.stdout.trim()}". You have to remove (or rename) that container to be able to reuse that name.\nSee 'docker run --help'.\n`,
  );
  expect((await node.docker(['rm', 'sleeper'])).stderr).toBe(
    `Error response from daemon: You cannot remove a running container ${run.stdout.trim()}. Stop the container before attempting removal or force remove\n`,
  );
  expect((await node.docker(['rmi', 'busybox'])).stderr).toMatch(
    /^Error response from daemon: conflict: unable to remove repository reference "busybox" \(must force\) - container [0-9a-f]{12} is using its referenced image [0-9a-f]{12}\n$/,
  );
  expect((await node.docker(['stop', '-t', '0', 'sleeper'])).stdout).toBe('sleeper\n');
  expect((await node.docker(['ps', '-a', '--format', '{{.Status}}'])).stdout).toMatch(/^Exited \(137\) .* ago\n$/);
  expect((await node.docker(['rm', 'sleeper'])).stdout).toBe('sleeper\n');
});

const banner =
  "\r\n\r\nBusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) built-in shell (ash)\r\nEnter 'help' for a list of built-in commands.\r\n\r\n";

test('run shows output, takes input, gives the exit code, and ends by ^C', async () => {
  expect(await node.docker(['run', '--rm', 'busybox', 'sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({
    code: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect((await node.docker(['run', '--rm', '-i', 'busybox', 'cat'], { stdin: 'in\n' })).stdout).toBe('in\n');
  expect(
    await node.docker(['run', '--rm', '-it', 'busybox', 'sh'], { stdin: 'cd /etc\npwd\nexit 5\n', isTTY: true }),
  ).toMatchObject({
    code: 5,
    stdout: `${banner}/ # cd /etc\r\n/etc # pwd\r\n/etc\r\n/etc # exit 5\r\n`,
  });
  const lines = [
    `printf '%s-%d\\n' a 1 b`,
    'case $(readlink /proc/$$/exe) in *y) echo no;; /bin/[a-c]*box) echo yes;; esac',
    `PS1='\\w $? > '`,
    'cd',
    'false',
    'unset PS1',
  ];
  const { stdout } = await node.docker(['run', '--rm', '-it', 'busybox', 'sh'], {
    stdin: `${lines.join('\n')}\n`,
    isTTY: true,
  });
  const typed = (prompt: string, line: string | undefined) => `${prompt}${line ?? ''}\r\n`;
  const [format, readlink, prompt, cd, wrong, unset] = lines;
  expect(stdout).toBe(
    `${banner}${typed('/ # ', format)}a-1\r\nsh: invalid number ''\r\nb-0\r\n${typed('/ # ', readlink)}yes\r\n${typed('/ # ', prompt)}${typed('/ 0 > ', cd)}${typed('~ 0 > ', wrong)}${typed('~ 1 > ', unset)}\r\n`,
  );
  await node.docker(['run', '-d', '--name', 'inside', 'busybox', 'sleep', '100']);
  const exec = async (...flags: string[]) =>
    node.docker(['exec', ...flags, 'inside', 'sh'], { stdin: 'echo $$\n', isTTY: true });
  expect((await exec('-it')).stdout).toContain('\r\n2\r\n/ # ');
  expect((await exec('-i')).stdout).toBe('3\n');
  await node.docker(['rm', '-f', 'inside']);
  const controller = new AbortController();
  const onOutput = (all: string) => {
    if (all === 'up\n') controller.abort();
  };
  const script = 'trap "exit 3" INT; echo up; while :; do sleep 0.1; done';
  const { code } = await node.docker(['run', '--rm', 'busybox', 'sh', '-c', script], {
    signal: controller.signal,
    onOutput,
  });
  expect(code).toBe(3);
  expect((await node.docker(['ps', '-aq'])).stdout).toBe('');
});

test('redis answers redis-cli, keeps its data, and shuts down', async () => {
  await node.docker(['run', '-d', '--name', 'redis', 'redis']);
  const cli = async (...words: string[]) => (await node.docker(['exec', 'redis', 'redis-cli', ...words])).stdout;
  await until(async () => ((await cli('ping')) === 'PONG\n' ? true : undefined));
  expect(await cli('set', 'name', 'é x')).toBe('OK\n');
  expect(await cli('get', 'name')).toBe('é x\n');
  expect(await cli('incrby', 'hashes', '4')).toBe('4\n');
  expect(await cli('incr', 'name')).toBe('ERR value is not an integer or out of range\n');
  expect(await cli('hset', 'wallet', 'a', '1', 'b', '2')).toBe('2\n');
  expect(await cli('hgetall', 'wallet')).toBe('a\n1\nb\n2\n');
  expect(await cli('hlen', 'nosuch')).toBe('0\n');
  expect(await cli('get', 'wallet')).toBe('WRONGTYPE Operation against a key holding the wrong kind of value\n');
  expect(await cli('keys', '*a*')).toBe('name\nhashes\nwallet\n');
  expect(await cli('constructor')).toBe("ERR unknown command 'constructor', with args beginning with: \n");
  // Killed with its container, as on a real node.
  expect((await node.docker(['exec', 'redis', 'redis-cli', 'shutdown', 'nosave'])).code).toBe(137);
  await until(() => (node.engine.containers.find('redis')?.state === 'exited' ? true : undefined));
  const { stdout } = await node.docker(['logs', '--tail', '2', 'redis']);
  expect(stdout).toMatch(
    /^1:M \d+ \w+ \d+ [\d:.]+ # User requested shutdown\.\.\.\n1:M .* # Redis is now ready to exit, bye bye\.\.\.\n$/,
  );
});

test('a published port answers; a second container cannot have it', async () => {
  await node.docker(['run', '-d', '--name', 'web', '-p', '0:80', 'nginx']);
  const port = node.engine.containers.find('web')?.ports[0]?.hostPort ?? 0;
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('Welcome to nginx!');
  expect((await fetch(`http://127.0.0.1:${port}/../../etc/passwd`)).status).toBe(404);
  const taken = await node.docker(['run', '-d', '-p', `${port}:80`, 'nginx']);
  expect(taken.code).toBe(125);
  expect(taken.stderr).toMatch(
    new RegExp(
      `^docker: Error response from daemon: driver failed programming external connectivity on endpoint \\w+ \\([0-9a-f]{64}\\): Bind for 0.0.0.0:${port} failed: port is already allocated.\n$`,
    ),
  );
});

test('the containers of a pod that is gone are there for another minute', async () => {
  const { store } = node.engine.cluster;
  await node.docker(['tag', 'busybox', 'tool:1']);
  const run = { name: 'once', image: 'busybox', command: ['sh', '-c', 'exit 3'] };
  store.create('pods', { metadata: { name: 'once' }, spec: { restartPolicy: 'Never', containers: [run] } });
  await until(() => (store.get('pods', 'default', 'once')?.status?.phase === 'Failed' ? true : undefined));
  store.remove('pods', 'default', 'once');
  expect(store.get('pods', 'default', 'once')).toBeUndefined();
  const list = async (...flags: string[]) =>
    (await node.docker(['ps', ...flags, '--format', '{{.Names}} {{.Status}}'])).stdout
      .split('\n')
      .filter((line) => line.includes('_once_'));
  expect(await list()).toEqual([]);
  expect(await list('-a')).toEqual([
    expect.stringMatching(/^k8s_once_once_default_\S+_0 Exited \(3\) /),
    expect.stringMatching(/^k8s_POD_once_default_\S+_0 Exited \(0\) /),
  ]);
  const { stderr } = await node.docker(['rmi', 'busybox', 'tool:1']);
  expect(stderr).toMatch(
    /^Error response from daemon: conflict: .* "tool:1" \(must force\) - container [0-9a-f]{12} /m,
  );
  await node.docker(['pull', 'busybox']);
});

test('the last name takes the image with it', async () => {
  await node.docker(['pull', 'alpine']);
  await node.docker(['tag', 'alpine', 'mine:1']);
  const plain = (text: string) => text.replace(/sha256:[0-9a-f]{64}/g, 'DIGEST');
  expect(plain((await node.docker(['rmi', 'alpine'])).stdout)).toBe(
    'Untagged: alpine:latest\nUntagged: alpine@DIGEST\n',
  );
  expect(plain((await node.docker(['rmi', 'mine:1'])).stdout)).toBe(
    'Untagged: mine:1\nDeleted: DIGEST\nDeleted: DIGEST\n',
  );
});
