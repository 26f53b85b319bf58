import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import type { Step } from '../../src/plan/step.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run, type RunOptions } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

/** Verdicts of steps in a real shell, and all that the terminal showed. */
async function ran(steps: readonly Step[], options: Partial<RunOptions> = {}) {
  const target = localTarget({ environment: process.env });
  const events: RunEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of run(planOf(...steps), target, { actions: builtinActions, signal, ...options })) {
    events.push(event);
  }
  await target.close();
  return {
    verdicts: events.flatMap((event) => (event.type === 'stepEnd' ? [event.result.verdict.status] : [])),
    text: events.map((event) => (event.type === 'output' ? event.chunk : '')).join(''),
  };
}

test.each([
  ['DCS', '\\033P1;2|Coin found:\\033\\\\'],
  ['APC', '\\033_Coin found:\\033\\\\'],
  ['PM', '\\033^Coin found:\\033\\\\'],
  ['SOS', '\\033XCoin found:\\033\\\\'],
  ['a title', '\\033]0;Coin found:\\007'],
])('the body of %s does not satisfy a wait, the same text does', async (_what, string) => {
  const lines = (text: string): Step[] => [step('bash', `printf '${text}\\n'`), step('wait', 'Coin found:')];
  expect((await ran(lines(string))).verdicts).toEqual(['passed', 'failed']);
  expect((await ran(lines('Coin found:'))).verdicts).toEqual(['passed', 'passed']);
});

test('a shell that ends has said all that it had to say', async () => {
  for (let round = 0; round < 5; round++) {
    const { text, verdicts } = await ran([step('bash', 'seq 1 200000; exit')]);
    expect(verdicts).toEqual(['broken']);
    expect(text.slice(-40)).toMatch(/\n199999\r\n200000\r\nexit\r\n$/);
  }
}, 60_000);

test('a secret is in no event, however the terminal shows it', async () => {
  const value = 'correct-horse-battery';
  const lines = [
    `V=${value}`,
    'echo "$V" | tr a-z A-Z',
    'printf %s "user:$V!" | base64',
    'printf "\\033[31m%s\\033[0m%s\\n" "${V:0:8}" "${V:8}"',
    'printf "%s\\n" "$V" | fold -w 10',
    'printf "%sX\\b%s\\n" "${V:0:8}" "${V:8}"',
    '(set -x; : "$V") 2>&1',
  ];
  const secrets = { values: [value], patterns: [] };
  const { text, verdicts } = await ran([step('bash', lines.join('\n'))], { secrets });
  expect(verdicts).toEqual(['passed']);
  expect(text.match(/\*{5}/g)?.length).toBeGreaterThanOrEqual(lines.length);
  expect(text).not.toMatch(/horse|battery|hvcnNl|LWhvcnNlLWJh/i);
});
