import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import { accepted } from './conformance/accepted.ts';
import { type Played, play } from './conformance/play.ts';
import { type Part, readRecording } from './conformance/record.ts';

const stacks = resolve(import.meta.dirname, '../../slides/stacks');
const all: Played[] = [];

afterAll(() => {
  const verdicts = ['identical', 'differs', 'not simulated'] as const;
  const rows = verdicts.map((verdict) => {
    const found = all.filter((played) => played.verdict === verdict);
    const share = `${((100 * found.length) / Math.max(1, all.length)).toFixed(1)} %`;
    return { verdict, commands: found.length, share };
  });
  console.table(rows);
  console.table(
    all
      .filter(({ verdict }) => verdict !== 'identical')
      .map(({ command: { id, command }, verdict }) => ({
        id,
        command: command.slice(0, 60),
        verdict,
        why: accepted[id] ?? '?',
      })),
  );
  // To look closer: CONFORMANCE=FILE in the environment gets expected and actual of everything that is not identical.
  const file = process.env['CONFORMANCE'];
  if (file !== undefined)
    writeFileSync(
      file,
      all
        .filter(({ verdict }) => verdict !== 'identical')
        .map(show)
        .join('\n'),
    );
});

// Part C goes on with the cluster of part B.
test.concurrent.each<[string, readonly Part[]]>([
  ['A, the deck as written', ['a']],
  ['B and C, the deck repaired and around it', ['b', 'c']],
])(
  'part %s says what the real node1 said',
  async (_name, parts) => {
    const target = rehearsalTarget({
      environment: process.env,
      files: [{ from: stacks, to: '~/container.training/stacks' }],
    });
    const wrong: string[] = [];
    await target.prepare(new AbortController().signal);
    try {
      const commands = parts.flatMap((part) => readRecording(part).commands);
      await play(target, commands, (played) => {
        all.push(played);
        if (played.verdict !== 'identical' && accepted[played.command.id] === undefined) wrong.push(show(played));
      });
    } finally {
      await target.close();
    }
    expect(wrong.join('\n')).toBe('');
  },
  600_000,
);

function show({ command: { id, command, exitCode: wanted, output: expected }, exitCode, output }: Played): string {
  return [
    `== ${id} $ ${command}`,
    `-- real: exit ${wanted}`,
    expected,
    `-- rehearsal: exit ${exitCode ?? 'unknown'}`,
    output,
  ].join('\n');
}
