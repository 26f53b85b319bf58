import { afterEach, describe, expect, test } from 'vitest';
import type { ScriptEnd, Target } from '../../src/target/target.ts';
import { openShell, type } from './shell.ts';

const never = new AbortController().signal;

/** What every target must do with scripts that run beside its terminals. `alive` tells whether a process of the target still runs. */
export function scriptContract(name: string, make: () => Promise<Target>, alive: (pid: number) => boolean): void {
  describe(`${name} runs scripts beside its terminals`, () => {
    const targets: Target[] = [];

    afterEach(async () => {
      await Promise.all(targets.splice(0).map((target) => target.close()));
    });

    async function prepared(): Promise<Target> {
      const target = await make();
      targets.push(target);
      await target.prepare(never);
      return target;
    }

    async function run(target: Target, script: string, ms = 20_000, signal = never): Promise<ScriptEnd> {
      const ended = await target.runScript?.(script, { ms, signal });
      if (!ended) throw new Error('it runs none');
      return ended;
    }

    test('as the user, in the folder and with the PATH of its shells, in which it changes nothing', async () => {
      const target = await make();
      targets.push(target);
      const shell = await openShell(target);
      const script = 'A=changed; cd /; export PATH=/nowhere; set -e; exit 4';
      expect(await run(target, script)).toEqual({ exitCode: 4, output: '' });
      const look = 'echo "$A|$(id -u)|$PWD|$HOME|$PATH"';
      const seen = (await type(shell, look)).replaceAll('\n', '');
      expect(await run(target, look)).toEqual({ exitCode: 0, output: `${seen}\n` });
    });

    test('with bash, or with what its first line names', async () => {
      const target = await prepared();
      const output = async (script: string): Promise<unknown> => run(target, script).then((end) => end.output, String);
      expect(await output('[[ a == a ]] && echo "é $BASH_VERSION"')).toMatch(/^é \d/);
      expect(await output('#!/bin/sh -e\necho "$-"; false; echo no')).toMatch(/^e?\w*e\n$/);
      expect(await output('#! /usr/bin/env  sh\necho yes')).toBe('yes\n');
      expect(await output('#!/bin/cat\nyes\n')).toBe('#!/bin/cat\nyes\n');
      await expect(run(target, '#!/nowhere/python\nprint(1)')).rejects.toThrow(/\/nowhere\/python/);
      await expect(run(target, '#!/usr/bin/env -S nowhere -x\n')).rejects.toThrow(/nowhere/);
    });

    test('it has nothing to read, and both its streams and its reason are told', async () => {
      const target = await prepared();
      const script = 'read -r x; echo "out $? <$x>"; echo err >&2; echo why >"$VERIFICATION_FAILURE_REASON"; exit 1';
      expect(await run(target, script)).toEqual({ exitCode: 1, output: 'out 1 <>\nerr\nwhy\n' });
    });

    test('the end of a flood is kept', async () => {
      const target = await prepared();
      const { exitCode, output } = await run(target, 'seq 1 200000; exit 3');
      expect(exitCode).toBe(3);
      expect(output).toMatch(/\n199999\n200000\n$/);
      expect(output.length).toBeLessThan(100_000);
    });

    test('it ends with its time, and what it has started with it', async () => {
      const target = await prepared();
      const { exitCode, output } = await run(target, 'sleep 1000 & echo "$!"; trap "" TERM; sleep 1001', 1000);
      expect(exitCode).toBe(undefined);
      expect(output).toMatch(/^\d+\n$/);
      expect((await run(target, `kill -0 ${output}`)).exitCode).not.toBe(0);
    });

    test('what it leaves behind keeps nobody waiting, may print, and ends with the node', async () => {
      const target = await prepared();
      const { exitCode, output } = await run(target, '(while echo x; do sleep 0.1; done) & echo "left $!"; exit 2');
      expect(exitCode).toBe(2);
      const pid = Number(/left (\d+)/.exec(output)?.[1]);
      expect((await run(target, `sleep 0.5; kill -0 ${pid}`)).exitCode).toBe(0);
      await target.close();
      expect(alive(pid)).toBe(false);
    });

    test('nothing of it stays on the node', async () => {
      const target = await prepared();
      const { output: folder } = await run(target, 'echo "$0"');
      expect(folder).toMatch(/\/script\n$/);
      expect((await run(target, `ls -d ${folder.trim()}`)).exitCode).not.toBe(0);
    });

    test('it can be left', async () => {
      const target = await prepared();
      const leaving = new AbortController();
      const ended = run(target, 'sleep 1000', 20_000, leaving.signal);
      leaving.abort();
      await expect(ended).rejects.toThrow();
    });
  });
}
