import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Admission } from '../../src/protocol.ts';
import { isAlive } from '../processes.ts';
import { freePort } from '../server/nginx.ts';
import { lacksPostgres, type Postgres, startPostgres } from '../server/postgres.ts';
import { TestClient } from '../server/test-hub.ts';
import { start, type Started, temporaryFolder } from './pupitre.ts';

const people = 10;
const deck =
  '# First\n\n.exercise[\n```bash\necho one\n```\n]\n\n---\n# Second\n\n.exercise[\n```bash\necho two\n```\n]\n';
/** What browsers are shown, whichever server they reach. */
const publicUrl = 'http://class.test:8000';
const folder = temporaryFolder();
let postgres: Postgres;
beforeAll(async () => {
  if (lacksPostgres !== undefined) return;
  postgres = await startPostgres();
  writeFileSync(join(folder.path, 'database'), `${postgres.url}\n`);
  writeFileSync(join(folder.path, 'deck.md'), deck);
  writeFileSync(join(folder.path, 'password'), 'open sesame\n');
});
afterAll(async () => {
  folder.remove();
  if (lacksPostgres === undefined) await postgres.close();
});

interface Replica extends Started {
  readonly port: number;
  /** It leads the class. */
  leads(): Promise<void>;
  /** It passes connections on. */
  waits(): Promise<void>;
}

let replicas: Replica[] = [];
afterEach(async () => {
  for (const replica of replicas) replica.kill('SIGKILL');
  await Promise.all(replicas.map(({ ended }) => ended));
  replicas = [];
});

async function replica(name: string): Promise<Replica> {
  const port = await freePort();
  const options = ['--target', 'local', '--shared-user', '--port', String(port), '--public-url', publicUrl];
  const store = ['--class-store', 'database', '--class-name', name, '--password-file', 'password'];
  const started = start(['serve', 'deck.md', '--lang', 'en', ...options, ...store], folder.path);
  const says = async (pattern: RegExp): Promise<void> => {
    await Promise.race([
      started.seen(pattern),
      started.ended.then(({ stderr }) => Promise.reject(new Error(`the server ended: ${stderr}`))),
    ]);
  };
  const made: Replica = {
    ...{ ...started, port },
    leads: () => says(/\^C ends it/),
    waits: () => says(/another server leads/),
  };
  replicas = [...replicas, made];
  return made;
}

interface Student {
  readonly name: string;
  readonly cookie: string;
  readonly key: string;
}

/** Somebody comes in by the door of one server. */
async function enter({ port }: Replica, name: string): Promise<Student> {
  const asked = request({
    ...{ port, host: '127.0.0.1', method: 'POST', path: '/login' },
    headers: { host: new URL(publicUrl).host, origin: publicUrl, 'content-type': 'application/json' },
  });
  asked.end(JSON.stringify({ password: 'open sesame', name }));
  return new Promise((done, failed) => {
    asked.on('error', failed).on('response', (response) => {
      const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      json(response).then((body) => {
        done({ name, cookie, key: (body as Admission).key });
      }, failed);
    });
  });
}

async function open({ port }: Replica, { cookie, key }: Student): Promise<TestClient> {
  const headers = { host: new URL(publicUrl).host, cookie, origin: publicUrl };
  const client = new TestClient(new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers }));
  await client.opened;
  client.send({ type: 'hello', key });
  await client.receives('welcome');
  return client;
}

describe.skipIf(lacksPostgres !== undefined)('several servers of a class (skipped without PostgreSQL)', () => {
  test(
    'any student reaches any server; when the one that leads is killed, all go on at another',
    { timeout: 120_000 },
    async () => {
      const first = await replica('Monday');
      await first.leads();
      const second = await replica('Monday');
      await second.waits();
      const third = await replica('Monday');
      await third.waits();
      const doors = [first, second, third];
      const door = (at: number): Replica => doors[at % doors.length] ?? first;
      const students = await Promise.all(Array.from({ length: people }, (_, at) => enter(door(at), `Row ${at}`)));
      // By another door than the one that they came in by.
      const clients = await Promise.all(students.map((student, at) => open(door(at + 1), student)));
      for (const client of clients) client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
      await Promise.all(clients.map((client) => client.ends('first.1')));
      const shells = await Promise.all(
        clients.map(async (client) => {
          client.types('echo "shell $$."\r');
          return Number((await client.sees(/shell (\d+)\./))[1]);
        }),
      );

      first.kill('SIGKILL');
      await Promise.all(clients.map(({ closed }) => closed));
      // Whoever comes meanwhile, by whichever door, waits for the next one that leads.
      const again = await Promise.all(students.map((student, at) => open(at % 2 === 0 ? second : third, student)));
      await Promise.race([second.leads(), third.leads()]);
      for (const client of again)
        expect(client.units.get('first.1')).toMatchObject({ status: 'passed', stale: 'node' });
      again[0]?.send({ type: 'run', unit: 'second.1', scope: 'upTo' });
      expect(await again[0]?.ends('second.1')).toMatchObject({ status: 'passed' });
      // Nothing is left of those that had no node that outlives its server.
      await expect.poll(() => shells.filter((pid) => isAlive(pid)), { timeout: 20_000 }).toEqual([]);
    },
  );

  test('a server that only passes connections on is killed: the class goes on as it was', async () => {
    const first = await replica('Tuesday');
    await first.leads();
    const second = await replica('Tuesday');
    await second.waits();
    const ana = await enter(second, 'Ana');
    const [near, far] = [await open(first, ana), await open(second, ana)];
    near.types('X=kept\r');
    second.kill('SIGKILL');
    await far.closed;
    near.types('echo "still <$X>"\r');
    await near.sees(/still <kept>/);
    const back = await open(first, ana);
    back.types('echo "also <$X>"\r');
    await back.sees(/also <kept>/);
  });

  test('a server that is told to go hands the class over, and ends well', async () => {
    const first = await replica('Wednesday');
    await first.leads();
    const second = await replica('Wednesday');
    await second.waits();
    const ana = await enter(second, 'Ana');
    const client = await open(second, ana);
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    await client.ends('first.1');
    first.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
    await client.closed;
    const again = await open(second, ana);
    expect(again.units.get('first.1')).toMatchObject({ status: 'passed' });
    second.kill('SIGINT');
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  test('the server that waits says so, and ends at once when it is told to', async () => {
    const first = await replica('Thursday');
    await first.leads();
    const second = await replica('Thursday');
    await second.waits();
    await enter(second, 'Ana');
    second.kill('SIGINT');
    const { code, stdout } = await second.ended;
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^another server leads the class "Thursday"[^\n]*\n$/)]);
  });

  test('the database is cut off for a moment: nobody loses anything', async () => {
    const first = await replica('Friday');
    await first.leads();
    const second = await replica('Friday');
    await second.waits();
    const client = await open(second, await enter(second, 'Ana'));
    client.types('X=kept\r');
    await postgres.restart();
    client.send({ type: 'run', unit: 'first.1', scope: 'unit' });
    expect(await client.ends('first.1')).toMatchObject({ status: 'passed' });
    client.types('echo "still <$X>"\r');
    await client.sees(/still <kept>/);
  });
});
