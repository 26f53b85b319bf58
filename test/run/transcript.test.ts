import { expect, test } from 'vitest';
import { Masker } from '../../src/run/mask.ts';
import { Transcript } from '../../src/run/transcript.ts';
import { planOf, step } from './steps.ts';

test('writes asciicast v2 with a marker at every step', () => {
  let text = '';
  const transcript = new Transcript(() => ({ write: (chunk) => (text += chunk) }), { cols: 120, rows: 40 });
  const one = step('bash', 'true', { id: 'a.1' });
  transcript.onEvent({
    type: 'runBegin',
    at: 0,
    startedAt: '2026-11-22T10:00:00.000Z',
    target: 'local',
    plan: planOf(one),
  });
  transcript.onEvent({ type: 'stepBegin', at: 10, step: one, ordinal: 1 });
  transcript.onEvent({ type: 'output', at: 20, chunk: 'é\x1b[0m\r\n' });
  transcript.flush();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    {
      version: 2,
      width: 120,
      height: 40,
      timestamp: 1795341600,
      title: 'A deck',
      env: { TERM: 'xterm-256color', SHELL: 'bash' },
    },
    [0.01, 'm', 'a.1 A slide'],
    [0.02, 'o', 'é\x1b[0m\r\n'],
  ]);
});

test('a second run goes on where the first ended', () => {
  let text = '';
  const transcript = new Transcript(() => ({ write: (chunk) => (text += chunk) }), { cols: 120, rows: 40 });
  const plan = planOf(step('bash', 'true'));
  const none = { passed: 0, failed: 0, timedOut: 0, broken: 0, skipped: 0, manual: 0, notRun: 0 };
  for (const chunk of ['a', 'b']) {
    transcript.onEvent({ type: 'runBegin', at: 0, startedAt: '2026-11-22T10:00:00.000Z', target: 'local', plan });
    transcript.onEvent({ type: 'output', at: 1_000, chunk });
    transcript.onEvent({ type: 'runEnd', at: 2_000, totals: none, results: [], interrupted: false });
  }
  const [header, ...events] = text.trimEnd().split('\n');
  expect(header).toContain('"version":2');
  expect(events).toEqual(['[1,"o","a"]', '[3,"o","b"]']);
});

test.each([
  [['hunter2.', 'hunter2'], [], 'token hunter2. and hunter2hunter2 end', 'token ***** and ********** end'],
  [['my secret pass'], [], 'a my secret pass b', 'a ***** b'],
  [['line one\nline two'], [], 'x line one\r\nline two y', 'x ***** y'],
  [[], [/eyJ[\w.-]+/g], 'bearer eyJhbGci.abc-d_e f', 'bearer ***** f'],
])('%j %s are masked wherever the stream is cut', (values, patterns, text, masked) => {
  for (let cut = 0; cut <= text.length; cut++) {
    const masker = new Masker({ values, patterns });
    expect(masker.stream(text.slice(0, cut)) + masker.stream(text.slice(cut)) + masker.flush()).toBe(masked);
  }
});

test('a megabyte without blanks passes the masker in linear time', () => {
  const masker = new Masker({ values: ['secret'], patterns: [/tok_\w+/g] });
  let out = 0;
  for (let index = 0; index < 256; index++) out += masker.stream('x'.repeat(4096)).length;
  expect(out + masker.flush().length).toBe(256 * 4096);
});
