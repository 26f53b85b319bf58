import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real server for a lesson, in a folder of its own; nothing of it listens to the network but redis on the loopback. */
export interface Server {
  /** Tells a shell where it is. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The path of a program; undefined where there is none. Servers are not in everybody's PATH. */
export function programPath(program: string): string | undefined {
  const postgres = '/usr/lib/postgresql';
  const versions = existsSync(postgres) ? readdirSync(postgres).map((each) => join(postgres, each, 'bin')) : [];
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', ...versions];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

export async function startRedis(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-redis-'));
  const port = String(20_000 + (process.pid % 20_000));
  const child = spawn(programPath('redis-server') ?? '', ['--port', port, '--save', '', '--daemonize', 'no'], {
    cwd: folder,
  });
  return started(child, /Ready to accept/, folder, { REDIS_PORT: port });
}

export async function startMariadb(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-mariadb-'));
  const user = `--user=${process.env['USER'] ?? 'root'}`;
  const data = `--datadir=${join(folder, 'data')}`;
  const install = ['--no-defaults', user, data, '--auth-root-authentication-method=normal', '--skip-test-db'];
  spawnSync(programPath('mariadb-install-db') ?? '', install);
  const socket = join(folder, 'socket');
  const child = spawn(programPath('mariadbd') ?? '', [
    ...['--no-defaults', user, data, `--socket=${socket}`, '--skip-networking', `--pid-file=${join(folder, 'pid')}`],
  ]);
  return started(child, /ready for connections/, folder, { MYSQL_SOCKET: socket });
}

/** PostgreSQL does not run as root: it gets the user that its package has made. */
export async function startPostgres(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-postgres-'));
  const user = process.getuid?.() === 0 ? ownerOfPostgres() : undefined;
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  spawnSync(programPath('initdb') ?? '', ['-A', 'trust', '-U', 'teacher', '-D', data], { ...user });
  const child = spawn(programPath('postgres') ?? '', ['-D', data, '-k', folder, '-c', 'listen_addresses='], {
    ...user,
  });
  return started(child, /ready to accept/, folder, { PGHOST: folder, PGUSER: 'teacher', PGDATABASE: 'postgres' });
}

function ownerOfPostgres(): { readonly uid: number; readonly gid: number } {
  const { stdout } = spawnSync('id', ['postgres'], { encoding: 'utf8' });
  const [, uid = 0, gid = 0] = (/uid=(\d+)\S* gid=(\d+)/.exec(stdout) ?? []).map(Number);
  return { uid, gid };
}

/** Fulfilled when the server says that it is ready; the limit of the test's hook is the deadline. */
async function started(
  child: ChildProcess,
  ready: RegExp,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Server> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error(`the server ended: ${said}`));
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (ready.test(said)) resolve();
      });
    }
  });
  return {
    env,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
