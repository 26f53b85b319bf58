import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pupitre, start, temporaryFolder } from './pupitre.ts';

const root = resolve(import.meta.dirname, '../..');

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  configure({});
});

afterEach(() => {
  folder.remove();
});

function configure(more: object): void {
  const targets = { rehearsal: { type: 'rehearsal', env: { OUT: folder.path } } };
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ targets, ...more }));
}

/** A deck with a slide for each list of commands. */
function deck(...commands: readonly string[]): void {
  const slides = commands.map((each, at) => `# Slide ${at + 1}\n\n.exercise[\n\n\`\`\`bash\n${each}\n\`\`\`\n\n]\n`);
  writeFileSync(join(folder.path, 'deck.md'), slides.join('\n---\n\n'));
}

function words(...options: readonly string[]): readonly string[] {
  return ['run', 'deck.md', '--target', 'rehearsal', '--lang', 'en', '--reporter', 'json', ...options];
}

async function run(...options: readonly string[]) {
  const { code, stdout, stderr } = await pupitre(words(...options), folder.path, { TOKEN: 'tok-5678' });
  return { code, stderr: stderr.replace(/^This is a rehearsal.*\n/m, ''), verdicts: verdictsOf(stdout) };
}

function verdictsOf(stdout: string): readonly string[] {
  const events = stdout
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { type: string; results?: { stepId: string; verdict: { status: string } }[] });
  const results = events.flatMap(({ type, results: all }) => (type === 'runEnd' && all ? all : []));
  return results.map(({ stepId, verdict }) => `${stepId} ${verdict.status}`);
}

/** What a step has written outside of the node. */
function out(name: string): string {
  const file = join(folder.path, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function go(): void {
  writeFileSync(join(folder.path, 'go'), '');
}

function packs(): readonly string[] {
  return readdirSync(join(folder.path, '.pupitre'))
    .filter((name) => name.endsWith('.pack'))
    .map((name) => join(folder.path, '.pupitre', name));
}

/** Three steps that make something, one that fails until `go`, and one that shows what is there. */
const making = [
  'echo 1 >> $OUT/done; cd; mkdir -p work; cd work; A=kept; f() { echo "$A $PWD"; }',
  'echo 2 >> $OUT/done; docker run -d --name web -p 0:80 nginx; kubectl create namespace made; echo here > file',
  'echo 3 >> $OUT/done; test -e $OUT/go',
  'f | sed "s:$HOME:HOME:" > $OUT/seen; cat file >> $OUT/seen; kubectl get ns made -o name >> $OUT/seen; curl -s $(docker port web 80 | cut -d" " -f3) | grep -o Welcome | head -1 >> $OUT/seen',
];
const seen = 'kept HOME/work\nhere\nnamespace/made\nWelcome\n';

test('after a failure the node is brought back, and its shell', async () => {
  deck(...making);
  expect((await run()).code).toBe(1);
  go();
  const { code, stderr, verdicts } = await run('--resume');
  expect(stderr).toMatch(
    /^goes on with step 3 of 4, slide-3\.1; .*\nrehearsal: the node is as it was after slide-2\.1\n$/,
  );
  expect(verdicts).toEqual(['slide-3.1 passed', 'slide-4.1 passed']);
  expect(code).toBe(0);
  expect(out('done')).toBe('1\n2\n3\n3\n');
  expect(out('seen')).toBe(seen);
  // What has gone on keeps snapshots, too.
  rmSync(join(folder.path, 'seen'));
  expect((await run('--from', 'slide-4.1')).stderr).toBe('rehearsal: the node is as it was after slide-3.1\n');
  expect(out('seen')).toBe(seen);
  expect(out('done')).toBe('1\n2\n3\n3\n');
  for (const pack of packs()) expect(statSync(pack).mode & 0o777).toBe(0o600);
});

test('a run that begins anew leaves no snapshots of the one before, and --no-state keeps none', async () => {
  deck('echo 1 > ~/one');
  await run();
  const [before] = packs();
  await run();
  expect(packs()).toHaveLength(1);
  expect(statSync(before ?? '').size).toBeLessThan(200_000);
  rmSync(join(folder.path, '.pupitre'), { recursive: true });
  await run('--no-state');
  expect(existsSync(join(folder.path, '.pupitre'))).toBe(false);
});

test.each([
  [
    'that is damaged',
    (pack: string) => {
      const bytes = readFileSync(pack);
      // In the middle of everything, and at the end of it.
      for (let at = 36; at < bytes.length; at += 50) bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(pack, bytes);
    },
    /\.pack is damaged or gone/,
  ],
  [
    'that is gone',
    (pack: string) => {
      rmSync(pack);
    },
    /\.pack is damaged or gone/,
  ],
  [
    'that is none',
    (pack: string) => {
      writeFileSync(pack, 'nothing');
    },
    /\.pack is damaged or gone/,
  ],
])('of a snapshot %s a sentence is said, and the steps are replayed', async (_, change, told) => {
  deck(...making);
  await run();
  for (const pack of packs()) change(pack);
  go();
  const { code, stderr, verdicts } = await run('--resume');
  expect(stderr).toMatch(told);
  expect(stderr).toContain('rehearsal begins with a new node: the 2 steps before are replayed, not tested');
  expect(verdicts).toEqual(['slide-1.1 skipped', 'slide-2.1 skipped', 'slide-3.1 passed', 'slide-4.1 passed']);
  expect(code).toBe(0);
  expect(out('seen')).toBe(seen);
  // Snapshots are kept again.
  expect((await run('--from', 'slide-4.1')).stderr).toBe('rehearsal: the node is as it was after slide-3.1\n');
});

test('a snapshot of another version, or with other files of the course, is not used', async () => {
  mkdirSync(join(folder.path, 'files'));
  writeFileSync(join(folder.path, 'files/a'), 'first\n');
  configure({ files: [{ from: 'files', to: '~/files' }] });
  deck('true', ': > $OUT/tried; test -e $OUT/go && cat ~/files/a >> $OUT/seen');
  await run();
  go();
  writeFileSync(join(folder.path, 'files/a'), 'another\n');
  const { stderr } = await run('--resume');
  expect(stderr).toContain(
    'the node cannot be brought back from its snapshot: it was kept by another version of Pupitre, or files of the course have changed since\n',
  );
  expect(stderr).toContain('replayed');
  expect(out('seen')).toBe('another\n');
});

test('a deck that changed is done again from there, on the node before it', async () => {
  deck(...making);
  await run();
  go();
  deck(making[0] ?? '', `${making[1] ?? ''}; true`, ...making.slice(2));
  const { stderr, verdicts } = await run('--resume');
  expect(stderr).toContain('the deck has changed at slide-2.1');
  expect(stderr).toContain('the node is as it was after slide-1.1');
  expect(verdicts).toEqual(['slide-2.1 passed', 'slide-3.1 passed', 'slide-4.1 passed']);
  expect(out('seen')).toBe(seen);
});

test('a port that another program has meanwhile: the steps are replayed', async () => {
  deck(
    'kubectl create service nodeport web --tcp=80; kubectl get svc web -o jsonpath={.spec.ports[0].nodePort} > $OUT/port',
    ': > $OUT/tried; test -e $OUT/go',
  );
  await run();
  go();
  const port = Number(out('port'));
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const { code, stderr } = await run('--resume');
  server.close();
  expect(stderr).toContain(`another program of this machine has 127.0.0.1:${port}`);
  expect(code).toBe(0);
  expect(Number(out('port'))).not.toBe(port);
});

test('no snapshot is kept while the node holds a secret: what comes after the last one is replayed', async () => {
  configure({ secrets: ['TOKEN', '/key-\\d+/'] });
  deck(
    'echo 1 >> $OUT/done; echo plain > ~/plain',
    'echo 2 >> $OUT/done; echo tok-$((5600 + 78)) > ~/secret',
    'echo 3 >> $OUT/done; rm ~/secret; echo key-12 | sed s/2/34/ > ~/key',
    'cat ~/plain ~/key > $OUT/seen; test -e $OUT/go',
  );
  await run();
  go();
  const bytes = packs().map((pack) => readFileSync(pack, 'latin1'));
  expect(bytes.join('')).toContain('plain\n');
  expect(bytes.join('')).not.toMatch(/tok-5678|key-\d+/);
  const { code, stderr, verdicts } = await run('--resume');
  expect(stderr).toContain('the node is as it was after slide-1.1\n');
  expect(stderr).toContain('there is no later snapshot of the node: it holds secrets\n');
  expect(stderr).toContain('the 2 steps after that are replayed, not tested\n');
  expect(verdicts).toEqual(['slide-2.1 skipped', 'slide-3.1 skipped', 'slide-4.1 passed']);
  expect(code).toBe(0);
  expect(out('seen')).toBe('plain\nkey-134\n');
});

test('a secret in a layer of an image is found, too', async () => {
  configure({ secrets: ['TOKEN'] });
  deck(
    'true',
    `mkdir b; printf 'FROM busybox\\nRUN printf tok- > /a; printf 5678 >> /a\\n' > b/Dockerfile; docker build b`,
    ': > $OUT/tried; test -e $OUT/go',
  );
  await run();
  expect((await run('--resume')).stderr).toContain('there is no later snapshot of the node: it holds secrets\n');
});

test('of several decks, the one that failed goes on without the ones before', async () => {
  deck('echo a >> $OUT/done; echo a > ~/a');
  writeFileSync(
    join(folder.path, 'b.md'),
    '# B\n\n.exercise[\n\n```bash\necho b >> $OUT/done; echo b > ~/b\n```\n\n```bash\ncat ~/a ~/b > $OUT/seen; test -e $OUT/go\n```\n\n]\n',
  );
  await run('b.md');
  go();
  const { code, stderr } = await run('b.md', '--resume');
  expect(stderr).toContain('the node is as it was after b.1\n');
  expect(code).toBe(0);
  expect([out('done'), out('seen')]).toEqual(['a\nb\n', 'a\nb\n']);
  deck('echo a >> $OUT/done; echo another > ~/a');
  rmSync(join(folder.path, 'go'));
  await run('b.md', '--from', 'b.2');
  expect(out('seen')).toBe('another\nb\n');
});

test('where the first step of a deck fails, the node is that after the deck before', async () => {
  deck('echo a >> $OUT/done; echo a > ~/a');
  writeFileSync(
    join(folder.path, 'b.md'),
    '# B\n\n.exercise[\n\n```bash\n: > $OUT/tried; cat ~/a > $OUT/seen; test -e $OUT/go\n```\n\n]\n',
  );
  await run('b.md');
  go();
  const { code, stderr, verdicts } = await run('b.md', '--resume');
  expect(stderr).toContain('the node is as it was after slide-1.1\n');
  expect(verdicts).toEqual(['b.1 passed']);
  expect([code, out('done'), out('seen')]).toEqual([0, 'a\n', 'a\n']);
});

test('files that are too large are not kept, and named', async () => {
  deck('head -c 17000000 /dev/zero > ~/huge; echo small > ~/small', 'cat ~/small > $OUT/seen; test -e $OUT/go');
  await run();
  go();
  const { code, stderr } = await run('--resume');
  expect(stderr).toContain('not brought back, files that no snapshot holds: ~/huge\n');
  expect([code, out('seen')]).toEqual([0, 'small\n']);
});

test('each terminal goes on with its own shell', async () => {
  writeFileSync(
    join(folder.path, 'deck.md'),
    '# A deck\n\n.exercise[\n\n```bash\nmkdir -p ~/x; cd ~/x; A=first\n```\n\n<!-- ```terminal other``` -->\n\n```bash\nA=second; B="$HOME/x"; export B\n```\n\n<!-- ```terminal 1``` -->\n\n```bash\n: > $OUT/tried; test -e $OUT/go\n```\n\n```bash\necho "$A $PWD" | sed "s:$HOME:HOME:" >> $OUT/seen\n```\n\n<!-- ```terminal other``` -->\n\n```bash\necho "$A $B" | sed "s:$HOME:HOME:" >> $OUT/seen; ls -d $B\n```\n\n]\n',
  );
  expect((await run()).code).toBe(1);
  go();
  const { code, stderr } = await run('--resume');
  expect(stderr).toContain('the node is as it was after');
  expect([code, out('seen')]).toEqual([0, 'first HOME/x\nsecond HOME/x\n']);
});

test(
  'kill -9 at any moment: the node is that after a step, and each step has been done on it once',
  { timeout: 240_000 },
  async () => {
    const count = 10;
    deck(
      ...Array.from(
        { length: count },
        (_, at) =>
          `N=$((N + 1)); echo "${at + 1} $N" >> ~/log; sleep 0.0${at % 4}; kubectl create namespace n$N; docker run --name c$N busybox echo "said $N" >> ~/said`,
      ),
      'cp ~/log ~/said $OUT/; kubectl get ns -o name | grep -c /n; docker ps -aq | wc -l',
    );
    let seed = 20261130;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const all = (word: (at: number) => string): string =>
      Array.from({ length: count }, (_, at) => word(at + 1)).join('');
    let kills = 0;
    let brought = 0;
    while (kills < 20) {
      rmSync(join(folder.path, '.pupitre'), { recursive: true, force: true });
      rmSync(join(folder.path, 'log'), { force: true });
      for (let isFirst = true; ; isFirst = false) {
        const child = start(words(...(isFirst ? [] : ['--resume'])), folder.path);
        // A moment that somebody ends it.
        const timer =
          kills < 20
            ? setTimeout(
                () => {
                  child.kill('SIGKILL');
                },
                400 + Math.floor(random() * 2_000),
              )
            : undefined;
        const { code, stdout, stderr } = await child.ended;
        clearTimeout(timer);
        if (stderr.includes('the node is as it was after')) brought++;
        expect(stderr).not.toMatch(/replayed|damaged/);
        if (code !== null) {
          expect(code, stdout.slice(-3_000) + stderr).toBe(0);
          break;
        }
        kills++;
      }
      expect(out('log')).toBe(all((at) => `${at} ${at}\n`));
      expect(out('said')).toBe(all((at) => `said ${at}\n`));
    }
    expect(brought).toBeGreaterThan(8);
  },
);

test(
  'the French course: its last slide on the node of a run before, and from one in the middle on',
  { timeout: 300_000 },
  async () => {
    for (const name of ['slides', 'runner.config.json']) {
      cpSync(join(root, name), join(folder.path, name), { recursive: true });
    }
    const course = (...options: readonly string[]) =>
      pupitre(
        ['run', 'kubernetes', '--target', 'rehearsal', '--lang', 'en', '--reporter', 'json', ...options],
        folder.path,
      );
    const whole = verdictsOf((await course()).stdout);
    expect(whole.every((each) => each.endsWith(' passed'))).toBe(true);
    for (const from of [whole.length - 1, 8]) {
      const id = whole[from]?.split(' ')[0] ?? '';
      const { code, stdout, stderr } = await course('--from', id);
      expect(stderr).toContain(`the node is as it was after ${whole[from - 1]?.split(' ')[0] ?? ''}\n`);
      expect(stderr).not.toMatch(/replayed|do not listen/);
      expect(verdictsOf(stdout)).toEqual(whole.slice(from));
      expect(code).toBe(0);
    }
  },
);
