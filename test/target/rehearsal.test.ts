import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Session } from '../../src/run/terminal/session.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import type { Target } from '../../src/target/target.ts';
import { start } from '../cli/pupitre.ts';
import { targetContract } from './contract.ts';
import { openShell, type } from './shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'pupitre-rehearsals-'));
const targets: Target[] = [];

afterEach(async () => {
  await Promise.all(targets.splice(0).map((target) => target.close()));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function alive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

targetContract('rehearsal', () => Promise.resolve(rehearsalTarget({ environment: process.env })), alive);

/** A rehearsal with a shell in it. */
async function open(options: Partial<Parameters<typeof rehearsalTarget>[0]> = {}): Promise<Session> {
  const target = rehearsalTarget({ environment: process.env, ...options });
  targets.push(target);
  return openShell(target);
}

test('a home of its own with the files in place, and the commands in front; all of it gone afterwards', async () => {
  mkdirSync(join(folder, 'stacks'));
  writeFileSync(join(folder, 'stacks', 'a.yml'), 'a');
  const session = await open({ files: [{ from: join(folder, 'stacks'), to: '~/container.training/stacks' }] });
  const home = await type(session, 'pwd');
  expect(await type(session, 'echo $HOME; cat ~/container.training/stacks/a.yml')).toBe(`${home}\na`);
  expect(await type(session, 'command -v kubectl docker docker-compose')).toBe(
    ['kubectl', 'docker', 'docker-compose'].map((name) => join(home, '../bin', name)).join('\n'),
  );
  expect(await type(session, 'kubctl get pods')).toBe('bash: kubctl: command not found\nexit 127');
  await session.screen.settled();
  expect(session.screen.text()).toMatch(/^\[node1\] ~ \$ pwd/);
  await session.close();
  await targets.pop()?.close();
  expect(existsSync(join(home, '..'))).toBe(false);
});

test('jq is ours only where there is none, and curl for addresses of the cluster', async () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['bash', 'sh', 'cat', 'curl']) {
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\nexec ${spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()} "$@"\n`,
      {
        mode: 0o755,
      },
    );
  }
  const session = await open({ environment: { ...process.env, PATH: bin } });
  writeFileSync(join(bin, 'curl'), '#!/bin/sh\necho "of the machine: $*"\n', { mode: 0o755 });
  expect(await type(session, "curl http://127.0.0.1/ 'a  b'")).toBe('of the machine: http://127.0.0.1/ a  b');
  expect(await type(session, 'curl -s 10.96.0.77')).toBe('\nexit 7');
  expect(await type(session, `echo '{"a": [1]}' | jq .a[0]`)).toBe('1');
});

test('two side by side do not see each other', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  expect(await type(one, 'kubectl create namespace mine')).toBe('namespace/mine created');
  expect(await type(other, 'kubectl get namespace mine')).toBe(
    'Error from server (NotFound): namespaces "mine" not found\nexit 1',
  );
});

test('after kill -9 nothing runs any more, and the next one removes what is left on disk', async () => {
  writeFileSync(
    join(folder, 'deck.md'),
    '.exercise[\n```bash\nkubectl create deployment registry --image=registry:2\nsh -c \'echo "in ""$HOME."; exec sleep 1000\'\n```\n]\n',
  );
  const run = start(['run', 'deck.md', '--target', 'rehearsal', '--reporter', 'json'], folder);
  await run.seen(/in \/[^."]+\./);
  const left = readdirSync(tmpdir())
    .map((name) => join(tmpdir(), name))
    .filter(
      (path) => existsSync(join(path, 'owner')) && readFileSync(join(path, 'owner'), 'utf8').startsWith(`${run.pid} `),
    );
  expect(left).toHaveLength(1);
  const [path = ''] = left;
  run.kill('SIGKILL');
  await run.ended;
  await expect.poll(() => processesOf(path), { timeout: 10_000 }).toEqual([]);
  await open();
  expect(existsSync(path)).toBe(false);
});

/** Processes that have `path` in their environment or on their command line. */
function processesOf(path: string): string[] {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\n').filter((line) => line.includes(path));
}
