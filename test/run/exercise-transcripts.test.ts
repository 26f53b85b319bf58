import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { ExerciseTranscripts } from '../../src/run/exercise-transcripts.ts';
import { Transcript } from '../../src/run/transcript.ts';
import { planOf, step } from './steps.ts';

const size = { cols: 120, rows: 40 };
const first = step('bash', 'true', { id: 'a.1', slide: { index: 1, number: 1, title: 'One' } });
const second = step('bash', 'true', { id: 'a.2', slide: { index: 1, number: 1, title: 'One' } });
const third = step('bash', 'true', { id: 'b.1', slide: { index: 3, number: 2, title: 'Two' } });
const none = { passed: 0, failed: 0, timedOut: 0, broken: 0, skipped: 0, manual: 0, notRun: 0 };

const run: readonly RunEvent[] = [
  { type: 'runBegin', at: 0, startedAt: '2026-11-22T10:00:00.000Z', target: 'local', plan: planOf(first) },
  { type: 'output', at: 5, chunk: 'welcome\r\n$ ' },
  { type: 'stepBegin', at: 10.0004, step: first, ordinal: 1 },
  { type: 'output', at: 20.0008, chunk: 'true\r\n$ ' },
  { type: 'stepBegin', at: 30.0012, step: second, ordinal: 2 },
  { type: 'output', at: 40, chunk: 'true\r\n' },
  { type: 'output', at: 41, chunk: '\x1b[1m$ ' },
  { type: 'stepBegin', at: 2000, step: third, ordinal: 3 },
  { type: 'output', at: 2001, chunk: 'log', terminal: 'logs' },
  { type: 'output', at: 2500, chunk: 'end' },
  { type: 'runEnd', at: 3000, totals: none, results: [], interrupted: false },
];

function lines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

test('version 3 has intervals, and none of what is rounded is lost', () => {
  let text = '';
  const transcript = new Transcript(() => ({ write: (chunk) => (text += chunk) }), size, 3);
  for (const event of run) if (event.type !== 'output' || event.terminal === undefined) transcript.onEvent(event);
  const [header, ...events] = lines(text) as [object, ...[number, string, string][]];
  expect(header).toEqual({
    version: 3,
    term: { cols: 120, rows: 40, type: 'xterm-256color' },
    timestamp: 1795341600,
    title: 'A deck',
    env: { SHELL: 'bash' },
  });
  expect(events.slice(0, 3)).toEqual([
    [0.005, 'o', 'welcome\r\n$ '],
    [0.005, 'm', 'a.1 One'],
    [0.010001, 'o', 'true\r\n$ '],
  ]);
  expect(events.reduce((sum, [interval]) => sum + interval, 0)).toBeCloseTo(2.5, 6);
});

test('each exercise is a recording that begins with the prompt, and its clock with its first step', () => {
  const files = new Map<string, string>();
  const closed: string[] = [];
  const transcripts = new ExerciseTranscripts(
    ({ id }, deck) => ({
      sinkFor: (terminal) => ({
        write: (chunk) => {
          const name = `${deck} ${id} ${terminal}`;
          files.set(name, (files.get(name) ?? '') + chunk);
        },
      }),
      close: () => closed.push(id),
    }),
    { size, version: 3 },
  );
  for (const event of [...run, ...run.slice(0, 4)]) transcripts.onEvent(event);
  transcripts.close();
  const names = [...files.keys()];
  expect(names).toEqual(['1 a.1 1', '1 b.1 1', '1 b.1 logs', '2 a.1 1']);
  expect(closed).toEqual(['a.1', 'b.1', 'a.1']);
  expect(lines(files.get(names[1] ?? '') ?? '')).toEqual([
    expect.objectContaining({ version: 3, title: 'A deck: Two', timestamp: 1795341602 }),
    [0, 'o', '\x1b[1m$ '],
    [0, 'm', 'b.1 Two'],
    [0.5, 'o', 'end'],
  ]);
});
