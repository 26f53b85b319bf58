import { expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { failureOf } from '../../src/report/failure.ts';
import { step } from '../run/steps.ts';

function screenOf(screen: string): readonly string[] | undefined {
  const verdict = { status: 'failed', reason: verbatim('no') } as const;
  const result = { stepId: 'a.1', verdict, durationMs: 1, tries: 1, commands: [], hints: [], screen };
  return failureOf(step('wait', 'x'), result, 'en')?.screen;
}

test('the empty lines of an editor do not push its text out of the report', () => {
  const screen = ['TEXT', ...Array<string>(38).fill('~'), '-- INSERT --'].join('\n');
  expect(screenOf(screen)).toEqual(['TEXT', '~  (× 38)', '-- INSERT --']);
});

test('a few equal lines stay as they are, many blank ones are one', () => {
  expect(screenOf('a\nb\nb\nb\nc')).toEqual(['a', 'b', 'b', 'b', 'c']);
  expect(screenOf('a\n\n\n\n\n\nb')).toEqual(['a', '', 'b']);
});
