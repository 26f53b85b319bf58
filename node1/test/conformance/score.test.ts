import { expect, test } from 'vitest';
import { verdictOf } from './compare.ts';
import { parts, readRecording } from './record.ts';
import { compareScores, readScore, scoreOf } from './score.ts';

const command = { id: '1.1', command: 'ls', exitCode: 0, output: 'a' };

test.each([
  [0, 'a', 'identical'],
  [1, 'a', 'differs'],
  [undefined, 'a', 'differs'],
  [0, 'b', 'differs'],
  [1, 'rehearsal: ls is not simulated; use a real cluster', 'not simulated'],
])('exit code %s with output %j is %s', (exitCode, output, verdict) => {
  expect(verdictOf(command, exitCode, output)).toBe(verdict);
});

test('two scores are told apart by command', () => {
  const before = scoreOf([
    { part: 'a', id: '1.1', verdict: 'identical' },
    { part: 'a', id: '1.2', verdict: 'differs' },
    { part: 'b', id: '2.1', verdict: 'not simulated' },
  ]);
  const after = scoreOf([
    { part: 'a', id: '1.1', verdict: 'differs' },
    { part: 'a', id: '1.2', verdict: 'not simulated' },
    { part: 'b', id: '2.1', verdict: 'not simulated' },
  ]);
  expect(before.parts.a).toEqual({ identical: 1, differs: 1, 'not simulated': 0 });
  expect(compareScores(before, after)).toEqual({
    better: [{ id: '1.2', before: 'differs', after: 'not simulated' }],
    worse: [{ id: '1.1', before: 'identical', after: 'differs' }],
  });
});

test.each(parts)('the kept score is about every command of part %s', (part) => {
  const { commands } = readRecording(part);
  const counts = readScore().parts[part];
  expect(counts.identical + counts.differs + counts['not simulated']).toBe(commands.length);
});
