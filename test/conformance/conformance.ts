import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reasons } from '../../node1/test/conformance/reasons.ts';
import { type Part, readRecording } from '../../node1/test/conformance/record.ts';
import { compareScores, readScore, type Score, scoreFile, scoreOf } from '../../node1/test/conformance/score.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import { play, type Played } from './play.ts';

// Types the recorded commands of a real node1 into the rehearsal (`npm run conformance`), prints a table of what came out, and compares
// with the last score. What a command says can depend on how busy the machine is, so no verdict fails anything: only a run that stops does.
// It stands here and not in node1 because it is about both: the commands go through the runner's target and session, marks and all.

const root = resolve(import.meta.dirname, '../..');
const stacks = '~/container.training/stacks';
/** The services of the recorded run, not those of the course. */
const files = [
  { from: `${root}/slides/stacks/dockercoins.yml`, to: `${stacks}/dockercoins.yml` },
  { from: `${root}/node1/test/fixtures/conformance/stack`, to: `${stacks}/dockercoins` },
];
const all: (Played & { readonly part: Part })[] = [];

afterAll(() => {
  const score = scoreOf(all.map(({ part, command: { id }, verdict }) => ({ part, id, verdict })));
  const different = all.filter(({ verdict }) => verdict !== 'identical');
  console.table(score.parts);
  console.table(
    different.map(({ command: { id, command }, verdict }) => ({
      id,
      command: command.slice(0, 60),
      verdict,
      why: reasons[id] ?? '?',
    })),
  );
  showChanges(score);
  if (process.env['UPDATE'] === '1') writeFileSync(scoreFile, `${JSON.stringify(score, null, 2)}\n`);
  // To look closer: CONFORMANCE=FILE in the environment gets expected and actual of everything that is not identical.
  const file = process.env['CONFORMANCE'];
  if (file !== undefined) writeFileSync(file, different.map(show).join('\n'));
});

// Part C goes on with the cluster of part B.
test.concurrent.each<[string, readonly Part[]]>([
  ['A, the deck as written', ['a']],
  ['B and C, the deck repaired and around it', ['b', 'c']],
])('part %s can be played to its end', async (_name, played) => {
  const target = rehearsalTarget({ environment: process.env, files });
  await target.prepare(new AbortController().signal);
  try {
    const commands = played.flatMap((part) => readRecording(part).commands.map((command) => ({ part, command })));
    const partOf = new Map(commands.map(({ part, command }) => [command, part]));
    await play(target, [...partOf.keys()], (one) => {
      const part = partOf.get(one.command);
      if (part) all.push({ ...one, part });
    });
    expect(all.filter(({ part }) => played.includes(part))).toHaveLength(commands.length);
  } finally {
    await target.close();
  }
});

function showChanges(score: Score): void {
  const { better, worse } = compareScores(readScore(), score);
  const share = (100 * all.filter(({ verdict }) => verdict === 'identical').length) / Math.max(1, all.length);
  console.log(
    `${all.length} commands, ${share.toFixed(1)} % identical; ${better.length} better, ${worse.length} worse`,
  );
  for (const [name, changes] of Object.entries({ better, worse })) {
    for (const { id, before, after } of changes) console.log(`${name}: ${id} ${before} -> ${after}`);
  }
}

function show({ command: { id, command, exitCode: wanted, output: expected }, exitCode, output }: Played): string {
  return [
    `== ${id} $ ${command}`,
    `-- real: exit ${wanted}`,
    expected,
    `-- rehearsal: exit ${exitCode ?? 'unknown'}`,
    output,
  ].join('\n');
}
