import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const programs = [
  ...[
    'bash',
    'dtach',
    'sh',
    'busybox',
    'stty',
    'env',
    'head',
    'seq',
    'sleep',
    'yes',
    'nohup',
    'tty',
    'base64',
    'cmp',
    'mktemp',
  ],
  ...[
    'cat',
    'ls',
    'cp',
    'mv',
    'rm',
    'mkdir',
    'rmdir',
    'chmod',
    'dirname',
    'basename',
    'grep',
    'sed',
    'awk',
    'tr',
    'wc',
    'od',
    'id',
  ],
  ...[
    'ps',
    'kill',
    'echo',
    'printf',
    'true',
    'false',
    'test',
    'sha256sum',
    'curl',
    'jq',
    'hostname',
    'date',
    'touch',
    'df',
  ],
];

/** Makes an image of this machine's files, as deploy/student would be, for a Docker Engine that has no registry to ask. */
export function buildStudentImage(tag: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-student-'));
  const root = join(folder, 'root');
  const put = (path: string) => {
    const to = join(root, path);
    if (existsSync(to)) return;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(realpathSync(path), to);
  };
  try {
    for (const name of programs) {
      const path = ['/usr/bin', '/bin'].map((each) => join(each, name)).find(existsSync);
      if (path === undefined) continue;
      const to = join('/usr/bin', name);
      mkdirSync(join(root, 'usr/bin'), { recursive: true });
      cpSync(realpathSync(path), join(root, to));
      for (const library of librariesOf(path)) put(library);
    }
    for (const term of ['x/xterm', 'x/xterm-256color']) {
      const file = ['/usr/share/terminfo', '/lib/terminfo'].map((each) => join(each, term)).find(existsSync);
      if (file !== undefined) put(file);
    }
    for (const each of ['tmp', 'etc', 'root', 'home', 'proc', 'dev']) mkdirSync(join(root, each), { recursive: true });
    symlinkSync('usr/bin', join(root, 'bin'));
    symlinkSync('busybox', join(root, 'usr/bin/nc'));
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/bash\nana:x:1000:1000::/home/ana:/bin/bash\n');
    writeFileSync(join(root, 'etc/group'), 'root:x:0:\nana:x:1000:\n');
    writeFileSync(
      join(folder, 'Dockerfile'),
      'FROM scratch\nCOPY root/ /\nENV PATH=/usr/bin:/bin\nRUN ["/bin/chmod", "1777", "/tmp"]\n',
    );
    execFileSync('docker', ['build', '-q', '-t', tag, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function librariesOf(program: string): readonly string[] {
  try {
    return (
      execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).match(/\/\S+/g) ?? []
    );
  } catch {
    // It is static, or a script.
    return [];
  }
}
