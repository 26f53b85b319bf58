import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Admission, UnitState } from '../../src/protocol.ts';
import { isAlive } from '../processes.ts';
import { TestClient } from '../server/test-hub.ts';
import { start, type Started, temporaryFolder } from './pupitre.ts';

const people = 10;
const rounds = 20;
const deck = Array.from(
  { length: rounds },
  (_, at) => `# S${at + 1}\n\n.exercise[\n\`\`\`bash\necho ${at} $$\n\`\`\`\n]\n`,
).join('\n---\n');

let folder: ReturnType<typeof temporaryFolder>;
let server: Started | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), deck);
  writeFileSync(join(folder.path, 'password'), 'open sesame\n');
});
afterEach(async () => {
  server?.kill('SIGKILL');
  await server?.ended;
  folder.remove();
});

async function serve(): Promise<URL> {
  const options = ['--target', 'local', '--shared-user', '--port', '0', '--class-file', 'class.ndjson'];
  server = start(['serve', 'deck.md', ...options, '--password-file', 'password'], folder.path);
  await Promise.race([
    server.seen(/\^C ends it/),
    server.ended.then(({ stderr }) => Promise.reject(new Error(`the server ended: ${stderr}`))),
  ]);
  return new URL(/http:\/\/[^/\s]+/.exec(server.printed())?.[0] ?? '');
}

interface Student {
  readonly cookie: string;
  readonly key: string;
  /** What their page has shown as ended. */
  readonly seen: Map<string, UnitState>;
}

async function enter(url: URL, name: string): Promise<Student> {
  const answer = await fetch(new URL('/login', url), {
    method: 'POST',
    headers: { origin: url.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'open sesame', name }),
  });
  const { key } = (await answer.json()) as Admission;
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? '';
  return { cookie, key, seen: new Map() };
}

/** A window of somebody who has come in before, perhaps at a server that is gone: the name of the cookie has the port. */
async function window(url: URL, { cookie, key }: Student): Promise<TestClient> {
  const headers = { cookie: `pupitre_${url.port}=${cookie}`, origin: url.origin };
  const client = new TestClient(new WebSocket(`ws://${url.host}/socket`, { headers }));
  await client.opened;
  client.send({ type: 'hello', key });
  await client.receives('welcome');
  return client;
}

/** Folders of shells that read a start-up file. */
function startUpFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('pupitre-startup-'));
}

test(
  'kill -9 at 20 moments of a class of 10: no verdict is lost that a page has shown, and nothing is left',
  { timeout: 240_000 },
  async () => {
    const before = startUpFolders();
    let url = await serve();
    const students = await Promise.all(Array.from({ length: people }, (_, at) => enter(url, `Student of row ${at}`)));
    for (let round = 1; round <= rounds; round++) {
      const unit = `s${round}.1`;
      const clients = await Promise.all(students.map((student) => window(url, student)));
      for (const [at, client] of clients.entries()) {
        for (const [id, { status }] of students[at]?.seen ?? []) {
          expect(`${at} ${id} ${client.units.get(id)?.status ?? 'lost'}`).toBe(`${at} ${id} ${status}`);
        }
      }
      const shells = await Promise.all(
        clients.map(async (client) => {
          client.types('echo "shell $$."\r');
          return Number((await client.sees(/shell (\d+)\./))[1]);
        }),
      );
      for (const client of clients) client.send({ type: 'run', unit: unit, scope: 'unit' });
      // Some have their verdict then, and some do not: another part in each round.
      const enough = round % people;
      const done = clients.map((client) => client.ends(unit));
      let ended = 0;
      await new Promise<void>((resolve) => {
        const count = (): void => {
          if (ended++ >= enough) resolve();
        };
        count();
        for (const each of done) each.then(count, count);
      });
      server?.kill('SIGKILL');
      await Promise.all([server?.ended, ...clients.map(({ closed }) => closed), Promise.allSettled(done)]);
      for (const [at, client] of clients.entries()) {
        const state = client.units.get(unit);
        if (state?.status === 'passed') students[at]?.seen.set(unit, state);
      }
      await expect.poll(() => shells.filter((pid) => isAlive(pid)), { timeout: 20_000 }).toEqual([]);
      url = await serve();
    }
    expect(students.reduce((sum, { seen }) => sum + seen.size, 0)).toBeGreaterThan(people);
    server?.kill('SIGINT');
    await server?.ended;
    expect(existsSync(join(folder.path, 'class.ndjson.lock'))).toBe(false);
    expect(startUpFolders()).toEqual(before);
  },
);
