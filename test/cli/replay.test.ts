import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pupitre, temporaryFolder } from './pupitre.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(
    join(folder.path, 'runner.config.json'),
    JSON.stringify({
      targets: { fresh: { type: 'local', home: 'temporary', env: { LOG: join(folder.path, 'log') } } },
    }),
  );
});

afterEach(() => {
  folder.remove();
});

/** A deck with a slide for each exercise. */
function deck(...exercises: readonly string[]): void {
  const slides = exercises.map((each, at) => `# Slide ${at + 1}\n\n.exercise[\n\n${each}\n\n]\n`);
  writeFileSync(join(folder.path, 'deck.md'), slides.join('\n---\n\n'));
}

function bash(text: string): string {
  return `\`\`\`bash\n${text}\n\`\`\``;
}

async function run(...options: readonly string[]) {
  const { code, stdout, stderr } = await pupitre(
    ['run', 'deck.md', '--target', 'fresh', '--lang', 'en', '--reporter', 'json', ...options],
    folder.path,
  );
  const events = stdout
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RunEnd);
  const results = events.findLast(({ type }) => type === 'runEnd')?.results ?? [];
  return { code, stderr, verdicts: results.map(({ verdict, tries }) => `${verdict.status} ${tries}`), results };
}

interface RunEnd {
  readonly type: string;
  readonly results?: readonly {
    readonly tries: number;
    readonly verdict: { readonly status: string; readonly reason?: unknown };
  }[];
}

function log(): readonly string[] {
  const file = join(folder.path, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

test('on a new node the steps before are replayed, and count neither as passed nor as left out', async () => {
  deck(
    bash('A=kept; echo 1 >> $LOG'),
    // What it expects is not judged, and what only reads is not typed.
    `${bash('echo 2 >> $LOG; echo $RANDOM')}\n\nWe should see:\n\n\`\`\`\nnever\n\`\`\``,
    `${bash('tail -f /dev/null $LOG')}\n\n<!-- \`\`\`wait 2\`\`\`\n\`\`\`key ^C\`\`\` -->`,
    bash('cat $LOG'),
    bash('echo "$A 5" >> $LOG'),
  );
  const { code, verdicts, stderr } = await run('--from', 'slide-5.1', '--strict');
  expect(stderr).toContain('fresh begins with a new node: the 6 steps before are replayed, not tested');
  expect(verdicts).toEqual(['skipped 1', 'skipped 1', 'skipped 0', 'skipped 0', 'skipped 0', 'skipped 0', 'passed 1']);
  expect(code).toBe(0);
  expect(log()).toEqual(['1', '2', 'kept 5']);
});

test('a run that is resumed on a new node replays what has passed', async () => {
  deck(bash('A=kept; echo 1 >> $LOG'), bash('echo 2 >> $LOG; [ -e $LOG.go ]'), bash('echo "$A 3" >> $LOG'));
  expect((await run()).code).toBe(1);
  writeFileSync(join(folder.path, 'log.go'), '');
  const { code, stderr, verdicts } = await run('--resume');
  expect(stderr).toMatch(
    /goes on with step 2 of 3, slide-2\.1; .*\nfresh begins with a new node: the step before is replayed/,
  );
  expect(verdicts).toEqual(['skipped 1', 'passed 1', 'passed 1']);
  expect(code).toBe(0);
  expect(log()).toEqual(['1', '2', '1', '2', 'kept 3']);
  expect((await run('--resume')).stderr).toContain('there is nothing to resume');
});

test('what was left out is made up for when it was what waited for something', async () => {
  deck(
    bash('(sleep 1; echo here > ~/ready) &'),
    bash('cat ~/ready'),
    bash('echo begun >> $LOG\ncp ~/ready ~/copy'),
    bash('cat ~/copy >> $LOG'),
  );
  const { code, verdicts } = await run('--from', 'slide-4.1');
  expect(verdicts).toEqual(['skipped 1', 'skipped 0', 'skipped 1', 'passed 1']);
  expect(code).toBe(0);
  // What had not failed is not done twice.
  expect(log()).toEqual(['begun', 'here']);
});

test('what cannot be made again ends the run', async () => {
  deck(bash('[ ! -e $LOG ] && echo 1 >> $LOG'), bash('echo 2 >> $LOG; [ -e $LOG.go ]'), bash('echo 3 >> $LOG'));
  await run();
  const { code, results } = await run('--resume', '--keep-going');
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['broken', 'notRun', 'notRun']);
  expect(JSON.stringify(results[0])).toContain(
    'what this step made could not be made again, so nothing after it can be tried',
  );
  expect(code).toBe(1);
  expect(log()).toEqual(['1', '2']);
});

test('--no-replay begins on a node without what the steps before make', async () => {
  deck(bash('echo 1 >> $LOG'), bash('echo 2 >> $LOG'));
  const { verdicts } = await run('--from', 'slide-2.1', '--no-replay');
  expect(verdicts).toEqual(['passed 1']);
  expect(log()).toEqual(['2']);
});

test('of several decks, those that have passed are replayed or left out, and the one that failed goes on', async () => {
  deck(bash('echo a1 >> $LOG'));
  writeFileSync(join(folder.path, 'b.md'), `# B\n\n.exercise[\n\n${bash('echo b1 >> $LOG; [ -e $LOG.go ]')}\n\n]\n`);
  await run('b.md');
  writeFileSync(join(folder.path, 'log.go'), '');
  const { stderr } = await run('b.md', '--resume');
  expect(stderr).toMatch(
    /^goes on with step 1 of 1, b\.1; .*\nfresh begins with a new node: the step before is replayed/,
  );
  expect(log()).toEqual(['a1', 'b1', 'a1', 'b1']);
});
