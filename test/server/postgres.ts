import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './nginx.ts';

const versions = '/usr/lib/postgresql';
const programs = existsSync(versions)
  ? readdirSync(versions)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(versions, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb')))
  : undefined;

/** Why there is no PostgreSQL on this machine; undefined when there is. */
export const lacksPostgres = programs === undefined ? 'PostgreSQL is not installed' : undefined;

const password = 'correct horse';

/** A real PostgreSQL in a folder of its own, on a port of loopback, as a user that is not root. `reach`: also by this address, from these. */
export async function startPostgres({
  reach,
}: { readonly reach?: { readonly address: string; readonly from: string } } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-postgres-'));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const number = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  const who = isRoot ? { uid: number('-u'), gid: number('-g') } : {};
  const options = { ...who, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  writeFileSync(join(folder, 'password'), password);
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, 'data');
  const given = ['-U', 'pupitre', '-A', 'scram-sha-256', '--pwfile', join(folder, 'password'), '-E', 'UTF8'];
  execFileSync(join(programs ?? '', 'initdb'), ['-D', data, ...given], { ...options, stdio: 'pipe' });

  if (reach) appendFileSync(join(data, 'pg_hba.conf'), `host all all ${reach.from} scram-sha-256\n`);

  let running: { end(signal: NodeJS.Signals): Promise<void> } | undefined;
  async function start(...more: readonly string[]): Promise<void> {
    const addresses = ['127.0.0.1', ...(reach ? [reach.address] : [])].join(',');
    const settings = [`listen_addresses=${addresses}`, `unix_socket_directories=${folder}`, ...more];
    const child = spawn(
      join(programs ?? '', 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = once(child, 'close');
    let said = '';
    await new Promise<void>((ready, fail) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('ready to accept connections')) ready();
      });
      void ended.then(() => {
        fail(new Error(`postgres ended: ${said}`));
      });
    });
    running = {
      async end(signal) {
        child.kill(signal);
        await ended;
      },
    };
  }
  /** SIGINT: connections are cut; SIGQUIT: as after a crash. */
  async function stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    await running?.end(signal);
    running = undefined;
  }
  await start();
  const url = `postgres://pupitre:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  return {
    ...{ url, port, folder, start, stop },
    async restart(signal?: 'SIGINT' | 'SIGQUIT'): Promise<void> {
      await stop(signal);
      await start();
    },
    /** Rows of a statement, on a connection of its own. */
    async ask(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    async close(): Promise<void> {
      await stop('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Postgres = Awaited<ReturnType<typeof startPostgres>>;
