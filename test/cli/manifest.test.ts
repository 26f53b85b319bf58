import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ended, pupitre, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

function place(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function exercise(title: string, command: string): string {
  return `## ${title}\n\n.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`;
}

const course = {
  'slides/all.yml': 'title: All\ngreeting: hello\ncontent:\n- a/one.md\n- - two.md\n',
  'slides/a/one.md': exercise('One', 'echo @@GREETING@@'),
  'slides/two.md': exercise('Two', 'cp nowhere elsewhere'),
};

function list(path: string, ...options: readonly string[]): Promise<Ended> {
  return pupitre(['list', path, ...options], folder.path);
}

test('a manifest runs; what fails is told with the file of its chapter', async () => {
  place(course);
  const ended = await pupitre(
    ['run', 'slides/all.yml', '--target', 'local', '--reporter', 'github', '--reporter', 'junit=report.xml'],
    folder.path,
  );
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stdout).toContain('::error file=slides/two.md,line=6,');
  const report = execFileSync('cat', [join(folder.path, 'report.xml')], { encoding: 'utf8' });
  expect(report).toMatch(/<testcase name="one\.1: [^>]*file="slides\/a\/one\.md" line="5"/);
  expect(report).toMatch(/<testsuite name="slides\/all\.yml: 2\. Two"[^>]*file="slides\/two\.md"/);
});

test('steps are chosen by their ids', async () => {
  place(course);
  const ended = await pupitre(['run', 'slides/all.yml', '--target', 'local', '--only', 'one'], folder.path);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  expect(ended.stdout).toMatch(/1 passed/);
});

test('the configuration may name it, and its variables win', async () => {
  place({
    ...course,
    'runner.config.json': '{"decks": {"all": "slides/all.yml"}, "variables": {"GREETING": "bonjour"}}',
  });
  const ended = await pupitre(['list', '--plan'], folder.path);
  expect(ended.stdout).toContain('slides/a/one.md:5');
  expect(ended.stdout).toContain('echo bonjour');
});

test('list names the files of the chapters', async () => {
  place(course);
  expect((await list('slides/all.yml')).stdout).toBe(
    'slides/all.yml: 2 slides, 2 exercises, 2 steps\n' +
      '  slides/a/one.md\n  1. One\n     5: one.1  bash echo hello\n' +
      '  slides/two.md\n  2. Two\n     5: two.1  bash cp nowhere elsewhere\n',
  );
  const [deck] = JSON.parse((await list('slides/all.yml', '--json')).stdout) as [
    { snippets: { file: string; id: string }[] },
  ];
  expect(deck.snippets.map(({ file, id }) => `${file} ${id}`)).toEqual([
    'slides/a/one.md one.1',
    'slides/two.md two.1',
  ]);
});

/** Files, and the one line that is said. */
const mistakes: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, said: RegExp]>> = {
  'a missing chapter': [
    { 'a/oen.md': 'x', 'main.yml': 'content:\n- a/one.md\n' },
    /^main\.yml:2:3: error: Cannot read "a\/one\.md".*no such file.*Did you mean "a\/oen\.md"\? \[missing-chapter\]$/,
  ],
  'a missing folder': [
    { 'shared/toc.md': 'x', 'main.yml': 'content:\n- share/toc.md\n' },
    /Did you mean "shared\/toc\.md"\?/,
  ],
  'a folder': [{ 'a/b.md': 'x', 'main.yml': 'content:\n- a\n' }, /^main\.yml:2:3: error: "a" is a folder\./],
  'itself by another path': [
    { 'a/b.md': 'x', 'main.yml': 'content:\n- a/../main.yml\n' },
    /^main\.yml:2:3: .*chapter of itself.* \[manifest-cycle\]$/,
  ],
  'another manifest': [{ 'b.yml': 'content: [main.yml]', 'main.yml': 'content:\n- b.yml\n' }, /"b\.yml" is a manifest/],
  'a file above': [
    { 'main.yml': 'content:\n- ../secret.md\n' },
    /"\.\.\/secret\.md" is outside of .*runner\.config\.json/,
  ],
  'an absolute path': [{ 'main.yml': 'content:\n- /etc/passwd\n' }, /"\/etc\/passwd" is outside/],
  'wrong syntax': [
    { 'main.yml': 'content: [a\n' },
    /^main\.yml:\d:\d+: error: This is no valid YAML: .* \[manifest-syntax\]$/,
  ],
  'a hidden file': [{ '.git/config': 'x', 'main.yml': 'content:\n- .git/config\n' }, /is hidden/],
};

test.each(Object.entries(mistakes))('%s is one clear error', async (_name, [files, said]) => {
  place(files);
  const ended = await list('main.yml');
  expect(ended.stderr.trimEnd()).toMatch(said);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(ended.code).toBe(2);
});

const unreadableIncludes: Record<string, readonly [Record<string, string>, RegExp]> = {
  'an included file above': [
    { 'main.yml': 'content:\n- a.md\n', 'a.md': 'x\n\n@@INCLUDE[../../etc/passwd]\n' },
    /^a\.md:3:1: error: .*outside.* \[missing-include\]$/,
  ],
  'an included binary': [
    { 'main.yml': 'content:\n- a.md\n', 'a.md': '@@INCLUDE[b]\n', b: 'x\0' },
    /^a\.md:1:1: error: "b" is not a text/,
  ],
  'a large included file': [
    { 'main.yml': 'content:\n- a.md\n', 'a.md': '@@INCLUDE[b]\n', b: 'x'.repeat(2_000_000) },
    /^a\.md:1:1: error: "b" has 2000000 bytes/,
  ],
};

test.each(Object.entries(unreadableIncludes))(
  '%s is one clear error, and the course is read',
  async (_name, [files, said]) => {
    place(files);
    const ended = await list('main.yml');
    expect(ended.stderr.trimEnd()).toMatch(said);
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ended.code).toBe(0);
  },
);

test('a file to include that is missing costs the snippet that includes it, at its place', async () => {
  place({
    'main.yml': 'content:\n- a.md\n',
    'a.md': `${exercise('A', 'echo a\ncat <<END\n  @@INCLUDE[k8s/x.yaml]\nEND')}\n---\n${exercise('B', 'echo b')}`,
  });
  const ended = await list('main.yml', '--plan');
  expect(ended.stdout).toMatch(/^a\.1 .* skip[^]*Cannot read "k8s\/x\.yaml"[^]*^b\.1 .* eventually/m);
  expect(ended.code).toBe(0);
});

describe('files outside of the root', () => {
  test('are not read through links', async () => {
    place({ 'course/main.yml': 'content:\n- a.md\n- b.md\n', 'course/b.md': '@@INCLUDE[c]', 'secret.md': 'SECRET' });
    symlinkSync('../secret.md', join(folder.path, 'course/a.md'));
    symlinkSync('../secret.md', join(folder.path, 'course/c'));
    const ended = await list('course/main.yml', '--json');
    expect(ended.stdout).not.toContain('SECRET');
    expect(ended.stdout).toMatch(/\\"a\.md\\" is outside/);
    expect(ended.stdout).toMatch(/\\"c\\" is outside/);
  });

  test('a pipe is not waited for', async () => {
    place({ 'main.yml': 'content:\n- a.md\n' });
    execFileSync('mkfifo', [join(folder.path, 'a.md')]);
    expect((await list('main.yml')).stderr).toContain('"a.md" is not a regular file');
  });

  test('a configuration above makes its folder the root', async () => {
    place({
      'runner.config.json': '{}',
      'slides/main.yml': 'content:\n- a.md\n- ../shared/b.md\n',
      'slides/a.md': exercise('A', 'cat <<END\n@@INCLUDE[k8s/x.yaml]\nEND'),
      'shared/b.md': '## B\n',
      'k8s/x.yaml': 'kind: Pod\n',
    });
    const ended = await list('slides/main.yml', '--plan');
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toContain('kind: Pod');
  });
});
