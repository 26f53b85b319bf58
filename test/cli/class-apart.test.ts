import { existsSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { probeIsolation } from '../../src/target/isolation.ts';
import { processesOf } from '../../src/target/isolation/users.ts';
import { type Served, startServe } from '../server/serve-process.ts';
import { start, type Started, temporaryFolder } from './pupitre.ts';

const deck = '# A\n\n.exercise[\n```bash\ntrue\n```\n]\n';
let folder: ReturnType<typeof temporaryFolder>;
let served: Served | undefined;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), deck);
});
afterEach(async () => {
  await served?.close();
  served = undefined;
  folder.remove();
});

function serve(...args: string[]): Started {
  return start(['serve', 'deck.md', '--class', '--port', '0', ...args], folder.path);
}

test('a class that nothing would keep apart is refused, and told why', async () => {
  const targets = { shared: { type: 'rehearsal', isolation: 'none' } };
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ targets }));
  for (const [lang, target, said] of [
    ['en', 'local', /nothing would keep them apart .*: the target local runs everything as .* --shared-user/],
    ['fr', 'local', /rien ne les séparerait .*la cible local lance tout .* --shared-user/],
    ['en', 'shared', /runner.config.json says so .*--shared-user/],
    ['fr', 'shared', /runner.config.json le dit .*--shared-user/],
  ] as const) {
    const { code, stderr } = await serve('--target', target, '--lang', lang).ended;
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  }
});

test.each([
  ['en', /Students share one Unix user and are not separated/],
  ['fr', /Les participants partagent un seul utilisateur Unix et ne sont pas séparés/],
])('a class that was asked for so says so, at the start and in the page (%s)', async (lang, said) => {
  for (const target of ['local', 'rehearsal']) {
    await served?.close();
    served = await startServe(deck, ['--target', target, '--shared-user', '--lang', lang]);
    expect(served.said()).toMatch(said);
    const page = await fetch(served.origin, { headers: { cookie: await served.enter() } });
    expect(await page.text()).toMatch(said);
  }
});

describe.skipIf(probeIsolation('user').lacks !== undefined)('a class of a server that is root', () => {
  test('has a user for each, and kill -9 of the server leaves nothing', { timeout: 60_000 }, async () => {
    const server = (served = await startServe(deck, ['--target', 'rehearsal', '--max-places', '20']));
    expect(server.said()).toMatch(/Each student has a Unix user of their own/);
    const students = await Promise.all([1, 2].map(async () => server.client(await server.enter())));
    const users = new Set<number>();
    for (const student of students) {
      student.types('setsid -f sleep 1000; echo left > /tmp/left-$(id -u); echo "uid=$(id -u)."\r');
      users.add(Number((await student.sees(/uid=(\d+)\./))[1]));
    }
    expect(users.size).toBe(2);
    const places = readdirSync(tmpdir())
      .filter((name) => name.startsWith('pupitre-'))
      .map((name) => join(tmpdir(), name, 'node'))
      .filter((path) => users.has(lstatSync(path, { throwIfNoEntry: false })?.uid ?? 0));
    expect(places).toHaveLength(2);
    for (const uid of users) expect(processesOf(uid).length).toBeGreaterThan(2);
    process.kill(server.pid, 'SIGKILL');
    for (const uid of users) {
      await expect.poll(() => processesOf(uid), { timeout: 20_000 }).toEqual([]);
      for (const path of [`/run/pupitre-users/${uid}`, `/tmp/left-${uid}`, `/sys/fs/cgroup/pids/pupitre-${uid}`]) {
        await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(false);
      }
    }
    await expect.poll(() => places.filter((place) => existsSync(place)), { timeout: 20_000 }).toEqual([]);
  });

  test('the French course passes with a user of its own', { timeout: 180_000 }, async () => {
    const root = resolve(import.meta.dirname, '../..');
    const config = {
      decks: { course: join(root, 'slides/ourapponkube_fr.md') },
      targets: { apart: { type: 'rehearsal', isolation: 'user' } },
      files: [{ from: join(root, 'slides/stacks'), to: '~/container.training/stacks' }],
    };
    writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
    const { code, stdout } = await start(['run', 'course', '--target', 'apart', '--no-stay'], folder.path).ended;
    expect(stdout).toMatch(/20 passed/);
    expect(code).toBe(0);
  });
});
