import { expect, test } from 'vitest';
import { Masker, literalPattern } from '../../src/engine/mask.ts';
import { Transcript } from '../../src/engine/transcript.ts';
import { planOf, step } from './steps.ts';

test('writes asciicast v2 with a marker at every step', () => {
  let text = '';
  const transcript = new Transcript({ write: (chunk) => (text += chunk) }, { cols: 120, rows: 40 });
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

test('a secret is masked wherever the stream is cut', () => {
  const text = 'token hunter2. and hunter2hunter2 end';
  for (let cut = 0; cut <= text.length; cut++) {
    const masker = new Masker([literalPattern('hunter2.'), literalPattern('hunter2')]);
    const masked = masker.stream(text.slice(0, cut)) + masker.stream(text.slice(cut)) + masker.flush();
    expect(masked).toBe('token ***** and ********** end');
  }
});

test('secrets are masked in whatever is inside a value', () => {
  const masker = new Masker([/s3cret/g]);
  expect(masker.deep({ a: ['s3cret', { b: 'x s3cret' }], c: 1, d: undefined })).toEqual({
    a: ['*****', { b: 'x *****' }],
    c: 1,
    d: undefined,
  });
});
