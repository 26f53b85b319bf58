import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LedStore, StoreNews } from '../../../src/server/class/postgres/led-store.ts';
import { openPostgres, type PostgresClass, readPostgres } from '../../../src/server/class/postgres/postgres-class.ts';
import type { LeaderNews } from '../../../src/server/class/postgres/watch-leader.ts';
import { freePort } from '../nginx.ts';
import { lacksPostgres, type Postgres, startPostgres } from '../postgres.ts';
import { ana, passed, session } from './sample-events.ts';
import { describeStore } from './store-contract.ts';

let postgres: Postgres;
let writer: string;
const folder = mkdtempSync(join(tmpdir(), 'pupitre-postgres-test-'));

beforeAll(async () => {
  if (lacksPostgres !== undefined) return;
  postgres = await startPostgres();
  await build({
    ...{ configFile: false, logLevel: 'error', ssr: { noExternal: true } },
    build: { ssr: resolve(import.meta.dirname, 'postgres-writer.ts'), outDir: folder, target: 'node20' },
  });
  writer = join(folder, 'postgres-writer.js');
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  if (lacksPostgres === undefined) await postgres.close();
});

let classes = 0;
function newName(): string {
  return `class ${++classes}`;
}

const me = { address: 'http://127.0.0.1:1', secret: 'first' };
const other = { address: 'http://127.0.0.1:2', secret: 'second' };

/** What is to be ended after a test, whatever becomes of it. */
let opened: (() => unknown)[] = [];
afterEach(async () => {
  const ends = opened;
  opened = [];
  for (const end of ends.reverse()) await end();
});

/** What comes, and a wait for what fulfils a condition. */
function recorder<T>() {
  const all: T[] = [];
  let wake: () => void = () => undefined;
  return {
    all,
    take: (each: T): void => {
      all.push(each);
      wake();
    },
    async until(fits: (each: T) => boolean): Promise<T> {
      for (;;) {
        const found = all.find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((done) => (wake = done));
      }
    },
  };
}

async function leads(room: PostgresClass, who = me, more: { patienceMs?: number } = {}) {
  const news = recorder<StoreNews>();
  const store = await room.lead({ me: who, onNews: news.take, ...more });
  opened.push(() => store.close().catch(() => undefined));
  return { store, news };
}

/** The process of the server for a connection that this store has. */
async function backend(name: string): Promise<number> {
  const rows = await postgres.ask(
    `SELECT pid FROM pg_locks JOIN pupitre_class ON objid = id::oid AND name = $1 WHERE locktype = 'advisory' AND granted`,
    [name],
  );
  return Number(rows[0]?.['pid']);
}

async function waitingFor(name: string): Promise<void> {
  // The one that waits is in the server before anybody can know here; a statement that waits is seen in its list.
  const rows = await postgres.ask(
    `SELECT count(*)::int4 AS waiting FROM pg_locks JOIN pupitre_class ON objid = id::oid AND name = $1 WHERE locktype = 'advisory' AND NOT granted`,
    [name],
  );
  if (rows[0]?.['waiting'] === 0) await waitingFor(name);
}

/** How often each unit has ended: once, if its event is there once. */
function endsOf({ state }: Pick<LedStore, 'state'>) {
  return [...(state.persons.get('ana')?.units.entries() ?? [])].map(([unit, { ends }]) => [unit, ends] as const);
}

function startWriter(name: string, first = 0) {
  const child = spawn(process.execPath, [writer, postgres.url, name, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines = recorder<string>();
  createInterface({ input: child.stdout }).on('line', lines.take);
  opened.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child: child as ChildProcess, ended, lines };
}

/** Passes connections on to a port; the next answer can be made to break its connection instead of arriving. */
async function cuttingProxy(target: number) {
  let cuts = false;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => {
      if (!cuts) return void client.write(chunk);
      cuts = false;
      end();
    });
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAtAnswer: (): void => void (cuts = true),
    close: (): void => void server.close(),
  };
}

describe.skipIf(lacksPostgres)('PostgreSQL', () => {
  describeStore('in a database', () => {
    const name = newName();
    return async () => (await leads(await openPostgres(postgres.url, name))).store;
  });

  test('what was acknowledged is there after kill -9, twenty times, once each', { timeout: 180_000 }, async () => {
    const name = newName();
    const acknowledged = new Set<string>();
    for (let round = 0; round < 20; round++) {
      const { child, ended, lines } = startWriter(name, round * 100_000);
      await lines.until((line) => line === `a.${round * 100_000 + round * 17}`);
      child.kill('SIGKILL');
      await ended;
      for (const line of lines.all) if (line.startsWith('a.')) acknowledged.add(line);
      const ends = new Map(endsOf({ state: await readPostgres(postgres.url, name) }));
      expect([...acknowledged].filter((unit) => ends.get(unit) !== 1)).toEqual([]);
      expect([...ends.values()].every((count) => count === 1)).toBe(true);
    }
    expect(acknowledged.size).toBeGreaterThan(20 * 17);
  });

  test('the second server waits, and takes over when the first is killed', async () => {
    const name = newName();
    const first = startWriter(name);
    await first.lines.until((line) => line === 'a.5');
    const room = await openPostgres(postgres.url, name);
    const seen = recorder<LeaderNews>();
    opened.push(room.watchLeader(seen.take));
    await seen.until((news) => 'leader' in news && news.leader?.address === `process ${first.child.pid ?? 0}`);
    let isLeading = false;
    const second = leads(room).finally(() => (isLeading = true));
    await waitingFor(name);
    expect(isLeading).toBe(false);
    first.child.kill('SIGKILL');
    const { store } = await second;
    expect(store.epoch).toBe(2);
    await first.ended;
    const ends = new Map(endsOf(store));
    for (const line of first.lines.all.filter((each) => each.startsWith('a.'))) expect(ends.get(line)).toBe(1);
    await seen.until((news) => 'leader' in news && news.leader?.address === me.address);
    expect(seen.all.at(-1)).toEqual({ leader: { ...me, epoch: 2 } });
    await store.close();
    await seen.until((news) => 'leader' in news && news.leader === undefined);
  });

  test('who has lost the lock can not write any more, when another has it', async () => {
    const name = newName();
    const first = await leads(await openPostgres(postgres.url, name));
    await first.store.append(ana, session);
    const second = leads(await openPostgres(postgres.url, name), other);
    await waitingFor(name);
    await postgres.ask('SELECT pg_terminate_backend($1)', [await backend(name)]);
    const { store } = await second;
    await expect(first.store.append({ ...passed, unit: 'a.9' })).rejects.toThrow(
      /Another server leads the class “class/,
    );
    expect(first.store.isLost).toBe(true);
    expect(first.news.all.at(-1)).toEqual({ type: 'lost' });
    await store.append(passed);
    expect(endsOf({ state: await readPostgres(postgres.url, name) })).toEqual([['a.1', 1]]);
    await first.store.close();
    await store.append({ ...passed, unit: 'a.2' });
  });

  test('a statement of an earlier epoch writes nothing, also on a connection that lives', async () => {
    const name = newName();
    const { store, news } = await leads(await openPostgres(postgres.url, name));
    await store.append(ana);
    await postgres.ask('UPDATE pupitre_class SET epoch = epoch + 1 WHERE name = $1', [name]);
    await expect(store.append(passed)).rejects.toThrow(/Another server leads/);
    expect(news.all).toEqual([{ type: 'lost' }]);
    expect(endsOf({ state: await readPostgres(postgres.url, name) })).toEqual([]);
  });

  test('who was cut off goes on where no other server leads', async () => {
    const name = newName();
    const { store, news } = await leads(await openPostgres(postgres.url, name));
    await store.append(ana);
    await postgres.ask('SELECT pg_terminate_backend($1)', [await backend(name)]);
    await store.append(passed);
    expect(store.isLost).toBe(false);
    expect(news.all.at(-1)).not.toEqual({ type: 'lost' });
    expect(await backend(name)).toBeGreaterThan(0);
  });

  test.each(['SIGINT', 'SIGQUIT'] as const)(
    'a restart (%s) in the middle of appends: nothing is lost or doubled, and who leads goes on',
    { timeout: 60_000 },
    async (signal) => {
      const name = newName();
      const room = await openPostgres(postgres.url, name);
      const { store, news } = await leads(room);
      await store.append(ana);
      const seen = recorder<LeaderNews>();
      opened.push(room.watchLeader(seen.take));
      await seen.until((each) => 'leader' in each);
      const stopping = new AbortController();
      const second = room.lead({ me: other, signal: stopping.signal });
      second.catch(() => undefined);
      await waitingFor(name);
      const kept: Promise<void>[] = [];
      const units: string[] = [];
      const add = (): void => {
        const unit = `a.${units.length}`;
        units.push(unit);
        kept.push(store.append({ ...passed, unit }));
      };
      const often = setInterval(add, 1);
      add();
      await kept[0];
      await postgres.restart(signal);
      await news.until(({ type }) => type === 'back');
      for (let more = 0; more < 10; more++) add();
      clearInterval(often);
      await Promise.all(kept);
      expect(store.isLost).toBe(false);
      expect(news.all.map(({ type }) => type)).toEqual(['away', 'back']);
      expect(endsOf({ state: await readPostgres(postgres.url, name) })).toEqual(units.map((unit) => [unit, 1]));
      // The watcher was told, and knows who leads afterwards.
      await seen.until((each) => 'away' in each);
      expect(seen.all.at(-1)).toBeDefined();
      stopping.abort();
      await expect(second).rejects.toThrow(/Another server leads|Database/);
    },
  );

  test('an answer that is lost on the way: what it was about is there once', async () => {
    const name = newName();
    const proxy = await cuttingProxy(postgres.port);
    opened.push(proxy.close);
    const url = postgres.url.replace(String(postgres.port), String(proxy.port));
    const { store, news } = await leads(await openPostgres(url, name));
    await store.append(ana);
    proxy.cutAtAnswer();
    await Promise.all([store.append(passed), store.append({ ...passed, unit: 'a.2' })]);
    await store.append({ ...passed, unit: 'a.3' });
    expect(news.all.map(({ type }) => type)).toEqual(['away', 'back']);
    expect(endsOf({ state: await readPostgres(postgres.url, name) })).toEqual([
      ['a.1', 1],
      ['a.2', 1],
      ['a.3', 1],
    ]);
  });

  test('away for longer than the patience: who appended is told why; all is kept when the database is back', async () => {
    const name = newName();
    const { store, news } = await leads(await openPostgres(postgres.url, name), me, { patienceMs: 500 });
    await store.append(ana);
    await postgres.stop();
    try {
      const said = /Database postgres \(127\.0\.0\.1:\d+\): (?:nothing answers there|the connection broke)/;
      await expect(Promise.all([store.append(passed), store.append({ ...passed, unit: 'a.2' })])).rejects.toThrow(said);
      expect(store.state.persons.get('ana')?.units.size).toBe(2);
      expect(news.all.map(({ type }) => type)).toEqual(['away']);
    } finally {
      await postgres.start();
    }
    await news.until(({ type }) => type === 'back');
    expect(endsOf({ state: await readPostgres(postgres.url, name) })).toEqual([
      ['a.1', 1],
      ['a.2', 1],
    ]);
    await store.append({ ...passed, unit: 'a.3' });
  });

  test('closed while the database is away: says that not all is kept', { timeout: 20_000 }, async () => {
    const { store } = await leads(await openPostgres(postgres.url, newName()));
    await store.append(ana);
    await postgres.stop();
    try {
      const append = expect(store.append(passed)).rejects.toThrow(/Database/);
      await expect(store.close()).rejects.toThrow(/Database postgres/);
      await append;
    } finally {
      await postgres.start();
    }
  });

  test('a database that is away when a server wants to lead is waited for', async () => {
    const room = await openPostgres(postgres.url, newName());
    await postgres.stop();
    const waiting = leads(room);
    await postgres.start();
    await (await waiting).store.append(ana);
  });

  test('a wait that was given up leaves no session behind', async () => {
    const name = newName();
    const room = await openPostgres(postgres.url, name);
    await leads(room);
    const stopping = new AbortController();
    const second = room.lead({ me: other, signal: stopping.signal });
    await waitingFor(name);
    stopping.abort();
    await expect(second).rejects.toThrow(/Another server leads/);
    const sessions = async (): Promise<unknown> =>
      (
        await postgres.ask(
          `SELECT count(*)::int4 AS count FROM pg_stat_activity WHERE query LIKE 'SELECT pg_advisory_lock%' AND state = 'active'`,
        )
      )[0]?.['count'];
    while ((await sessions()) !== 0);
  });

  test('the rows are those of the state after it was opened again; what was read meanwhile is whole', async () => {
    const name = newName();
    const { store } = await leads(await openPostgres(postgres.url, name));
    await store.append(ana, session);
    await Promise.all(Array.from({ length: 500 }, (_, at) => store.append({ ...passed, at })));
    const before = [...store.state.events()];
    await store.close();
    const rows = () =>
      postgres.ask('SELECT event FROM pupitre_event JOIN pupitre_class ON class = id AND name = $1 ORDER BY seq', [
        name,
      ]);
    expect(await rows()).toHaveLength(502);
    const again = (await leads(await openPostgres(postgres.url, name))).store;
    expect([...again.state.events()]).toEqual(before);
    await again.append({ ...passed, unit: 'a.2' });
    expect(await rows()).toHaveLength(4);
    await again.close();
    expect([...(await readPostgres(postgres.url, name)).events()]).toEqual([...again.state.events()]);
  });

  test('any text is kept, in a database of another encoding, too', async () => {
    await postgres.ask(`CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    const text = 'é œ 漢 🙂 \u0000 \ud800 "\\';
    for (const url of [postgres.url, postgres.url.replace(/postgres$/, 'latin')]) {
      const name = newName();
      const { store } = await leads(await openPostgres(url, name));
      await store.append({ ...ana, name: text });
      await store.close();
      expect((await readPostgres(url, name)).persons.get('ana')?.name).toBe(text);
    }
  });

  test('a row that is no event is told by its number, and left', async () => {
    const name = newName();
    const { store } = await leads(await openPostgres(postgres.url, name));
    await store.append(ana, session, passed);
    await store.close();
    const bad = `UPDATE pupitre_event SET event = '{"type":"nonsense"}' FROM pupitre_class WHERE class = id AND name = $1 AND seq = 2`;
    await postgres.ask(bad, [name]);
    const room = await openPostgres(postgres.url, name);
    await expect(room.lead({ me })).rejects.toThrow(`Event 2 of the class “${name}” cannot be read`);
    await expect(readPostgres(postgres.url, name)).rejects.toThrow('Event 2');
    // It leads no more.
    await postgres.ask('DELETE FROM pupitre_event WHERE seq = 2');
    expect(endsOf((await leads(room)).store)).toEqual([['a.1', 1]]);
  });

  test('many servers at once make the tables once', async () => {
    await postgres.ask('CREATE DATABASE fresh');
    const url = postgres.url.replace(/postgres$/, 'fresh');
    await expect(readPostgres(url, undefined)).rejects.toThrow('There is no class in the database fresh');
    await Promise.all(Array.from({ length: 8 }, () => openPostgres(url, 'one')));
    await expect(readPostgres(url, 'two')).rejects.toThrow('no class “two” in the database fresh');
    expect((await readPostgres(url, undefined)).persons.size).toBe(0);
    await openPostgres(url, 'two');
    await expect(readPostgres(url, undefined)).rejects.toThrow('--class-name is one of: one, two');
  });

  test('tables of a later version are refused', async () => {
    await postgres.ask('CREATE DATABASE later');
    const url = postgres.url.replace(/postgres$/, 'later');
    await openPostgres(url, 'one');
    const later = new (await import('pg')).default.Client({ connectionString: url });
    await later.connect();
    await later.query('INSERT INTO pupitre_version VALUES (2)');
    await later.end();
    await expect(openPostgres(url, 'one')).rejects.toThrow(/those of a later version/);
  });

  test('what is wrong with the database is said in a sentence, without the password', async () => {
    await postgres.ask(`CREATE ROLE guest LOGIN PASSWORD 'guest secret'`);
    const { url, port } = postgres;
    const unused = await freePort();
    const cases: readonly (readonly [string, RegExp])[] = [
      [url.replace('correct', 'false'), /wrong password, or none, for the user pupitre/],
      [url.replace(/:[^:@/]*@/, '@'), /wrong password, or none, for the user pupitre/],
      [url.replace(String(port), String(unused)), /\(127\.0\.0\.1:\d+\): nothing answers there/],
      [url.replace('127.0.0.1', 'nowhere.invalid'), /no machine is known by the name nowhere\.invalid/],
      [url.replace(/postgres$/, 'missing'), /there is no database missing: make it \(createdb missing\)/],
      [`${url}?sslmode=require`, /it has no TLS/],
      [`${url}?sslrootcert=/no/such/file`, /A file that the URL of the database names cannot be read/],
      [url.replace('pupitre:correct%20horse', 'guest:guest%20secret').replace(/postgres$/, 'template1'), /may not/],
      [url.replace('pupitre:', 'nobody:'), /wrong password, or none, for the user nobody/],
      ['hello', /is not the URL of a database/],
      ['postgres://user:correct%20horse@[bad/x', /is not the URL of a database/],
      ['/etc/passwd', /is not the URL of a database/],
    ];
    for (const [wrong, said] of cases) {
      const error: unknown = await openPostgres(wrong, 'a').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'StoreError' });
      expect(String(error)).toMatch(said);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/horse|guest.secret/);
    }
  });
});
