import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/run/terminal/session.ts';
import { containerTarget, type ContainerTargetOptions } from '../../src/target/container/container-target.ts';
import { dockerEngine, type DockerOptions } from '../../src/target/docker/docker-engine.ts';
import type { Target } from '../../src/target/target.ts';
import { containersOf, hostPid, lacksDocker, makeImage, removeImage } from './container-image.ts';
import { Ear, targetContract } from './contract.ts';
import { openShell, type } from './shell.ts';

const never = new AbortController().signal;
const lack = await lacksDocker();
const limits = { processes: 200, memoryMb: 256, files: 300, fileMb: 16 };
const suffix = randomBytes(4).toString('hex');
const images = {
  dtach: `pupitre-test-${suffix}`,
  plain: `pupitre-test-plain-${suffix}`,
  bare: `pupitre-test-bare-${suffix}`,
} as const;
const env = { PS1: 'ready> ' };
const size = { cols: 80, rows: 24 };
const targets: Target[] = [];

function engineOf(options: Partial<DockerOptions> = {}) {
  return dockerEngine({ image: images.dtach, limits, ...options });
}

function target(options: Partial<DockerOptions> = {}, more: Partial<ContainerTargetOptions> = {}): Target {
  const made = containerTarget({ engine: engineOf(options), ...more });
  targets.push(made);
  return made;
}

async function open(node: Target, more: { readonly cols?: number; readonly rows?: number } = {}) {
  const tty = await node.open({ size: { ...size, ...more }, env, terminal: 'first' }, never);
  return { tty, ear: new Ear(tty) };
}

async function start(options: Partial<DockerOptions> = {}) {
  const node = target(options);
  await node.prepare(never);
  const opened = await open(node);
  await opened.ear.until(/ready> /);
  return { node, again: () => target(options, node.node === undefined ? {} : { node: node.node }), ...opened };
}

afterEach(async () => {
  await Promise.all(targets.splice(0).map((each) => each.close()));
});

describe.skipIf(lack !== undefined)(`docker (skipped without an engine: ${lack ?? 'here is one'})`, () => {
  beforeAll(async () => {
    await makeImage(images.dtach, ['bash', 'dtach']);
    await makeImage(images.plain, ['bash']);
    await makeImage(images.bare, []);
  });
  afterAll(async () => {
    await Promise.all(Object.values(images).map(removeImage));
  });

  // What was in the container is gone with it.
  function dead(): boolean {
    return false;
  }
  targetContract('docker', () => Promise.resolve(target()), dead);
  targetContract('docker without dtach', () => Promise.resolve(target({ image: images.plain })), dead);

  describe('a node that is left', () => {
    test('goes on with its shells: at the prompt, with what was typed and not sent', async () => {
      const { node, again, tty, ear } = await start();
      tty.write('X=42\r');
      await ear.until(/ready> .*ready> /s);
      tty.write('echo "<$X>" h');
      await ear.until(/" h/);
      await node.leave?.();
      const other = again();
      await other.prepare(never);
      const there = await open(other);
      expect(there.tty.attached).toBe('atPrompt');
      there.tty.write('ere\r');
      await there.ear.until(/<42> here/);
      there.tty.write('exit 5\r');
      expect(await there.tty.closed).toEqual({ exitCode: 5 });
      expect(there.ear.text).not.toMatch(/dtach|\x1b\[(?:H|J|999H)/);
      // The next one is new.
      const fresh = await open(other);
      await fresh.ear.until(/ready> /);
      expect(fresh.tty.attached).toBeUndefined();
    });

    test('goes on with a program that prints, in the size of who comes', async () => {
      const { node, again, tty, ear } = await start();
      tty.write('while sleep 0.05; do echo "$((++i)) $(stty size)"; done\r');
      await ear.until(/\n3 24 80/);
      await node.leave?.();
      const other = again();
      await other.prepare(never);
      const there = await open(other, { cols: 101, rows: 33 });
      expect(there.tty.attached).toBe('inProgram');
      await there.ear.until(/\n\d+ 33 101/);
      there.tty.resize({ cols: 90, rows: 20 });
      await there.ear.until(/\n\d+ 20 90/);
      there.tty.write('\x03');
      await there.ear.until(/\^C[^]*ready> /);
    });

    test('ends shells that nobody could attach again, and all that they have started', async () => {
      const { node, again, tty, ear } = await start({ image: images.plain });
      tty.write('sleep 1000 & echo "pid $!."\r');
      const [, pid = ''] = await ear.until(/[\r\n]pid (\d+)\./);
      await node.leave?.();
      const other = again();
      await other.prepare(never);
      const there = await open(other);
      await there.ear.until(/ready> /);
      expect(there.tty.attached).toBeUndefined();
      there.tty.write(`kill -0 ${pid}; echo "code $?"\r`);
      await there.ear.until(/\ncode 1/);
    });

    test('is told when it is gone', async () => {
      const { node, again } = await start();
      const other = again();
      await node.close();
      await expect(other.prepare(never)).rejects.toThrow(/the container pupitre-\w+ is gone/);
    });
  });
  describe('what is in a container', () => {
    test('keys of the engine are the program’s, one by one', async () => {
      const { tty, ear } = await start();
      for (const [key, octal] of [
        ['\x10', '020'],
        ['\x11', '021'],
        ['\x1e', '036'],
      ] as const) {
        tty.write('stty raw -echo; echo go; head -c 1 | od -b; stty sane\r');
        await ear.until(/[\r\n]go/);
        ear.text = '';
        tty.write(key);
        await ear.until(new RegExp(`0000000 ${octal}[^]*ready> `));
      }
      tty.write('stty raw -echo; echo go; head -c 3 | od -b; stty sane\r');
      await ear.until(/[\r\n]go/);
      tty.write('\x10');
      tty.write('\x11');
      tty.write('\x00');
      tty.write('x');
      await ear.until(/0000000 020 021 000[^]*ready> /);
    });

    test('no output is lost at the end, 20 times', async () => {
      const { node } = await start();
      for (let round = 0; round < 20; round++) {
        const tty = await node.open({ size, env, terminal: `t${round}` }, never);
        const ear = new Ear(tty);
        tty.write('seq 1 20000; exit\r');
        expect(await tty.closed).toEqual({ exitCode: 0 });
        expect(ear.text).toMatch(/\n19999\r\n20000\r\nexit\r\n$/);
      }
    });

    test('^C stops a flood', async () => {
      const { tty, ear } = await start();
      let seen = 0;
      const flooded = new Promise<void>((resolve) => {
        tty.onData((chunk) => {
          if ((seen += chunk.length) > 5_000_000) resolve();
        });
      });
      tty.write('yes\r');
      await flooded;
      tty.write('\x03');
      await ear.until(/\^C[^]*ready> $/);
    });

    test('a shell whose connection is lost is not said to have ended', async () => {
      const { node, tty } = await start();
      const other = await node.open({ size, env, terminal: 'other' }, never);
      const ear = new Ear(other);
      await ear.until(/ready> /);
      tty.write('X=43\r');
      other.write('for f in /tmp/.pupitre/*.client; do read -r pid _ <$f; [ $pid = $PPID ] || kill -9 $pid; done\r');
      expect(await tty.closed).toEqual({ exitCode: 129, lost: true });
      const there = await open(node);
      expect(there.tty.attached).toBe('atPrompt');
      there.tty.write('echo "<$X>"\r');
      await there.ear.until(/<43>/);
    });

    test('a container that somebody else removes ends its shells', async () => {
      const { node, tty } = await start();
      await engineOf().remove(node.node ?? '');
      expect(await tty.closed).toMatchObject({ exitCode: 137, gone: { code: 'target/container-gone' } });
      await expect(open(node)).rejects.toThrow(/is gone/);
    });

    test('files are put in place, with any name and content', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'pupitre-docker-'));
      try {
        writeFileSync(join(folder, "ä 'b'.bin"), Buffer.from([0, 1, 255, 10, 13]));
        writeFileSync(join(folder, 'long'), 'x'.repeat(300_000));
        const node = target({ user: 'student' }, { files: [{ from: folder, to: '~/course' }] });
        await node.prepare(never);
        const { tty, ear } = await open(node);
        tty.write(`od -b course/ä*; stat -c '%U %s' course/long; pwd\r`);
        await ear.until(/0000000 000 001 377 012 015[^]*student 300000[^]*\/home\/student/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  describe('what cannot be had is told', () => {
    test.each<[string, Partial<DockerOptions>, RegExp]>([
      ['no engine', { host: '/nowhere/docker.sock' }, /Docker cannot be used at \/nowhere\/docker\.sock: .*ENOENT/],
      [
        'an image that cannot be pulled',
        { image: 'pupitre-none:1' },
        /the image pupitre-none:1 is not on this machine/,
      ],
      ['an image without bash', { image: images.bare }, /has no bash/],
      ['a limit that is refused', { limits: { ...limits, memoryMb: 1 } }, /Docker refuses .*memory/i],
      ['a user that is not there', { user: 'nobody-here' }, /Docker refuses .*nobody-here/],
    ])('%s', async (_what, options, said) => {
      const before = await containersOf(options.image ?? images.dtach);
      await expect(target(options).prepare(never)).rejects.toThrow(said);
      expect(await containersOf(options.image ?? images.dtach)).toEqual(before);
    });
  });

  describe('a student is kept from the others', () => {
    let a: Session;
    let b: Session;
    let node: Target;
    let other: Target;
    let pid: number;

    beforeAll(async () => {
      node = containerTarget({ engine: engineOf() });
      other = containerTarget({ engine: engineOf() });
      [a, b] = await Promise.all([openShell(node), openShell(other)]);
      await type(a, 'echo mine > ~/secret; mkdir /www; echo page > /www/index.html; httpd -p 8080 -h /www');
      pid = await hostPid(node.node ?? '');
    });
    afterAll(async () => {
      await Promise.all([node.close(), other.close()]);
    });

    const reach = (port: number | string) => `timeout 3 bash -c 'exec 3<>/dev/tcp/${port} && echo reached'`;
    test.each<[string, () => string, RegExp]>([
      ['reads a file', () => 'cat ~/secret', /No such file/],
      ['reads a file by the process', () => `cat /proc/${pid}/root/root/secret`, /No such file/],
      ['reads the environment', () => `cat /proc/${pid}/environ`, /No such file/],
      ['kills the shell', () => `kill -9 ${pid}`, /No such process/],
      ['kills the server', () => `kill -9 ${process.pid}`, /No such process/],
      ['reads the environment of the server', () => `cat /proc/${process.pid}/environ`, /No such file/],
      [
        'kills what holds its own container',
        () => 'kill -9 1; kill -TERM 1; sleep 0.3; echo still here; false',
        /still here/,
      ],
      ['ends all that it may', () => 'killall sh sleep; sleep 0.3; echo still here; false', /still here/],
      ['uses the engine', () => 'ls /var/run/docker.sock /run/docker.sock', /No such file/],
      ['opens the other’s page', () => reach(`${node.address}/8080`), /exit (?:1|124|143)/],
      ['finds a port of the server’s machine on its own', () => reach('127.0.0.1/22'), /refused/],
      ['mounts', () => 'mount -t tmpfs x /mnt', /denied|not permitted/],
      ['makes a device', () => 'mknod /tmp/disk b 8 0', /not permitted/],
      ['makes namespaces', () => 'unshare -m true', /not permitted/],
      ['raises its own limits', () => 'echo max > /sys/fs/cgroup/pids/pids.max', /Read-only|No such file/],
      ['gains rights', () => 'grep -c "NoNewPrivs:.1" /proc/self/status; false', /^1\n/],
      [
        'has too many processes',
        () =>
          `bash -c 'for i in $(seq 400); do sleep 1000 & done' 2>&1 | grep -m1 -o 'fork: retry'; killall -9 sleep; false`,
        /fork: retry/,
      ],
      ['takes too much memory', () => 'head -c 600m /dev/zero | tail > /dev/null; false', /Killed/],
      [
        'opens too many files',
        () => `bash -c 'for i in $(seq 10 400); do eval "exec $i</dev/null" || exit 1; done'`,
        /Too many open files|Bad file descriptor/,
      ],
      ['writes an enormous file', () => 'head -c 20m /dev/zero > /tmp/big', /exit 153|too large/],
    ])('who %s is refused', async (_what, line, said) => {
      const output = await type(b, line());
      expect(output).toMatch(said);
      expect(output).toMatch(/exit [1-9]/);
      expect(output).not.toMatch(/mine|reached/);
    });

    test('the server reaches pages of each, and what it has is still there', async () => {
      const response = await fetch(`http://${node.address}:8080/`);
      expect(await response.text()).toBe('page\n');
      expect(await type(a, 'cat ~/secret')).toBe('mine');
    });

    test('without a network there is none', async () => {
      const lonely = target({ network: 'none' });
      const session = await openShell(lonely);
      expect(await type(session, 'ls /sys/class/net')).toBe('lo');
      expect(lonely.address).toBe('');
    });
  });
});
