import { describe, expect, test } from 'vitest';
import { worded } from '../messages/worded.ts';
import { deckOf, fence, hidden, stepsOf } from './decks.ts';

function bash(text: string): string {
  return fence('bash', text);
}

/** Action, policy, and the flags that are not usual. */
function shape(text: string): string[] {
  return stepsOf(text).map(({ action, policy, stopsCommand, checksExitCode }) =>
    [action, policy === 'once' ? '' : policy, stopsCommand ? 'stops' : '', checksExitCode ? '' : 'any-exit']
      .filter(Boolean)
      .join(' '),
  );
}

describe('who ends a command', () => {
  test.each([
    [bash('kubectl logs -f x'), ['bash endless stops']],
    [bash('kubectl logs -f x') + hidden('wait a'), ['bash detached any-exit', 'wait stops']],
    [bash('kubectl logs -f x') + hidden('longwait a'), ['bash detached any-exit', 'longwait stops']],
    [bash('kubectl logs -f x') + hidden('wait a', 'key ^C'), ['bash detached any-exit', 'wait', 'key']],
    [bash('kubectl logs -f x') + hidden('wait a', 'longwait b'), ['bash detached any-exit', 'wait', 'longwait stops']],
    [
      bash('kubectl logs -f x') + hidden('wait a', 'wait b', 'keys q'),
      ['bash detached any-exit', 'wait', 'wait', 'keys'],
    ],
    [
      bash('kubectl logs -f x') + hidden('timeout 2m', 'wait a', 'timeout 1m'),
      ['bash detached any-exit', 'wait stops'],
    ],
    [bash('kubectl logs -f x') + hidden('key ^C'), ['bash endless', 'key']],
    [bash('kubectl logs -f x') + fence('yaml', 'a: 1') + hidden('key ^C'), ['bash endless', 'none', 'key']],
    [bash('kubectl logs -f x') + bash('docker pull y'), ['bash endless stops', 'bash']],
    [bash('docker node ls') + hidden('wait not a swarm manager'), ['bash detached any-exit', 'wait']],
    [bash('vim x') + hidden('keys :q', 'key ^J'), ['bash detached any-exit', 'keys', 'key']],
    [fence('hide', 'vim x') + hidden('wait y', 'key q'), ['hide detached any-exit', 'wait', 'key']],
    [bash('docker pull x'), ['bash']],
    [hidden('wait x'), ['wait']],
    [
      hidden('key ^C') + bash('kubectl logs -f x') + hidden('wait y') + bash('docker pull x') + hidden('key q'),
      ['key', 'bash detached any-exit', 'wait stops', 'bash detached any-exit', 'key'],
    ],
  ])('%j', (exercise, steps) => {
    expect(shape(deckOf(exercise))).toEqual(steps);
  });

  test('a wait of another exercise takes nothing over', () => {
    const text = deckOf(bash('kubectl logs -f x'), `.exercise[\n\n${hidden('wait a')}\n]`);
    expect(shape(text)).toEqual(['bash endless stops', 'wait']);
  });

  test.each([
    [bash('kubectl logs -f x'), 'does not end by itself: kubectl logs -f: stopped when it has settled'],
    [
      bash('kubectl logs -f x') + hidden('key ^C'),
      'does not end by itself: kubectl logs -f; `key` follows: left running when it has settled',
    ],
    [bash('kubectl logs -f x') + hidden('wait a'), 'does not end by itself: kubectl logs -f; `wait` takes over'],
    [bash('vim x') + hidden('keys q'), 'waits for somebody to type: vim; `keys` takes over'],
  ])('%j: %s', (exercise, reason) => {
    expect(worded(stepsOf(deckOf(exercise))[0]?.policyReason)).toBe(reason);
  });
});

describe('what is expected of a command that was detached', () => {
  const actions = (text: string): unknown[] =>
    stepsOf(text).map(({ action, expectations }) => [action, expectations.map(({ source }) => source)]);

  test('is tested when the steps that took over are done', () => {
    const text = deckOf(bash('docker node ls') + hidden('expect a', 'wait b', 'key ^C') + bash('ls'));
    expect(actions(text)).toEqual([
      ['bash', []],
      ['wait', []],
      ['key', []],
      ['expect', ['a']],
      ['bash', []],
    ]);
  });

  test('is tested before the next exercise begins', () => {
    const text = deckOf(bash('docker node ls') + hidden('expect a', 'wait b'), `.exercise[\n\n${hidden('key q')}\n]`);
    expect(stepsOf(text).map(({ action }) => action)).toEqual(['bash', 'wait', 'expect', 'key']);
  });

  test('may be shown by the slide', () => {
    const text = deckOf(
      bash('docker node ls') + hidden('wait b'),
      'You will get an error message:\n```\nnot a manager [...]\n```',
    );
    expect(actions(text)).toEqual([
      ['bash', []],
      ['wait', []],
      ['expect', ['not a manager [...]']],
    ]);
    expect(stepsOf(text)[2]).toMatchObject({ id: 'test.3', policy: 'eventually', place: { line: 17 } });
  });
});
