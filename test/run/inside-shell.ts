import { expect } from 'vitest';
import type { Step } from '../../src/plan/step.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import type { Target } from '../../src/target/target.ts';
import { planOf, step } from './steps.ts';

/** How a shell inside another is tried. */
export interface Inside {
  /** Commands that prepare it. */
  readonly before?: readonly string[];
  readonly enter: string;
  /** Says which shell it is. */
  readonly ask: string;
  readonly says: RegExp;
  /** A `wait` stands between it and the commands inside, as in most decks. */
  readonly withWait: boolean;
}

const wait = { timeoutMs: 20_000, tryMs: 20_000, pauseMs: 50, settleMs: 300 };

/**
 * Enters a shell, runs commands inside, and leaves it by `exit`: every verdict must be that of the shell in which the command ran, and
 * nobody may see what was typed to adopt it.
 */
export async function expectInside(target: Target, { before = [], enter, ask, says, withWait }: Inside): Promise<void> {
  const texts = [ask, 'false', "sh -c 'exit 3'", 'true', 'echo in', 'exit', 'echo "$OUTER"', 'false'];
  const entered: Step[] = withWait
    ? [step('bash', enter, { policy: 'detached', checksExitCode: false, limits: wait }), step('wait', '')]
    : [step('bash', enter, { limits: wait })];
  const first = [...before, 'OUTER=out'].map((text) => step('bash', text, { limits: { ...wait, timeoutMs: 90_000 } }));
  const steps = [...first, ...entered, ...texts.map((text) => step('bash', text, { limits: wait }))];
  const plan = planOf(...steps.map((each, index) => ({ ...each, id: `s${index}` })));
  const { signal } = new AbortController();
  let shown = '';
  for await (const event of run(plan, target, { actions: builtinActions, keepGoing: true, signal })) {
    if (event.type === 'output') shown += event.chunk;
    if (event.type !== 'runEnd') continue;
    const told = event.results.map(({ verdict, commands }) => [
      verdict.status,
      commands.at(-1)?.exitCode,
      commands.at(-1)?.output.trim(),
    ]);
    const text = shown.replaceAll(/\x1b\[[\d;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07/g, '');
    const inside = told.slice(first.length + entered.length);
    expect(inside.slice(1), text).toEqual([
      ['failed', 1, ''],
      ['failed', 3, ''],
      ['passed', 0, ''],
      ['passed', 0, 'in'],
      ['passed', 0, expect.anything()],
      ['passed', 0, 'out'],
      ['failed', 1, ''],
    ]);
    expect(told.slice(0, -texts.length).map(([status]) => status)).toEqual(
      Array(first.length + entered.length).fill('passed'),
    );
    expect(inside[0]).toEqual(['passed', 0, expect.stringMatching(says)]);
    expect(text).not.toMatch(/133;|pupitre|printf|aid=/);
  }
}
