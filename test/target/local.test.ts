import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openSession } from '../../src/run/terminal/open-session.ts';
import { localTarget } from '../../src/target/local.ts';
import { isAlive } from '../processes.ts';
import { Ear, targetContract, textOf } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'pupitre-local-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

targetContract('local', () => Promise.resolve(localTarget({ environment: process.env })), isAlive);

test('files are there while the target is open, and gone when it is closed', async () => {
  writeFileSync(join(folder, 'a.yml'), 'a');
  const target = localTarget({
    environment: { ...process.env, HOME: folder },
    files: [{ from: join(folder, 'a.yml'), to: '~/stacks/a.yml' }],
  });
  await target.prepare(new AbortController().signal);
  expect(readFileSync(join(folder, 'stacks', 'a.yml'), 'utf8')).toBe('a');
  await target.close();
  expect(existsSync(join(folder, 'stacks'))).toBe(false);
});

test('a shell that is no program is refused with what to do', async () => {
  const target = localTarget({ environment: process.env, shell: folder });
  await expect(target.open({ size: { cols: 80, rows: 24 }, env: {} }, new AbortController().signal)).rejects.toThrow(
    /Name a bash in runner\.config\.json/,
  );
});

test('a shell reads ~/.bashrc only when it is asked to; what it needs for that is removed', async () => {
  writeFileSync(join(folder, '.bashrc'), 'greeting=hello; PS1="> "; unset PROMPT_COMMAND\n');
  const { signal } = new AbortController();
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  for (const bashrc of [false, true]) {
    const target = localTarget({ environment: { ...process.env, HOME: folder }, bashrc });
    await target.prepare(signal);
    const session = await openSession(target, { signal });
    session.begin('echo "[$greeting]"');
    session.typeLine('echo "[$greeting]"');
    await session.untilPrompt({ ms: 10_000, signal });
    expect(session.command && (await session.render(session.command))).toBe(bashrc ? '[hello]' : '[]');
    await session.close();
    await target.close();
  }
  vi.unstubAllEnvs();
  expect(readdirSync(temporary)).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('what has left the session of its shell ends with the target', async () => {
  const target = localTarget({ environment: process.env });
  const { signal } = new AbortController();
  await target.prepare(signal);
  const tty = await target.open({ size: { cols: 80, rows: 24 }, env: { PS1: '> ' } }, signal);
  const pid = await new Promise<number>((resolve) => {
    let output = '';
    tty.onData((chunk) => {
      output += textOf(chunk);
      const found = /left (\d+)\r\n/.exec(output)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    tty.write("setsid sh -c 'echo left $$; exec sleep 1000' &\r");
  });
  expect(isAlive(pid)).toBe(true);
  await target.close();
  expect(isAlive(pid)).toBe(false);
});

test('a temporary home is empty, of the node alone, has its files, and is gone at the end', async () => {
  writeFileSync(join(folder, 'b.yml'), 'b');
  const { signal } = new AbortController();
  const nodes = [1, 2].map(() =>
    localTarget({
      environment: process.env,
      temporaryHome: true,
      files: [{ from: join(folder, 'b.yml'), to: '~/stacks/b.yml' }],
    }),
  );
  const homes: string[] = [];
  for (const node of nodes) {
    await node.prepare(signal);
    const tty = await node.open({ size: { cols: 200, rows: 24 }, env: { PS1: 'ready> ' } }, signal);
    const ear = new Ear(tty);
    tty.write('echo "<$PWD>" "<$(ls -A)>"; echo x > mine\r');
    const [, home = '', all] = await ear.until(/<(\/[^>]*)> <([^>]*)>/);
    expect([home, all]).toEqual([expect.stringMatching(/pupitre-home-/), 'stacks']);
    homes.push(home);
  }
  expect(new Set(homes).size).toBe(2);
  for (const node of nodes) await node.close();
  expect(homes.filter((home) => existsSync(home))).toEqual([]);
});
