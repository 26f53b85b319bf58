import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { changeText, shortChangeText } from '../../src/changes/wording.ts';
import type { Step } from '../../src/plan/step.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run, type RunOptions } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import type { Target } from '../../src/target/target.ts';
import { planOf, step } from './steps.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pupitre-changes-')));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function resultsOf(
  target: Target,
  steps: readonly Step[],
  options: Partial<RunOptions> = {},
): Promise<readonly StepResult[]> {
  const { signal } = new AbortController();
  try {
    await target.prepare(signal);
    const running = run(planOf(...steps), target, { actions: builtinActions, signal, changes: 'step', ...options });
    for (;;) {
      const next = await running.next();
      if (next.done) return next.value;
    }
  } finally {
    await target.close();
  }
}

/** What each of some commands changed, in words; on this machine, in an empty folder. */
async function changesOf(commands: readonly string[], options: Partial<RunOptions> = {}): Promise<string[][]> {
  const cwd = mkdtempSync(join(folder, 'work-'));
  const target = localTarget({ environment: process.env, cwd });
  const results = await resultsOf(
    target,
    commands.map((each) => step('bash', each)),
    options,
  );
  return results.map(({ changes }) => (changes?.list ?? []).map((each) => changeText(each).replaceAll(cwd, '.')));
}

test('without the option nothing is looked at', async () => {
  const target = localTarget({ environment: process.env, cwd: folder });
  let looks = 0;
  const counted: Target = { ...target, inventory: () => Promise.reject(new Error(`look ${++looks}`)) };
  const [result] = await resultsOf(counted, [step('bash', 'X=1')], { changes: undefined });
  expect([result?.verdict.status, result && 'changes' in result, looks]).toEqual(['passed', false, 0]);
});

test('files that are made, changed and removed', async () => {
  expect(
    await changesOf([
      'echo one > a.txt; mkdir d; echo two > d/b.txt',
      'echo more >> a.txt',
      'chmod 600 d/b.txt',
      'cat a.txt',
      'rm a.txt; mv d/b.txt c.txt',
    ]),
  ).toEqual([
    ['+a.txt (size 4)', '+d/b.txt (size 4)', '+d/'],
    ['a.txt size 4 → 9'],
    [expect.stringMatching(/^d\/b\.txt mode \d+ → 600$/)],
    [],
    ['−a.txt (size 9)', '+c.txt (size 4)', '−d/b.txt (size 4)'],
  ]);
});

test('variables, functions, aliases, options, jobs and the folder of the shell', async () => {
  expect(
    await changesOf([
      'export COURSE=kubernetes; greet() { echo hello; }',
      'COURSE="a b"; greet() { echo bye; }',
      'true',
      "alias ll='ls -l'; set -o noclobber; shopt -s nullglob; umask 077",
      'mkdir -m 755 sub; cd sub',
      'sleep 60 &',
      'unset COURSE; unset -f greet; kill %1; wait',
    ]),
  ).toEqual([
    ['+$COURSE (kubernetes)', '+greet()'],
    ['$COURSE kubernetes → a b', 'greet()'],
    [],
    ['+alias ll (ls -l)', '+option noclobber', '+option nullglob', expect.stringMatching(/^option umask \d+ → 0077$/)],
    ['+sub/', 'cd . → ./sub'],
    ['+job [1] sleep 60 (state Running)'],
    ['−$COURSE (a b)', '−greet()', expect.stringMatching(/job \[1\] sleep 60/)],
  ]);
});

test('a variable by whose name it is secret is told without its value, and secrets are masked', async () => {
  const secrets = { values: ['hunter2'], patterns: [] };
  const all = await changesOf(['export DB_PASSWORD=abc', 'WHERE=at-hunter2; touch hunter2.txt'], { secrets });
  expect(all[0]).toEqual(['+$DB_PASSWORD']);
  expect(all[1]).toHaveLength(2);
  expect(JSON.stringify(all)).not.toMatch(/abc|hunter2/);
});

test('a commit of git is the change of a repository, not of what git keeps there', async () => {
  const git = 'git -c user.name=a -c user.email=a@b -c commit.gpgsign=false';
  const [, , third] = await changesOf([
    'git init -q . 2>/dev/null; echo x > f',
    'git add f',
    `${git} commit -q -m one`,
    'git status >/dev/null',
  ]);
  expect(third).toEqual([expect.stringMatching(/^git \. head \w+ → \w+ [0-9a-f]{7}$/)]);
});

test('10,000 files in one folder are one change; the others are told', { timeout: 30_000 }, async () => {
  const all = await changesOf([
    'mkdir flood; for i in {1..10000}; do : > flood/$i; done; echo > beside.txt',
    'rm flood/77; echo >> beside.txt',
    'rm -r flood',
  ]);
  expect(all).toEqual([
    ['+beside.txt (size 1)', '+flood/… (entries 10000)', '+$i (10000)'],
    ['beside.txt size 1 → 2', 'flood/… entries 10000 → 9999'],
    ['−flood/… (entries 9999)'],
  ]);
});

test('many changes are counted, the first are named', async () => {
  const cwd = mkdtempSync(join(folder, 'many-'));
  const [result] = await resultsOf(localTarget({ environment: process.env, cwd }), [step('bash', 'touch f{1..300}')]);
  expect(result?.changes?.list).toHaveLength(50);
  expect(result?.changes?.more).toBe(250);
  // What is asked of docker's and Kubernetes' own clients takes too long for every step.
  expect(result?.changes?.unseen?.map(({ kind }) => kind)).toContain('object');
});

test('what comes in the background counts to the step during which it came', async () => {
  const fifo = join(folder, 'go');
  const all = await changesOf([
    `mkfifo ${fifo}; (read -r _ < ${fifo}; echo late > late.txt) & disown`,
    'echo early > early.txt',
    `echo > ${fifo}; until [ -s late.txt ]; do read -rt 0.05 _ < /dev/zero || true; done`,
  ]);
  expect(all.map((each) => each.filter((text) => text.includes('.txt')))).toEqual([
    [],
    ['+early.txt (size 6)'],
    ['+late.txt (size 5)'],
  ]);
});

test('a port that a step listens on is told, one of somebody else on the machine is not', async () => {
  const server = `node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log('port', s.address().port) })" > port & until grep -q port port; do read -rt 0.05 _ < /dev/zero || true; done`;
  const cwd = mkdtempSync(join(folder, 'ports-'));
  const foreign = createServer();
  const results = await resultsOf(
    localTarget({ environment: process.env, cwd }),
    [step('bash', 'true', { id: 'a' }), step('bash', server, { id: 'b' })],
    {
      beforeStep: async ({ id }) => {
        if (id === 'b') await new Promise<void>((listening) => foreign.listen(0, '127.0.0.1', listening));
        return 'run' as const;
      },
    },
  );
  foreign.close();
  const ports = results.map(({ changes }) => changes?.list.filter(({ what }) => what === 'port').length);
  expect(results.map(({ verdict }) => verdict.status)).toEqual(['passed', 'passed']);
  expect(ports).toEqual([0, 1]);
});

test('a program that has the terminal: what the shell becomes is told when it is back', async () => {
  const cwd = mkdtempSync(join(folder, 'program-'));
  const results = await resultsOf(localTarget({ environment: process.env, cwd }), [
    step('bash', 'X=1; cat', { stopsCommand: false, policy: 'detached' }),
    step('key', '^C'),
    step('bash', 'Y=2'),
  ]);
  const all = results.map(({ changes }) => changes?.list.map(shortChangeText));
  expect(all[0]).toEqual([]);
  expect(all.flat()).toEqual(expect.arrayContaining(['+$X', '+$Y']));
  expect(all.flat()).toHaveLength(2);
});

test('a step that is not run has no changes, and none of it counts to the next', async () => {
  const cwd = mkdtempSync(join(folder, 'skipped-'));
  const results = await resultsOf(
    localTarget({ environment: process.env, cwd }),
    [step('bash', 'A=1', { id: 'a' }), step('bash', 'B=1', { id: 'b' }), step('bash', 'C=1', { id: 'c' })],
    {
      beforeStep: ({ id }) => {
        if (id !== 'b') return 'run';
        writeFileSync(join(cwd, 'by-hand'), 'x');
        return 'skip';
      },
    },
  );
  const all = results.map(({ changes }) => changes?.list.map(shortChangeText));
  expect(all).toEqual([['+$A'], undefined, ['+$C']]);
});

test('the rehearsal: images, containers, objects, their fields, ports', { timeout: 60_000 }, async () => {
  const target = rehearsalTarget({ environment: process.env });
  const results = await resultsOf(
    target,
    [
      'docker run -d --name cache redis',
      'docker ps',
      'docker rm -f cache',
      'kubectl create deployment web --image=nginx',
      'kubectl rollout status deployment web',
      'kubectl scale deployment web --replicas=3; kubectl rollout status deployment web',
      'kubectl label deployment web tier=front',
      'kubectl set image deployment web nginx=redis',
      'kubectl expose deployment web --type=NodePort --port=80',
      'kubectl get all',
      'kubectl delete service web',
    ].map((each) => step('bash', each)),
  );
  expect(results.map(({ verdict }) => verdict.status)).toEqual(results.map(() => 'passed'));
  const all = results.map(({ changes }) => changes?.list.map(changeText) ?? []);
  expect(all[0]).toEqual([
    expect.stringMatching(/^\+image redis:latest \(id \w{12}\)$/),
    '+container cache (image redis, state running)',
  ]);
  expect(all[1]).toEqual([]);
  expect(all[2]).toEqual(['−container cache (image redis, state running)']);
  expect(all[3]?.[0]).toMatch(/^\+deployment\/web \(replicas 1, image nginx\)$/);
  expect(all[4]).toContain('deployment/web readyReplicas 0 → 1');
  expect(all[5]).toContain('deployment/web replicas 1 → 3, readyReplicas 1 → 3');
  expect(all[6]).toEqual(['deployment/web labels.tier front']);
  expect(all[7]?.[0]).toMatch(/^deployment\/web image nginx → redis/);
  expect(all[8]?.join()).toMatch(/\+service\/web \(ports\[80\] 80:\d+\/TCP, type NodePort\)/);
  expect(all[10]?.join()).toMatch(/−service\/web/);
  expect(all.flat().join('\n')).not.toMatch(
    /resourceVersion|managedFields|observedGeneration|lastTransition|endpoints/,
  );
  for (const { changes } of results) expect(changes?.unseen).toBeUndefined();
});

test('docker-compose: a network and containers come and go', { timeout: 60_000 }, async () => {
  const compose = 'version: "2"\nservices:\n  cache:\n    image: redis\n    ports: ["6390:6379"]';
  const results = await resultsOf(rehearsalTarget({ environment: process.env }), [
    step('bash', `mkdir app; cd app; cat > docker-compose.yml <<'E'\n${compose}\nE`),
    step('bash', 'docker-compose up -d'),
    step('bash', 'docker-compose down'),
  ]);
  const all = results.map(({ changes }) => changes?.list.map(shortChangeText) ?? []);
  expect(all[0]).toEqual(['+app/docker-compose.yml', '+app/', 'cd ~ → ~/app']);
  expect(all[1]).toEqual(['+image redis:latest', '+container app_cache_1', '+network app_default', '+port 6390']);
  expect(all[2]).toEqual(['−container app_cache_1', '−network app_default', '−port 6390']);
});
