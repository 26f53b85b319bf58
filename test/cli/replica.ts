import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { Admission } from '../../src/protocol.ts';
import { freePort } from '../server/nginx.ts';
import { type Postgres, startPostgres } from '../server/postgres.ts';
import { TestClient } from '../server/test-hub.ts';
import { start, type Started, temporaryFolder } from './pupitre.ts';

const deck =
  '# First\n\n.exercise[\n```bash\necho one\n```\n]\n\n---\n# Second\n\n.exercise[\n```bash\necho two\n```\n]\n';
/** What browsers are shown, whichever server they reach. */
export const publicUrl = 'http://class.test:8000';

/** A deck of two steps, a password, and a database. */
export interface ClassFolder {
  readonly path: string;
  readonly postgres: Postgres;
  close(): Promise<void>;
}

export async function classFolder(): Promise<ClassFolder> {
  const folder = temporaryFolder();
  const postgres = await startPostgres();
  writeFileSync(join(folder.path, 'database'), `${postgres.url}\n`);
  writeFileSync(join(folder.path, 'deck.md'), deck);
  writeFileSync(join(folder.path, 'password'), 'open sesame\n');
  return {
    ...{ path: folder.path, postgres },
    close: async () => {
      await postgres.close();
      folder.remove();
    },
  };
}

/** Where a server is reached. */
interface Door {
  readonly host?: string;
  readonly port: number;
}

/** One of several servers of a class. */
export interface Replica extends Started {
  readonly port: number;
  /** It leads the class. */
  leads(): Promise<void>;
  /** It passes connections on. */
  waits(): Promise<void>;
}

export async function startReplica(
  { path }: ClassFolder,
  name: string,
  target: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Replica> {
  const port = await freePort();
  const options = [...target, '--port', String(port), '--public-url', publicUrl];
  const store = ['--class-store', 'database', '--class-name', name, '--password-file', 'password'];
  const started = start(['serve', 'deck.md', '--lang', 'en', ...options, ...store], path, env);
  const says = async (pattern: RegExp): Promise<void> => {
    await Promise.race([
      started.seen(pattern),
      started.ended.then(({ stderr }) => Promise.reject(new Error(`the server ended: ${stderr}`))),
    ]);
  };
  return {
    ...{ ...started, port },
    leads: () => says(/\^C ends it/),
    waits: () => says(/another server leads/),
  };
}

export interface Student {
  readonly name: string;
  readonly cookie: string;
  readonly key: string;
}

/** Somebody comes in by the door of one server. */
export async function enter({ host = '127.0.0.1', port }: Door, name: string): Promise<Student> {
  const asked = request({
    ...{ port, host, method: 'POST', path: '/login' },
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

/** A window of theirs, by the door of one server. */
export async function open({ host = '127.0.0.1', port }: Door, { cookie, key }: Student): Promise<TestClient> {
  const headers = { host: new URL(publicUrl).host, cookie, origin: publicUrl };
  const client = new TestClient(new WebSocket(`ws://${host}:${port}/socket`, { headers }));
  await client.opened;
  client.send({ type: 'hello', key });
  await client.receives('welcome');
  return client;
}
