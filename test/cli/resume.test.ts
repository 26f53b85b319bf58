import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pupitre, start, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;
let log: string;

beforeEach(() => {
  folder = temporaryFolder();
  log = join(folder.path, 'log');
});

afterEach(() => {
  folder.remove();
});

/** A deck with a slide for each list of commands. */
function deck(...commands: readonly string[]): void {
  const slides = commands.map((each, at) => `# Slide ${at + 1}\n\n.exercise[\n\n\`\`\`bash\n${each}\n\`\`\`\n\n]\n`);
  writeFileSync(join(folder.path, 'deck.md'), slides.join('\n---\n\n'));
}

function run(...options: readonly string[]) {
  return pupitre(['run', 'deck.md', '--target', 'local', '--lang', 'en', ...options], folder.path);
}

function lines(): readonly string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
}

function stateFile(): string {
  const name = readdirSync(join(folder.path, '.pupitre')).find((each) => each.endsWith('.ndjson'));
  return join(folder.path, '.pupitre', name ?? '');
}

const failing = [
  'cd /; A="one two"; f() { echo "f $A $PWD"; }',
  'echo 2 >> ~/log',
  'f >> ~/log; test -e ~/go',
  'f >> ~/log',
];

test('after a failure a run goes on in a shell that is what the first one was', async () => {
  deck(...failing);
  expect((await run()).code).toBe(1);
  writeFileSync(join(folder.path, 'go'), '');
  const { code, stdout, stderr } = await run('--resume');
  expect(stderr).toMatch(
    /^goes on with step 3 of 4, slide-3\.1; those before it passed until \d{4}-\d\d-\d\d \d\d:\d\d UTC\n$/,
  );
  expect(stdout).toContain('2 passed');
  expect(code).toBe(0);
  expect(lines()).toEqual(['2', 'f one two /', 'f one two /', 'f one two /']);
  expect((await run('--resume')).stderr).toMatch(/^everything has passed already .*: there is nothing to resume\n$/);
  expect(lines()).toHaveLength(4);
});

test('the state is for its owner alone, and is never committed', async () => {
  deck('true');
  await run();
  expect(statSync(stateFile()).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder.path, '.pupitre/.gitignore'), 'utf8')).toBe('*\n');
  rmSync(join(folder.path, '.pupitre'), { recursive: true });
  await run('--no-state');
  expect(existsSync(join(folder.path, '.pupitre'))).toBe(false);
});

test('without a run before, it begins with the first step', async () => {
  deck('echo 1 >> ~/log');
  const { code, stderr } = await run('--resume');
  expect(stderr).toMatch(
    /^there is nothing to go on with: no step of deck\.md has passed on local; it begins with the first\n/,
  );
  expect([code, ...lines()]).toEqual([0, '1']);
});

test('a deck that changed before the point is done again from there', async () => {
  deck(...failing);
  await run();
  deck(failing[0] ?? '', 'echo "changed $A" >> ~/log', 'true', 'f >> ~/log');
  const { code, stderr } = await run('--resume');
  expect(stderr).toContain('the deck has changed at slide-2.1 since');
  expect(stderr).toContain('goes on with step 2 of 4');
  expect(code).toBe(0);
  expect(lines()).toEqual(['2', 'f one two /', 'changed one two', 'f one two /']);
});

test.each([
  [
    'a line that is damaged',
    (text: string) => text.replace(/\n.*slide-2\.1.*\n/, '\n{"type":"end","id"\n'),
    /line \d+ is damaged; only what stands before it/,
  ],
  [
    'another version',
    (text: string) => text.replace('"version":1', '"version":99'),
    /written by another version of Pupitre/,
  ],
  ['no state at all', () => 'nothing\n', /written by another version of Pupitre, or is no state/],
])('%s costs what it said, and nothing else', async (_, change, told) => {
  deck(...failing);
  await run();
  writeFileSync(stateFile(), change(readFileSync(stateFile(), 'utf8')));
  writeFileSync(join(folder.path, 'go'), '');
  const { code, stderr } = await run('--resume');
  expect(stderr).toMatch(told);
  expect(code).toBe(0);
  expect(lines().at(-1)).toBe('f one two /');
});

test('a line that was cut off is no damage', async () => {
  deck(...failing);
  await run();
  appendFileSync(stateFile(), '{"type":"beg');
  const { stderr } = await run('--resume');
  expect(stderr).toMatch(/^goes on with step 3 of 4/);
});

test('a folder that cannot be written is told once, and the run goes on', async () => {
  deck('true', 'true');
  writeFileSync(join(folder.path, '.pupitre'), 'a file');
  const { code, stderr } = await run();
  expect(stderr.match(/cannot be kept for --resume/g)).toHaveLength(1);
  expect(code).toBe(0);
  rmSync(join(folder.path, '.pupitre'));
  if (process.getuid?.() === 0) return;
  chmodSync(folder.path, 0o500);
  expect((await run()).stderr).toContain('cannot be kept for --resume');
  chmodSync(folder.path, 0o700);
});

test('two runs at once: the second says so, and keeps nothing', async () => {
  deck('echo 1 >> ~/log; echo up""on; read -t 60 < <(tail -f --pid=$$ /dev/null)', 'echo 2 >> ~/log');
  const first = start(['run', 'deck.md', '--target', 'local', '--reporter', 'json'], folder.path);
  await first.seen(/upon/);
  const before = readFileSync(stateFile(), 'utf8');
  const resumed = await run('--resume');
  expect(resumed.code).toBe(2);
  expect(resumed.stderr).toContain(`another run (process ${first.pid}) is writing`);
  expect((await run('--from', 'slide-2.1')).stderr).toContain('is not kept for --resume: another run');
  expect(readFileSync(stateFile(), 'utf8')).toBe(before);
  first.kill('SIGKILL');
  await first.ended;
  deck('echo 1 >> ~/log; true', 'echo 2 >> ~/log');
  expect((await run()).stderr).not.toContain('another run');
});

test('secrets are not written, and named', async () => {
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify({ secrets: ['TOKEN', '/key-\\d+/'] }));
  deck('A=tok-5678; B=$(echo key-1234); C=plain; g() { echo tok-5678; }', 'echo "<$A$B$C>" >> ~/log; test -e ~/go');
  const secret = { TOKEN: 'tok-5678' };
  await pupitre(['run', 'deck.md', '--target', 'local'], folder.path, secret);
  expect(readFileSync(stateFile(), 'utf8')).not.toMatch(/tok-5678|key-1234/);
  writeFileSync(join(folder.path, 'go'), '');
  const { stderr } = await pupitre(
    ['run', 'deck.md', '--target', 'local', '--resume', '--lang', 'en'],
    folder.path,
    secret,
  );
  expect(stderr).toContain('not brought back, because it holds secrets: A, B, functions');
  expect(lines()).toEqual(['<tok-5678key-1234plain>', '<plain>']);
});

test('what ran in the background is named', async () => {
  deck('sleep 77 & A=1', 'echo $A >> ~/log; test -e ~/go');
  await run();
  writeFileSync(join(folder.path, 'go'), '');
  expect((await run('--resume')).stderr).toMatch(/not brought back, what ran in the background: sleep 77 &/);
});

test('a run that was ended within a program goes on with the step that opens it', async () => {
  writeFileSync(
    join(folder.path, 'deck.md'),
    '# A deck\n\n.exercise[\n\n```bash\nA=1\n```\n\n```bash\necho open >> ~/log; cat >> ~/log\n```\n\n<!--\n```keys\nhello $A\n```\n```key ^J```\n```key ^D```\n```check```\n-->\n\n```bash\necho $A >> ~/log; test -e ~/go\n```\n\n]\n',
  );
  expect((await run('--from', 'a-deck.3')).stderr).toContain(
    'a-deck.3 belongs to a program that has the terminal: the run begins with a-deck.2, which opens it',
  );
  expect(lines()).toEqual(['open', 'hello $A']);
  await run();
  const state = readFileSync(stateFile(), 'utf8').split('\n');
  // As `kill -9` leaves it after the keys: the program had the terminal.
  writeFileSync(
    stateFile(),
    `${state.filter((line) => !/"a-deck\.[4-9]"/.test(line)).join('\n')}\n`.replace(/\n+$/, '\n'),
  );
  rmSync(log);
  writeFileSync(join(folder.path, 'go'), '');
  const { code, stderr } = await run('--resume');
  expect(stderr).toContain('goes on with step 2 of');
  expect(code).toBe(0);
  expect(lines()).toEqual(['open', 'hello $A', '1']);
});

test('each terminal gets its own shell back', async () => {
  writeFileSync(
    join(folder.path, 'deck.md'),
    '# A deck\n\n.exercise[\n\n```bash\nA=first; cd /\n```\n\n<!-- ```terminal other``` -->\n\n```bash\nA=second; cd /usr\n```\n\n<!-- ```terminal 1``` -->\n\n```bash\n: > ~/x; test -e ~/go\n```\n\n```bash\necho "$A $PWD" >> ~/log\n```\n\n<!-- ```terminal other``` -->\n\n```bash\necho "$A $PWD" >> ~/log\n```\n\n]\n',
  );
  expect((await run()).code).toBe(1);
  writeFileSync(join(folder.path, 'go'), '');
  expect((await run('--resume')).code).toBe(0);
  expect(lines()).toEqual(['first /', 'second /usr']);
});

test('a page on a later slide is found by what was shown before', async () => {
  const { createServer } = await import('node:http');
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  writeFileSync(
    join(folder.path, 'deck.md'),
    `# A deck\n\n.exercise[\n\n\`\`\`bash\nkubectl() { [ "$1" = get ] && printf 'NAME   TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)        AGE\\nweb    NodePort   10.0.0.1     <none>        80:${port}/TCP   1s\\n'; }\n\`\`\`\n\n\`\`\`bash\nkubectl get svc\n\`\`\`\n\n\`\`\`bash\n: > ~/x; test -e ~/go\n\`\`\`\n\n]\n\n---\n\n# The page\n\n.exercise[\n\n- Open http://node1:${String(port).charAt(0)}xxxx/\n\n]\n`,
  );
  await run();
  writeFileSync(join(folder.path, 'go'), '');
  const { stdout } = await run('--resume');
  expect(stdout).toContain(`http://127.0.0.1:${port}/ answers 200`);
  server.close();
});

test('options that contradict each other', async () => {
  deck('true');
  for (const options of [['--only', 'slide-1.1'], ['--from', 'slide-1.1'], ['--no-state']])
    expect(await run('--resume', ...options)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--resume goes on after') as unknown,
    });
});

test('--from: in a shell like that before it, or with --no-replay in a new one', async () => {
  deck('A=kept', 'echo "<$A>" >> ~/log');
  await run();
  await run('--from', 'slide-2.1');
  await run('--from', 'slide-2.1', '--no-replay');
  rmSync(join(folder.path, '.pupitre'), { recursive: true });
  expect((await run('--from', 'slide-2.1')).stderr).toContain('nothing is kept of the steps before slide-2.1');
  expect(lines()).toEqual(['<kept>', '<kept>', '<>', '<>']);
});

test(
  'kill -9 at any moment: no step is lost, none is done twice but the one that had begun',
  { timeout: 200_000 },
  async () => {
    const count = 12;
    deck(
      ...Array.from(
        { length: count },
        (_, at) => `N=$((N + 1)); sleep 0.0${at % 7}; echo "${at + 1} $N" >> ~/log; sleep 0.0${at % 5}`,
      ),
    );
    let seed = 20261130;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let kills = 0;
    for (let round = 0; kills < 20; round++) {
      rmSync(log, { force: true });
      // One that is killed before it begins leaves nothing of the round before.
      rmSync(join(folder.path, '.pupitre'), { recursive: true, force: true });
      const mayBeTwice: number[] = [];
      for (let isFirst = true; ; isFirst = false) {
        const child = start(
          [
            'run',
            'deck.md',
            '--target',
            'local',
            '--lang',
            'en',
            '--reporter',
            'json',
            ...(isFirst ? [] : ['--resume']),
          ],
          folder.path,
        );
        const killAt = kills < 20 ? Math.floor(random() * 900) : undefined;
        // A moment that somebody ends it.
        const timer =
          killAt === undefined
            ? undefined
            : setTimeout(() => {
                child.kill('SIGKILL');
              }, 250 + killAt);
        const { code, stderr } = await child.ended;
        clearTimeout(timer);
        const again = /^slide-(\d+)\.1 had begun when the run was ended/m.exec(stderr)?.[1];
        if (again !== undefined) mayBeTwice.push(Number(again));
        if (code !== null) {
          expect(code, stderr).toBe(0);
          break;
        }
        kills++;
      }
      const done = lines().map((line) => line.split(' ').map(Number));
      // The counter of the shell came back each time: it is the number of the step.
      expect(
        done.every(([step, counter]) => step === counter),
        JSON.stringify(done),
      ).toBe(true);
      expect([...new Set(done.map(([step]) => step))]).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      const twice = done
        .filter(([step], at) => done.findIndex(([other]) => other === step) !== at)
        .map(([step]) => step);
      expect(
        twice.filter((step) => !mayBeTwice.includes(step ?? 0)),
        JSON.stringify({ done, mayBeTwice, round }),
      ).toEqual([]);
    }
  },
);
