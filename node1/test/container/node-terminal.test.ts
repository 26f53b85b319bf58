import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode } from '../docker/harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  await node.docker(['pull', '-q', 'node:20-alpine']);
});
afterAll(() => node.close());

const image = 'node:20-alpine';

test('a program is process 1 of its container, in its folder, with its files and its user (N13)', async () => {
  const script =
    "const fs = require('fs'); fs.writeFileSync('/data/file', 'kept'); console.log(process.pid, process.cwd(), fs.readFileSync('/etc/hostname', 'utf8').trim(), process.getuid(), require('path').resolve('x'), fs.realpathSync('.'))";
  const flags = ['--hostname', 'web', '-w', '/srv/app', '-u', '1000', '-v', 'data:/data'];
  expect((await node.docker(['run', '--rm', ...flags, image, 'node', '-e', script])).all).toBe(
    '1 /srv/app web 1000 /srv/app/x /srv/app\n',
  );
  expect((await node.docker(['run', '--rm', '-v', 'data:/data', image, 'cat', '/data/file'])).stdout).toBe('kept');
});

test('what is stopped in its first moment is killed after the grace (N7)', async () => {
  await node.docker(['run', '-d', '--name', 'early', image, 'node', '-e', 'setInterval(() => 0, 1000)']);
  await node.docker(['stop', '-t', '1', 'early']);
  expect((await node.docker(['inspect', '-f', '{{.State.ExitCode}}', 'early'])).stdout).toBe('137\n');
});

test('node has a terminal: its REPL prompts, echoes, and ends by .exit and by ^D (N5)', async () => {
  const typed = async (stdin: string, ...command: string[]) =>
    (await node.docker(['run', '--rm', '-it', image, ...command], { stdin, isTTY: true })).stdout.replace(
      /\x1b\[[\d;]*[A-Za-z]/g,
      '',
    );
  expect(await typed('', 'node', '-p', '[process.stdin.isTTY, process.stdout.columns]')).toBe('[ true, 80 ]\r\n');
  expect(await typed('6 * 7\n.exit\n')).toMatch(/^6 \* 7\r\n\.exit\r\nWelcome [^]*> 6 \* 7\r\n42\r\n> \.exit\r\n$/);
  expect(await typed('\x04', 'node')).toMatch(/> $/);
});

test('a shell has its input back after a program that read none of it', async () => {
  await node.docker(['run', '-d', '--name', 'kept', image, 'sleep', '1000']);
  const { code, stdout } = await node.docker(['exec', '-it', 'kept', 'sh'], {
    stdin: 'node -p 1+1\nexit 4\n',
    isTTY: true,
  });
  expect(stdout).toContain('exit 4');
  expect(code).toBe(4);
});
