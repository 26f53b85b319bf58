import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pupitre, start, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 't'));
  writeFileSync(join(folder.path, 'deck.md'), '# A deck\n\ntext\n');
});
afterEach(() => {
  folder.remove();
});
function left(): string[] {
  return readdirSync(join(folder.path, 't'));
}
function children(pid: number): number[] {
  return spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number);
}
function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return true;
  }
}
function serve(...args: string[]) {
  return start(['serve', 'deck.md', '--target', 'rehearsal', ...args], folder.path, { TMPDIR: join(folder.path, 't') });
}

test.each([
  ['SIGINT', 0],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s leaves neither folders nor processes', async (signal, code) => {
  const server = serve('--port', '0');
  await server.seen(/\^C ends it/);
  await expect.poll(() => children(server.pid).length, { timeout: 20_000 }).toBeGreaterThan(0);
  const shells = children(server.pid);
  server.kill(signal);
  expect((await server.ended).code).toBe(code);
  expect(left()).toEqual([]);
  // The guardian among them ends right after the server.
  await expect.poll(() => shells.every(isGone), { timeout: 10_000 }).toBe(true);
});

test('kill -9 leaves neither folders nor processes: the guardian sees to it', async () => {
  const server = serve('--port', '0');
  await server.seen(/\^C ends it/);
  await expect.poll(() => children(server.pid).length, { timeout: 20_000 }).toBeGreaterThan(1);
  const shells = children(server.pid);
  server.kill('SIGKILL');
  await server.ended;
  await expect.poll(() => shells.every(isGone), { timeout: 20_000 }).toBe(true);
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
});

test('desks share a guardian, also when one of them is given up before kill -9', async () => {
  writeFileSync(join(folder.path, 'password'), 'open sesame\n');
  writeFileSync(join(folder.path, 'runner.config.json'), '{"class": {"initial": 0, "reserved": 0}}');
  const options = ['--target', 'rehearsal', '--shared-user', '--port', '0', '--password-file', 'password'];
  const server = start(['serve', 'deck.md', ...options], folder.path, { TMPDIR: join(folder.path, 't') });
  await server.seen(/\^C ends it/);
  const origin = /http:\/\/[^/\s]+/.exec(server.printed())?.[0] ?? '';
  const ask = (path: string, cookie: string, body?: object) =>
    fetch(origin + path, {
      headers: { origin, cookie, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
  const cookies: string[] = [];
  for (let desk = 0; desk < 2; desk++) {
    const entered = await ask('/login', '', { password: 'open sesame' });
    cookies.push(entered.headers.get('set-cookie')?.split(';')[0] ?? '');
    // The visit opens the desk.
    await ask('/', cookies.at(-1) ?? '');
  }
  const programs = (name: string): number[] =>
    children(server.pid).filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name);
  await expect.poll(() => programs('bash').length, { timeout: 20_000 }).toBe(3);
  expect(left()).toHaveLength(3);
  expect(programs('sh')).toHaveLength(1);
  expect((await ask('/logout', cookies[0] ?? '', {})).status).toBe(204);
  await expect.poll(left, { timeout: 20_000 }).toHaveLength(2);
  const rest = children(server.pid);
  expect(programs('sh')).toHaveLength(1);
  server.kill('SIGKILL');
  await server.ended;
  await expect.poll(() => rest.every(isGone), { timeout: 20_000 }).toBe(true);
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
});

test('for other machines there is a link by which students join, and nobody’s environment holds a password', async () => {
  const server = start(['serve', 'deck.md', '--host', '0.0.0.0', '--port', '0', '--lang', 'en'], folder.path);
  await server.seen(/\^C ends it/);
  expect(server.printed()).toMatch(/Students join at[^]*#join=[2-9a-z]{4}-[2-9a-z]{4}/);
  server.kill('SIGINT');
  expect((await server.ended).code).toBe(0);
  const { code, stderr } = await pupitre(['serve', 'deck.md', '--lang', 'en'], folder.path, {
    PUPITRE_PASSWORD: 'open sesame',
  });
  expect(stderr).toMatch(/--password-file/);
  expect(code).toBe(2);
});

test('what is wrong is said in the language of the page', { timeout: 90_000 }, async () => {
  writeFileSync(join(folder.path, 'empty'), '\n');
  writeFileSync(join(folder.path, 'short'), 'seven77\n');
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const say = async (...args: string[]) => pupitre(['serve', 'deck.md', ...args], folder.path);
  for (const [args, english, french] of [
    [['--password-file', 'empty'], /is empty/, /est vide/],
    [['--password-file', 'short'], /too short/, /trop court/],
    [['--password-file', 'none'], /cannot read the password/, /impossible de lire le mot de passe/],
    [['--port', '-1'], /a whole number from 0 to 65535/, /un nombre entier de 0 à 65535/],
    [['--max-places', '0'], /from 1 to 1000/, /de 1 à 1000/],
    [['--port', String(port)], /is in use/, /est déjà pris/],
  ] as const) {
    for (const [lang, said] of [
      ['en', english],
      ['fr', french],
    ] as const) {
      const { code, stderr } = await say(...args, '--lang', lang);
      expect(stderr).toMatch(said);
      expect(code).toBe(2);
    }
  }
  taken.close();
});
