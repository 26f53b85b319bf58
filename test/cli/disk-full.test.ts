import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli, type Ended, pupitre, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
const mounted: string[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), '# A deck\n\n.exercise[\n\n```bash\necho one\n```\n\n]\n');
});

afterEach(() => {
  for (const path of mounted.splice(0)) execFileSync('umount', [path]);
  folder.remove();
});

/** A file system of its own below the test's folder; undefined where this user may not mount one. */
function mount(name: string, options: string): string | undefined {
  const path = join(folder.path, name);
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'pupitre-test', path], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  mounted.push(path);
  return path;
}

const full = '/dev/full';
const hasFull = existsSync(full);

describe.skipIf(!hasFull)('on a full disk (skipped without /dev/full)', () => {
  test.each([
    ['a report', ['--reporter', `junit=${full}`], full],
    ['a report of many events', ['--reporter', `json=${full}`], full],
    ['a recording', ['--record', full], full],
    ['one of two reports', ['--reporter', `json=${full}`, '--reporter', 'junit=report.xml'], full],
  ])('%s that could not be written is told, and the exit code is 2', async (_what, options, file) => {
    const { code, stderr, stdout } = await pupitre(['run', 'deck.md', '--target', 'local', ...options], folder.path);
    expect(stderr).toContain(
      `pupitre: ${file} is not complete: no space left. The run goes on, and ends with exit code 2`,
    );
    expect(stdout).toMatch(/1 passed/);
    expect(code).toBe(2);
    if (options.includes('junit=report.xml')) expect(existsSync(join(folder.path, 'report.xml'))).toBe(true);
  });

  test('so is the summary of GitHub', async () => {
    const { code, stderr } = await pupitre(
      ['run', 'deck.md', '--target', 'local', '--reporter', 'github'],
      folder.path,
      {
        GITHUB_STEP_SUMMARY: full,
      },
    );
    expect(stderr).toContain(`pupitre: ${full} is not complete: no space left`);
    expect(code).toBe(2);
  });

  test.each([
    ['run', ['run', 'deck.md', '--target', 'local']],
    ['run as JSON', ['run', 'deck.md', '--target', 'local', '--reporter', 'json']],
    ['list', ['list', 'deck.md']],
    ['lint', ['lint', 'deck.md', '--format', 'json']],
  ])('the output of %s is told and ends with 2', async (_what, args) => {
    const { code, stderr } = await onto(full, args);
    expect(stderr).toContain('pupitre: cannot write the output: no space left');
    expect(code).toBe(2);
  });
});

/** Runs the program with a file as its standard output. */
function onto(file: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder.path, LANG: 'C.UTF-8' },
    stdio: ['ignore', openSync(file, 'w'), 'pipe'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout: '', stderr });
    });
  });
}

test('a disk that takes only a part of a report', async ({ skip }) => {
  const disk = mount('disk', 'size=64k');
  if (disk === undefined) return skip('mounting needs root');
  writeFileSync(join(disk, 'other'), Buffer.alloc(56 * 1024));
  const deck = '# A deck\n\n.exercise[\n\n```bash\nseq 1 20000\n```\n\n]\n';
  writeFileSync(join(folder.path, 'deck.md'), deck);
  const report = join(disk, 'report.xml');
  const { code, stderr } = await pupitre(
    ['run', 'deck.md', '--target', 'local', '--reporter', `junit=${report}`],
    folder.path,
  );
  expect(stderr).toContain(`pupitre: ${report} is not complete: no space left`);
  expect(code).toBe(2);
});

describe('the folder for temporary files', () => {
  test.each([
    ['is not there', undefined, 'no such file or folder'],
    ['is full', 'size=4k', 'no space left'],
    ['is read-only', 'ro', 'nothing can be written there: it is read-only'],
  ])('%s: a sentence', async (_what, options, reason) => {
    const path = options === undefined ? join(folder.path, 'nowhere') : mount('tmp', options);
    // Mounting needs root.
    if (path === undefined) return;
    if (options === 'size=4k') writeFileSync(join(path, 'other'), Buffer.alloc(4096));
    const { code, stderr } = await pupitre(['run', 'deck.md'], folder.path, { TMPDIR: path });
    expect(stderr).toContain(`cannot make node1's folder in ${path}: ${reason}`);
    expect(stderr).toContain('TMPDIR');
    expect(stderr).not.toMatch(/bug|ENOSPC|EROFS|ENOENT/);
    expect(code).toBe(2);
  });
});

test('a name in "secrets" that is not set is told; what is set is masked, in base64 as well', async () => {
  const deck = '# A deck\n\n.exercise[\n\n```bash\nprintf %s "user:$TOKEN!" | base64; echo "$TOKEN"\n```\n\n]\n';
  writeFileSync(join(folder.path, 'deck.md'), deck);
  const config = { secrets: ['TOKEN', 'NOT_SET'], targets: { local: { type: 'local', passEnv: ['TOKEN'] } } };
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
  const args = ['run', 'deck.md', '--target', 'local', '--reporter', 'json'];
  const { code, stdout, stderr } = await pupitre(args, folder.path, { TOKEN: 'correct-horse-battery' });
  expect(code).toBe(0);
  expect(stderr).toContain('"secrets" in runner.config.json names NOT_SET, which is not set here');
  expect(stderr).not.toContain('TOKEN,');
  expect(stdout).not.toContain('correct-horse-battery');
  expect(stdout).not.toContain('Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5'.slice(4, 20));
  expect(stdout).not.toContain(Buffer.from('user:correct-horse-battery!').toString('base64').slice(10, 24));
});
