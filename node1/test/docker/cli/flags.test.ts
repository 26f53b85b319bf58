import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode } from '../harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  await node.docker(['run', '-d', '--name', 'web', '-p', '0:80', '-l', 'tier=front', 'nginx']);
  await node.docker(['run', '--name', 'over', 'busybox', 'sh', '-c', 'exit 4']);
});
afterAll(() => node.close());

/** What a command line prints, and its exit code where that is not 0. */
async function said(line: string): Promise<string> {
  const words = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ''));
  const { code, all } = await node.docker(words);
  return all + (code === 0 ? '' : `exit ${code}\n`);
}

test.each([
  ["ps -f ancestor=nginx --format '{{.Names}} {{.State}} {{.Labels}}'", 'web running tier=front\n'],
  ["ps -f label=tier=front --format '{{.Names}}'", 'web\n'],
  ["ps -f label=tier=back --format '{{.Names}}'", ''],
  ["ps -f exited=4 --format '{{.Names}}'", 'over\n'],
  ["ps -f status=exited --format '{{.Names}} {{.Networks}}'", 'over bridge\n'],
  ['ps -f nosuch=1', "Error response from daemon: Invalid filter 'nosuch'\nexit 1\n"],
  ['ps -f status=nosuch', "Error response from daemon: Invalid filter 'status=nosuch'\nexit 1\n"],
  ["images -f reference='busy*' --format '{{.Repository}}:{{.Tag}}'", 'busybox:latest\n'],
  ['images -q -f dangling=true', ''],
  ['images -f nosuch=1', "Error response from daemon: Invalid filter 'nosuch'\nexit 1\n"],
  [
    'images -f nosuch',
    'invalid argument "nosuch" for "-f, --filter" flag: bad format of filter (expected name=value)\nSee \'docker images --help\'.\nexit 125\n',
  ],
  ['port web 81', "Error: No public port '81/tcp' published for web\nexit 1\n"],
  ["exec -e X=1 -w /tmp web sh -c 'echo $X; pwd'", '1\n/tmp\n'],
  ["exec web sh -c 'if [ -d /etc ] && [ 2 -gt 1 ]; then echo yes; fi'", 'yes\n'],
  ["exec web sh -c 'env | grep -c NOSUCH'", '0\nexit 1\n'],
  ["exec web sh -c 'cp /etc/passwd /tmp/p && mv /tmp/p /tmp/q && ls /tmp'", 'q\n'],
  ['exec web nosuch', expect.stringMatching(/executable file not found in \$PATH: unknown\r\nexit 126\n$/)],
  ['exec web vi', expect.stringMatching(/^rehearsal: vi in a container is not simulated; use a real cluster\n/)],
  ['exec web ping nosuch', "ping: bad address 'nosuch'\nexit 1\n"],
  ['run -it busybox', 'the input device is not a TTY\nexit 1\n'],
  ['exec -it web sh', 'the input device is not a TTY\nexit 1\n'],
  [
    'run --gpus all busybox ls',
    expect.stringMatching(
      /^rehearsal: docker run --gpus is not simulated; use a real cluster\nrehearsal: it knows: --interactive .*\nexit 125\n$/,
    ),
  ],
  ['run --nosuch busybox', "unknown flag: --nosuch\nSee 'docker run --help'.\nexit 125\n"],
  ['rm nosuch', 'Error: No such container: nosuch\nexit 1\n'],
  ['rm -f nosuch', 'Error: No such container: nosuch\n'],
  ['inspect --type container busybox', '[]\nError: No such container: busybox\nexit 1\n'],
  ['container inspect nosuch', '[]\nError: No such container: nosuch\nexit 1\n'],
  [
    'push -a nosuch',
    'The push refers to repository [docker.io/library/nosuch]\nAn image does not exist locally with the tag: nosuch\nexit 1\n',
  ],
])('docker %s', async (line, wanted) => {
  expect(await said(line)).toEqual(wanted);
});

test('a published port, and a restart', async () => {
  expect(await said('port web')).toMatch(/^80\/tcp -> 0\.0\.0\.0:\d+\n80\/tcp -> :::\d+\n$/);
  expect(await said('restart -t 0 web')).toBe('web\n');
  expect(await said("inspect -f '{{.State.Status}}' web")).toBe('running\n');
});

test('what is not used goes', async () => {
  expect(await said('container prune -f')).toMatch(
    /^Deleted Containers:\n(?:[0-9a-f]{64}\n)+\nTotal reclaimed space: 0B\n$/,
  );
  expect(await said('image prune -f')).toBe('Total reclaimed space: 0B\n');
  expect(await said('image prune -a -f')).toMatch(/^Deleted Images:\n[^]*untagged: busybox:latest\n/);
  expect(await said("images --format '{{.Repository}}'")).toBe('nginx\n');
});
