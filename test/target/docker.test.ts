import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { containerTarget, type ContainerTargetOptions } from '../../src/target/container/container-target.ts';
import { dockerEngine, type DockerOptions } from '../../src/target/docker/docker-engine.ts';
import type { Target } from '../../src/target/target.ts';
import { lacksDocker, makeImage, removeImage } from './container-image.ts';
import { Ear, targetContract } from './contract.ts';

const never = new AbortController().signal;
const lack = await lacksDocker();
const limits = { processes: 200, memoryMb: 256, files: 300, fileMb: 16 };
const suffix = randomBytes(4).toString('hex');
const images = { dtach: `pupitre-test-${suffix}`, plain: `pupitre-test-plain-${suffix}` } as const;
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
  });
  afterAll(async () => {
    await removeImage(images.dtach);
    await removeImage(images.plain);
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
});
