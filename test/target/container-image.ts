import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Docker from 'dockerode';

/** The engine that answers, for tests that need one. */
const docker = new Docker();

/** Why no engine can be used; undefined where one answers. */
export async function lacksDocker(): Promise<string | undefined> {
  try {
    await docker.ping();
    for (const program of ['busybox', 'bash', 'dtach']) execFileSync('which', [program], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Makes an image of programs of this machine, with busybox for all others; `more` adds to its files. */
export async function makeImage(
  name: string,
  programs: readonly string[],
  more: (root: string) => void = () => undefined,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'pupitre-image-'));
  try {
    for (const folder of ['bin', 'etc', 'tmp', 'root', 'home/student', 'usr/lib/locale', 'lib/terminfo/x'])
      mkdirSync(join(root, folder), { recursive: true });
    chmodSync(join(root, 'tmp'), 0o1777);
    for (const program of ['busybox', ...programs])
      copyProgram(root, execFileSync('which', [program], { encoding: 'utf8' }).trim());
    for (const applet of execFileSync('busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
      if (!existsSync(join(root, 'bin', applet))) symlinkSync('busybox', join(root, 'bin', applet));
    }
    cpSync('/usr/lib/locale/C.utf8', join(root, 'usr/lib/locale/C.utf8'), { recursive: true });
    // Where Debian's library looks for it.
    copyFileSync('/lib/terminfo/x/xterm-256color', join(root, 'lib/terminfo/x/xterm-256color'));
    writeFileSync(
      join(root, 'etc/passwd'),
      'root:x:0:0:root:/root:/bin/sh\nstudent:x:1000:1000::/home/student:/bin/sh\n',
    );
    chownSync(join(root, 'home/student'), 1000, 1000);
    more(root);
    const archive = join(root, '../', `${basename(root)}.tar`);
    execFileSync('tar', ['-C', root, '-cf', archive, '.']);
    try {
      await new Promise<void>((resolve, reject) => {
        docker.importImage(archive, { repo: name }, (error: Error | null, stream?: NodeJS.ReadableStream) => {
          if (error || !stream) reject(error ?? new Error('no answer'));
          else
            docker.modem.followProgress(stream, (failure) => {
              if (failure) reject(failure);
              else resolve();
            });
        });
      });
    } finally {
      rmSync(archive);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

export async function removeImage(name: string): Promise<void> {
  await docker.getImage(name).remove({ force: true });
}

/** Names of Pupitre's containers of an image. */
export async function containersOf(image: string): Promise<readonly string[]> {
  const all = await docker.listContainers({ all: true, filters: { label: ['pupitre.server'] } });
  return all.filter(({ Image }) => Image === image).map(({ Names }) => Names[0] ?? '');
}

/** Process id on this machine of what a container runs. */
export async function hostPid(name: string): Promise<number> {
  return (await docker.getContainer(name).inspect()).State.Pid;
}

function copyProgram(root: string, path: string): void {
  copyFileSync(path, join(root, 'bin', basename(path)));
  copyLibraries(root, path);
}

/** Puts the libraries that a program or a library needs into an image. */
export function copyLibraries(root: string, path: string): void {
  let libraries: readonly string[] = [];
  try {
    libraries =
      execFileSync('ldd', [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).match(/\/[^ ]*/g) ?? [];
  } catch {
    // It needs none.
  }
  for (const library of libraries) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
}
