import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { sshTarget } from '../../src/target/ssh.ts';
import { HostList } from '../../src/target/ssh-hosts.ts';
import { isAlive } from '../processes.ts';
import { planOf, step } from '../run/steps.ts';
import { targetContract } from './contract.ts';
import { canServeSsh, startSshd } from './sshd.ts';

const never = new AbortController().signal;
let sshd: Awaited<ReturnType<typeof startSshd>>;
const folder = mkdtempSync(join(tmpdir(), 'pupitre-ssh-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(!canServeSsh)('ssh (skipped without root and sshd)', () => {
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(async () => {
    await sshd.close();
  });
  const target = (options: Partial<Parameters<typeof sshTarget>[0]> = {}) =>
    sshTarget({ hosts: new HostList(['node-a']), config: sshd.config, environment: process.env, ...options });

  targetContract('ssh', () => Promise.resolve(target()), isAlive);

  test('steps run, with exit codes, quotes and more than one line', { timeout: 60_000 }, async () => {
    const steps = ['X="a \'b\' \\\\ $((6*7))"', 'test "$X" = "a \'b\' \\\\ 42"', 'cat <<E\n~~~ fence\nE', 'false'];
    const node = target();
    await node.prepare(never);
    const running = run(planOf(...steps.map((text, at) => step('bash', text, { id: `s${at}` }))), node, {
      ...{ actions: builtinActions, keepGoing: true, signal: never },
    });
    for (;;) {
      const next = await running.next();
      if (!next.done) continue;
      await node.close();
      expect(next.value.map(({ verdict }) => verdict.status)).toEqual(['passed', 'passed', 'passed', 'failed']);
      return;
    }
  });

  test('a connection that is lost is told, and the next step has a new one', { timeout: 60_000 }, async () => {
    const node = target();
    await node.prepare(never);
    const steps = ['echo "last seen"; sleep 1000', 'echo back | tee out'].map((text, at) =>
      step('bash', text, { id: `s${at}` }),
    );
    const results: StepResult[] = [];
    for await (const event of run(planOf(...steps), node, {
      ...{ actions: builtinActions, keepGoing: true, signal: never },
    })) {
      // As a network that is gone: what serves the connection is.
      if (event.type === 'output' && event.chunk.includes('last seen\r')) sshd.cut();
      if (event.type === 'stepEnd') results.push(event.result);
    }
    await node.close();
    expect(results.map(({ verdict }) => verdict)).toMatchObject([
      { status: 'broken', reason: { code: 'run/connection-lost' } },
      { status: 'passed' },
    ]);
    expect(results[0]?.screen).toMatch(/^last seen$/m);
  });

  test('files are there while the target is open, and gone with their folders when it is closed', async () => {
    mkdirSync(join(folder, 'from/sub'), { recursive: true });
    writeFileSync(join(folder, "from/sub/ä 'b'.bin"), Buffer.from([0, 1, 255, 10, 13]));
    writeFileSync(join(folder, 'from/long'), 'x'.repeat(100_000));
    const to = join(folder, "to 'x'");
    const files = [{ from: join(folder, 'from'), to }];
    const one = target({ files });
    await one.prepare(never);
    expect(readFileSync(join(to, "sub/ä 'b'.bin"))).toEqual(Buffer.from([0, 1, 255, 10, 13]));
    expect(readFileSync(join(to, 'long'), 'utf8')).toHaveLength(100_000);
    await one.close();
    expect(existsSync(to)).toBe(false);
    mkdirSync(to);
    writeFileSync(join(to, 'long'), 'somebody’s work');
    await expect(target({ files }).prepare(never)).rejects.toThrow(/long/);
    expect(readFileSync(join(to, 'long'), 'utf8')).toBe('somebody’s work');
  });

  test('a host is one node’s at a time', async () => {
    const hosts = new HostList(['node-a', 'node-b']);
    const [a, b, c] = [target({ hosts }), target({ hosts }), target({ hosts })];
    await Promise.all([a.prepare(never), b.prepare(never)]);
    await expect(c.prepare(never)).rejects.toThrow(/All 2 hosts/);
    await a.close();
    await c.prepare(never);
    await Promise.all([b.close(), c.close()]);
  });

  test.each([
    ['a host that is not there', 'nowhere.invalid', /nowhere\.invalid cannot be used by ssh: .*(?:resolve|not known)/i],
    ['a port where nobody listens', 'closed', /closed cannot be used by ssh: .*refused/i],
    ['a key that is not let in', 'stranger', /stranger cannot be used by ssh: .*denied/i],
  ])('%s is told with the reason', { timeout: 60_000 }, async (_, host, said) => {
    const config = join(folder, 'config');
    const common = 'HostName 127.0.0.1\nStrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nIdentitiesOnly yes\n';
    writeFileSync(
      config,
      `Host closed\n${common}Port 1\nHost stranger\n${common}Port ${sshd.port}\nIdentityFile ${join(sshd.folder, 'host')}\n`,
    );
    await expect(target({ hosts: new HostList([host]), config }).prepare(never)).rejects.toThrow(said);
  });

  test('a host without the shell is told', async () => {
    await expect(target({ shell: 'no-such-bash' }).prepare(never)).rejects.toThrow(/node-a lacks no-such-bash/);
  });
});
