import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli, pupitre, start, temporaryFolder } from './pupitre.ts';

const broken = '# Bonjour\n\n.exercise[\n\n```bash\necho $ HOME\n```\n\n]\n';
const mended = broken.replace('$ HOME', '$HOME');

let folder: ReturnType<typeof temporaryFolder>;
function at(name: string): string {
  return join(folder.path, name);
}
function write(name: string, text: string | Buffer): void {
  writeFileSync(at(name), text);
}
function read(name: string): string {
  return readFileSync(at(name), 'utf8');
}

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

describe('what it says', () => {
  test.each([[[]], [['readme']], [['README.md']], [['.']]])(
    'what the configuration says of a deck holds by its name, its path and its folder: %j',
    async (names) => {
      write('runner.config.json', '{"decks": {"readme": {"path": "README.md", "exercises": "prompts"}}}');
      write('README.md', '# Read me\n\n```console\n$ kubectl get pods --namspace x\n```\n');
      const { code, stdout } = await pupitre(['lint', ...names], folder.path);
      expect(stdout).toMatch(/4:20 +error .* unknown-option/);
      expect(code).toBe(1);
    },
  );

  test('errors: file, line, column, rule, and exit code 1', async () => {
    write('deck.md', broken);
    const { code, stdout, stderr } = await pupitre(['lint', 'deck.md'], folder.path);
    expect(stdout).toMatch(
      /^deck\.md\n +6:6 +error +There is a blank after .* +spaced-variable\n\n1 problem \(1 error\)\. 1 can be mended with --fix\.\n$/,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  test('names are those of the chapters before, in the order of the manifest', async () => {
    const run = (command: string): string => `# A\n\n.exercise[\n\n\`\`\`bash\n${command}\n\`\`\`\n\n]\n`;
    write('a.md', run('kubectl scale deployment registry --replicas 3'));
    write('b.md', run('kubectl create deployment registry --image=registry:2'));
    write('c.md', run('kubectl scale deployment regsitry --replicas 3'));
    write('course.yml', 'content:\n- b.md\n- a.md\n- c.md\n');
    const { stdout } = await pupitre(['lint', 'course.yml'], folder.path);
    expect(stdout).toMatch(/^c\.md\n +6:26 +error .*registry.* unknown-name\n\n1 problem/);
    // Alone, nobody knows what the others make.
    expect((await pupitre(['lint', 'c.md'], folder.path)).stdout).toBe('');
    expect((await pupitre(['lint', 'course.yml', '--fix'], folder.path)).code).toBe(0);
    expect(read('c.md')).toContain('deployment registry');
  });

  test('in French', async () => {
    write('deck.md', broken);
    const { stdout } = await pupitre(['lint', 'deck.md'], folder.path, { LANG: 'fr_FR.UTF-8' });
    expect(stdout).toMatch(
      /erreur {2}Il y a un espace après [\s\S]*1 problème \(1 erreur\)\. 1 à réparer avec --fix\.\n$/,
    );
  });

  test('nothing, and exit code 0, for a clean deck', async () => {
    write('deck.md', mended);
    expect(await pupitre(['lint', 'deck.md'], folder.path)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('as much as the options and the configuration want', async () => {
    write('deck.md', broken);
    const warned = await pupitre(['lint', 'deck.md', '--rule', 'spaced-variable=warn'], folder.path);
    expect(warned).toMatchObject({ code: 0, stdout: expect.stringContaining('warning') as string });
    write('runner.config.json', '{ "lint": { "rules": { "spaced-variable": "off" } } }');
    expect(await pupitre(['lint', 'deck.md'], folder.path)).toMatchObject({ code: 0, stdout: '' });
    write('comment.md', '<!-- pupitre-disable-next-line no-rule -->\n');
    expect((await pupitre(['lint', 'comment.md', '--rule', 'unknown-rule=error'], folder.path)).code).toBe(1);
    const back = await pupitre(['lint', 'deck.md', '--rule', 'spaced-variable=error'], folder.path);
    expect(back.code).toBe(1);
  });

  test('of a folder: every markdown file, but no hidden ones and nobody else’s', async () => {
    for (const name of ['.git', 'node_modules', 'chapters']) mkdirSync(at(name));
    for (const name of ['.git/a.md', 'node_modules/b.md', 'chapters/c.md', 'd.md', 'e.txt']) write(name, broken);
    const { stdout } = await pupitre(['lint', '.'], folder.path);
    expect(stdout.match(/^\S+\.\w+$/gm)).toEqual(['chapters/c.md', 'd.md']);
  });

  test('of a manifest: itself and every chapter once', async () => {
    mkdirSync(at('kube'));
    write('kube/a.md', broken);
    write('kube/unused.md', broken);
    write('course.yml', 'title: A course\ncontent:\n- kube/a.md\n- - kube/a.md\n  - kube/missing.md\n');
    const { stdout, code } = await pupitre(['lint', 'course.yml', '--format', 'json'], folder.path);
    const files = JSON.parse(stdout) as { file: string; messages: { line: number; rule: string }[] }[];
    expect(files.map(({ file, messages }) => [file, messages.map(({ line, rule }) => `${line} ${rule}`)])).toEqual([
      ['course.yml', ['5 missing-chapter']],
      ['kube/a.md', ['6 spaced-variable']],
    ]);
    expect(code).toBe(1);
  });

  test('of a manifest: a chapter that is no text, and markers that nothing can stand for', async () => {
    write('a.md', '# A\n\n@@INCLUDE[none.txt]\n');
    write('b.md', 'a\0b');
    write('course.yml', 'title: A course\ncontent:\n- a.md\n- b.md\n');
    const { stdout, code } = await pupitre(['lint', 'course.yml'], folder.path);
    expect(
      stdout
        .match(/^\S+$|^ +\d+:\d+|\S+$/gm)
        ?.map((each) => each.trim())
        .slice(0, 6),
    ).toEqual(['a.md', '3:1', 'missing-include', 'b.md', '1:2', 'not-text']);
    expect(code).toBe(1);
  });

  test('a picture with a name that no file can have is missing', async () => {
    symlinkSync('loop', at('loop'));
    write('deck.md', `![](${'a'.repeat(5000)}.png)\n![](loop)\n![](loop/a.png)\n`);
    const { stdout, code } = await pupitre(['lint', 'deck.md'], folder.path);
    expect(stdout.match(/missing-image/g)).toHaveLength(3);
    expect(code).toBe(0);
  });

  test('names of files cannot be commands in the log of GitHub Actions', async () => {
    for (const name of ['::add-mask::a.md', '\n::add-mask::b.md']) write(name, broken);
    for (const options of [[], ['--dry-run'], ['--format', 'github']]) {
      const { stdout } = await pupitre(['lint', '.', ...options], folder.path);
      expect(stdout).toContain('add-mask');
      expect(stdout).not.toMatch(/^\s*::add-mask/m);
    }
  });

  test('names of files cannot drive the terminal', async () => {
    const { code, stderr } = await pupitre(['lint', 'a\u001b]0;title\u0007.md'], folder.path);
    expect(stderr).toBe('pupitre: cannot read a.md: no such file or folder\n');
    expect(code).toBe(2);
  });

  test('pictures are looked for beside the deck, and from the folder of the course', async () => {
    for (const name of ['kube', 'images', 'kube/own']) mkdirSync(at(name));
    for (const name of ['images/a.png', 'kube/own/b.png', 'kube/c.png']) write(name, '');
    write('kube/deck.md', '![](images/a.png)\n![](own/b.png)\n![](c.png)\n![](images/c.png)\n![](../../d.png)\n');
    const { stdout, code } = await pupitre(['lint', 'kube/deck.md'], folder.path);
    expect(stdout.match(/^ +\d+:1/gm)?.map((each) => each.trim())).toEqual(['4:1', '5:1']);
    expect(code).toBe(0);
  });

  test.each([
    [['lint', 'no.md'], 'cannot read no.md: no such file or folder'],
    [['lint', 'deck.md', '--format', 'xml'], '--format xml: stylish, json, github, sarif'],
    [
      ['lint', 'deck.md', '--rule', 'spaced-variabel=off'],
      'there is no rule "spaced-variabel"; did you mean spaced-variable?',
    ],
    [['lint', 'deck.md', '--rule', 'spaced-variable'], 'expected ID=off, ID=warn or ID=error'],
    [['lint', 'deck.md', '--source', 'no.md'], 'cannot read no.md: no such file or folder'],
    [['lint', 'deck.md', '--source', ''], '--source: no file is named'],
    [['lint', 'deck.md', '--source', 'empty'], '--source empty: no file in this folder has the name'],
    [['lint', '.', '--source', 'deck.md'], 'is one file, and there are 2 to compare'],
  ])('%j is a mistake of usage', async (args, said) => {
    write('deck.md', broken);
    write('other.md', broken);
    mkdirSync(at('empty'));
    const { code, stderr } = await pupitre(args, folder.path);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
  });

  test('what is no deck is told beside the others', async () => {
    write('a.md', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)));
    write('b.md', broken);
    const { stdout, code } = await pupitre(['lint', '.'], folder.path);
    expect(stdout).toMatch(/a\.md\n.*not-text\n\nb\.md\n.*spaced-variable/);
    expect(code).toBe(1);
  });
});

describe('--fix', () => {
  test('mends, and leaves nothing else behind; again it changes nothing', async () => {
    write('deck.md', broken);
    chmodSync(at('deck.md'), 0o640);
    const first = await pupitre(['lint', 'deck.md', '--fix'], folder.path);
    expect(first).toEqual({ code: 0, stdout: '1 problem mended.\n', stderr: '' });
    expect(read('deck.md')).toBe(mended);
    expect(statSync(at('deck.md')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder.path)).toEqual(['deck.md']);
    const { ino } = statSync(at('deck.md'));
    expect(await pupitre(['lint', 'deck.md', '--fix'], folder.path)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(statSync(at('deck.md')).ino).toBe(ino);
  });

  test.skipIf(process.getuid?.() !== 0)('leaves the file to its owner (needs root)', async () => {
    write('deck.md', broken);
    chownSync(at('deck.md'), 65534, 65534);
    await pupitre(['lint', 'deck.md', '--fix'], folder.path);
    expect(read('deck.md')).toBe(mended);
    expect(statSync(at('deck.md'))).toMatchObject({ uid: 65534, gid: 65534 });
  });

  test.skipIf(process.getuid?.() === 0)('does not replace a file that may not be written (needs a user)', async () => {
    write('deck.md', broken);
    chmodSync(at('deck.md'), 0o444);
    const { code, stderr } = await pupitre(['lint', 'deck.md', '--fix'], folder.path);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'pupitre: cannot write deck.md: permission denied\n' });
    expect(read('deck.md')).toBe(broken);
  });

  test('keeps line ends', async () => {
    write('deck.md', broken.replaceAll('\n', '\r\n'));
    await pupitre(['lint', 'deck.md', '--fix'], folder.path);
    expect(read('deck.md')).toBe(mended.replaceAll('\n', '\r\n'));
  });

  test('writes through a symbolic link', async () => {
    write('deck.md', broken);
    symlinkSync('deck.md', at('link.md'));
    await pupitre(['lint', 'link.md', '--fix'], folder.path);
    expect(lstatSync(at('link.md')).isSymbolicLink()).toBe(true);
    expect(read('deck.md')).toBe(mended);
  });

  test('does not write a file whose bytes it would lose', async () => {
    const bytes = Buffer.concat([Buffer.from(broken), Buffer.from([0xe9, 0x0a])]);
    write('deck.md', bytes);
    const { code, stderr } = await pupitre(['lint', 'deck.md', '--fix'], folder.path);
    expect(stderr).toContain('deck.md has bytes that are not UTF-8');
    expect(code).toBe(2);
    expect(readFileSync(at('deck.md'))).toEqual(bytes);
  });

  test('leaves the file as it is when there is no room for the mended one', () => {
    const deck = `${broken}\n${'More words. '.repeat(1000)}`;
    write('deck.md', deck);
    const script = 'ulimit -f 1; exec "$0" "$@"';
    const args = ['-c', script, process.execPath, cli, 'lint', 'deck.md', '--fix'];
    const { status, stderr } = spawnSync('bash', args, { cwd: folder.path, encoding: 'utf8' });
    expect(stderr).toMatch(/^pupitre: cannot write deck\.md: .*file too large/);
    expect(status).toBe(2);
    expect(read('deck.md')).toBe(deck);
    expect(readdirSync(folder.path)).toEqual(['deck.md']);
  });

  test('stops at ^C between two files', async () => {
    for (let number = 100; number < 400; number++) write(`${number}.md`, broken.repeat(20));
    const run = start(['lint', '.', '--fix'], folder.path);
    const changed = new Promise<void>((fulfil) => {
      const watcher = watch(folder.path, () => {
        watcher.close();
        fulfil();
      });
    });
    await changed;
    run.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    const names = readdirSync(folder.path);
    expect(names).toHaveLength(300);
    expect(new Set(names.map(read))).toEqual(new Set([broken, mended].map((each) => each.repeat(20))));
  });

  test('--dry-run shows a diff and changes nothing', async () => {
    write('deck.md', broken);
    const { code, stdout } = await pupitre(['lint', 'deck.md', '--fix', '--dry-run'], folder.path);
    expect(stdout).toContain('-echo $ HOME\n+echo $HOME\n');
    expect(code).toBe(1);
    expect(read('deck.md')).toBe(broken);
  });
});

describe('--source', () => {
  test('a folder: the same names, a language at their end aside', async () => {
    for (const name of ['fr', 'en', 'fr/kube', 'en/kube']) mkdirSync(at(name));
    const deck = (port: number): string => `.exercise[\n\n\`\`\`bash\ncurl localhost:${port}\n\`\`\`\n\n]\n`;
    write('en/kube/a.md', deck(80));
    write('en/b.md', deck(80));
    write('fr/kube/a_fr.md', deck(8080));
    write('fr/b.md', deck(8080));
    write('fr/new.md', deck(8080));
    const { stdout } = await pupitre(['lint', 'fr', '--source', 'en'], folder.path);
    expect(stdout.match(/^\S+\.md|differs-from-source$/gm)).toEqual([
      'fr/b.md',
      'differs-from-source',
      'fr/kube/a_fr.md',
      'differs-from-source',
    ]);
    await pupitre(['lint', 'fr', '--source', 'en', '--fix'], folder.path);
    expect([read('fr/kube/a_fr.md'), read('fr/b.md'), read('fr/new.md')]).toEqual([deck(80), deck(80), deck(8080)]);
  });
});

describe('--format', () => {
  test('json', async () => {
    write('deck.md', broken);
    const { stdout } = await pupitre(['lint', 'deck.md', '--format', 'json'], folder.path);
    expect(JSON.parse(stdout)).toEqual([
      {
        file: 'deck.md',
        fixed: 0,
        messages: [
          {
            line: 6,
            column: 6,
            endLine: 6,
            endColumn: 8,
            severity: 'error',
            rule: 'spaced-variable',
            reason: expect.any(String) as string,
            fix: [{ start: broken.indexOf('$ HOME'), end: broken.indexOf('HOME'), text: '$' }],
          },
        ],
      },
    ]);
  });

  test('github', async () => {
    write('a,b.md', broken);
    const { stdout } = await pupitre(['lint', 'a,b.md', '--format', 'github'], folder.path);
    expect(stdout).toMatch(
      /^::error file=a%2Cb\.md,line=6,col=6,endColumn=8,title=spaced-variable::There is [^\n]*\n$/,
    );
  });

  test('sarif: every result names a rule and a place', async () => {
    write('été 1.md', broken);
    const { stdout } = await pupitre(['lint', '.', '--format', 'sarif'], folder.path);
    const log = JSON.parse(stdout) as import('sarif').Log;
    expect(log).toMatchObject({ version: '2.1.0' });
    const [run] = log.runs;
    const [result] = run?.results ?? [];
    const rule = run?.tool.driver.rules?.[result?.ruleIndex ?? -1];
    expect(rule).toMatchObject({
      id: 'spaced-variable',
      name: 'SpacedVariable',
      help: { text: expect.any(String) as string },
    });
    expect(result).toMatchObject({
      ruleId: 'spaced-variable',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: '%C3%A9t%C3%A9%201.md' },
            region: { startLine: 6, startColumn: 6, endLine: 6, endColumn: 8 },
          },
        },
      ],
    });
  });

  test('for a clean deck json and sarif are empty documents, not nothing', async () => {
    write('deck.md', mended);
    const json = await pupitre(['lint', 'deck.md', '--format', 'json'], folder.path);
    expect(JSON.parse(json.stdout)).toEqual([{ file: 'deck.md', fixed: 0, messages: [] }]);
    const sarif = await pupitre(['lint', 'deck.md', '--format', 'sarif'], folder.path);
    expect(JSON.parse(sarif.stdout)).toMatchObject({ runs: [{ results: [] }] });
  });
});
