import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verbatim } from '../../src/messages/message.ts';
import { openTty } from '../../src/target/bash.ts';
import type { Container, ContainerEngine } from '../../src/target/container/engine.ts';
import { TargetError } from '../../src/target/target.ts';
import { isAlive } from '../processes.ts';

/** Whether this machine lets us make namespaces. */
const canNamespace = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', '--pid', '--fork', '--mount-proc', 'true'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
})();

/** And whether dtach is there, by which shells outlive a server. */
export const canKeepShells =
  canNamespace && spawnSync('sh', ['-c', 'command -v dtach'], { stdio: 'ignore' }).status === 0;

const path = process.env['PATH'] ?? '';
const environment = { PATH: path, HOME: '/tmp/home', LANG: 'C.UTF-8' };
/** The first process of a container: what has lost its parent is its child, and is waited for. */
const init =
  'mount -t tmpfs none /tmp && mkdir /tmp/home && echo ready; trap : TERM; while :; do sleep 1000 & wait; done';

export interface NamespaceEngine extends ContainerEngine {
  /** Process ids, on this machine, of the bashs in a container. */
  shells(name: string): readonly string[];
}

/**
 * The smallest engine of containers: processes and /tmp of their own, the rest is this machine's. `folder` holds who there is, so that another
 * process finds them.
 */
export function namespaceEngine(folder: string): NamespaceEngine {
  mkdirSync(folder, { recursive: true });
  const pidOf = (name: string): number => Number(readFileSync(join(folder, name), 'utf8'));
  const inside = (pid: number): readonly string[] => ['nsenter', '-t', String(pid), '-m', '-p', '--wdns=/tmp/home'];
  const lives = (name: string): boolean => existsSync(join(folder, name)) && isAlive(pidOf(name));

  function container(name: string): Container {
    const pid = pidOf(name);
    return {
      name,
      address: '127.0.0.1',
      run: async (words, input, signal) => {
        const [program = '', ...args] = [...inside(pid), ...words];
        const child = spawn(program, args, { env: environment, signal });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.stdin.on('error', () => undefined);
        child.stdin.end(input);
        const [exitCode] = (await once(child, 'close')) as [number | null];
        if (!lives(name)) throw new TargetError(verbatim(`${name} is gone`));
        return { exitCode: exitCode ?? 137, output };
      },
      // eslint-disable-next-line @typescript-eslint/require-await
      openTerminal: async (words, size) => {
        const tty = openTty([...inside(pid), ...words], '/', { ...environment, TERM: 'xterm' }, size);
        return {
          write: (data) => {
            tty.write(data);
          },
          get unwritten() {
            return tty.unwritten;
          },
          resize: (next) => {
            tty.resize(next);
          },
          onData: (listener) =>
            tty.onData((chunk) => {
              listener(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
            }),
          pause: () => {
            tty.pause();
          },
          resume: () => {
            tty.resume();
          },
          ended: tty.closed,
          detach: () => {
            void tty.close();
          },
        };
      },
      remove: () => remove(name),
    };
  }

  async function remove(name: string): Promise<void> {
    if (lives(name)) {
      const pid = pidOf(name);
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await new Promise((done) => setImmediate(done));
    }
    rmSync(join(folder, name), { force: true });
  }

  return {
    name: 'docker',
    shells: (name) => {
      const { ino } = statSync(`/proc/${pidOf(name)}/ns/pid`);
      const isInside = (pid: string): boolean => {
        try {
          return statSync(`/proc/${pid}/ns/pid`).ino === ino && readFileSync(`/proc/${pid}/comm`, 'utf8') === 'bash\n';
        } catch {
          return false;
        }
      };
      return readdirSync('/proc').filter((each) => /^\d+$/.test(each) && isInside(each));
    },
    create: async () => {
      const name = `n${randomBytes(5).toString('hex')}`;
      const child = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', init], {
        ...{ env: environment, detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
      });
      await once(child.stdout, 'data');
      child.stdout.destroy();
      child.unref();
      const [first = ''] = readFileSync(`/proc/${child.pid ?? 0}/task/${child.pid ?? 0}/children`, 'utf8').split(' ');
      writeFileSync(join(folder, name), first);
      return container(name);
    },
    find: (name) => Promise.resolve(lives(name) ? container(name) : undefined),
    list: () => Promise.resolve(readdirSync(folder).filter(lives)),
    remove,
  };
}
