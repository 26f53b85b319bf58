import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const program = join(root, 'dist/host.js');
if (!existsSync(program)) throw new Error('dist/host.js is missing: npm run build');

/** How known programs run: `guests` as in a node that is kept apart, `processes` as in all others. */
export const ways = {
  guests: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  processes: [],
} as const;

/** A node that is a process of its own, as a student has it. */
export interface Host {
  readonly folder: string;
  /** Runs a script in its shell; its output. Throws when it takes longer than 60 s. */
  typed(script: string): Promise<string>;
  /** The programs that run as processes, by the names of their files. */
  processes(): readonly string[];
  close(): Promise<void>;
}

/** Starts a node in which `course/NAME` are the programs of the course, and builds images of them: `NAME:1`. */
export async function startHost(options: readonly string[]): Promise<Host> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pupitre-guests-')));
  for (const name of ['home', 'tmp']) mkdirSync(join(folder, name));
  cpSync(join(root, 'slides/stacks/dockercoins'), join(folder, 'home/course'), { recursive: true });
  const env = { PATH: process.env['PATH'], HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp') };
  const child = spawn(process.execPath, [...options, program, folder, 'en'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('it ended'))),
  ]);
  const typed = async (script: string): Promise<string> => {
    const shell = spawn('bash', ['-c', `exec 2>&1; ${script}`], {
      cwd: env.HOME,
      env: { ...env, PATH: `${join(folder, 'bin')}:${env.PATH ?? ''}` },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const late = setTimeout(() => shell.kill('SIGKILL'), 60_000);
    let output = '';
    shell.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const [code] = (await once(shell, 'close')) as [number | null];
    clearTimeout(late);
    if (code === null) throw new Error(`it took too long: ${script}\n${output}`);
    return output;
  };
  return {
    folder,
    typed,
    processes() {
      const { stdout } = spawnSync('ps', ['-o', 'args=', '--ppid', String(child.pid)], { encoding: 'utf8' });
      return [...stdout.matchAll(/shim\/main\.js.* (\S+\.m?js)$/gm)].map(([, name = '']) => name).sort();
    },
    async close() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Builds `NAME:TAG` from a folder of the home, in which files are put before. */
export async function build(
  host: Host,
  name: string,
  files: Readonly<Record<string, string>> = {},
  tag = '1',
): Promise<void> {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(host.folder, 'home/course', name, file), text);
  const output = await host.typed(`docker build -q -t ${name}:${tag} course/${name}`);
  if (!output.startsWith('sha256:')) throw new Error(output);
}
