import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { message } from '../../src/messages/message.ts';
import type { Step } from '../../src/plan/step.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

function has(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((each) => existsSync(join(each, program)));
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-owners-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const detached: Partial<Step> = { policy: 'detached', checksExitCode: false };
const soon = { timeoutMs: 2_000, tryMs: 2_000, pauseMs: 50, settleMs: 300 };

/** Runs steps one after the other, whatever becomes of them. */
async function runSteps(...steps: Step[]): Promise<readonly StepResult[]> {
  const target = localTarget({ cwd: folder, environment: { ...process.env, HOME: folder } });
  await target.prepare(new AbortController().signal);
  try {
    const { signal } = new AbortController();
    for await (const event of run(planOf(...steps), target, { actions: builtinActions, signal, keepGoing: true })) {
      if (event.type === 'runEnd') return event.results;
    }
  } finally {
    await target.close();
  }
  throw new Error('the run did not end');
}

function statuses(results: readonly StepResult[]): string[] {
  return results.map(({ verdict }) => verdict.status);
}

function codes(results: readonly StepResult[]): string[] {
  return results.map(({ verdict }) => ('reason' in verdict ? verdict.reason.code : (verdict.note?.code ?? '')));
}

describe('keys, waits and checks belong to the program that was started for them', () => {
  test.each([
    ['has failed', 'ls /nonexistent-dir', 'run/owner-ended'],
    ['does not exist', 'no-such-program', 'run/owner-ended'],
    ['has ended', 'true', 'run/owner-ended'],
    ['is a syntax error', 'if fi', 'run/owner-ended'],
  ])('keys for a program that %s are not typed', async (_, command, code) => {
    const results = await runSteps(
      step('bash', command, detached),
      step('keys', 'touch from-the-deck'),
      step('key', '^J'),
      step('bash', 'echo next'),
    );
    expect(statuses(results).slice(1)).toEqual(['broken', 'broken', 'passed']);
    expect(codes(results)[1]).toBe(code);
    expect(existsSync(join(folder, 'from-the-deck'))).toBe(false);
  });

  test('a program that is not there passes for nothing, although its exit code does not count', async () => {
    const results = await runSteps(
      step('bash', 'no-such-program -f', detached),
      step('wait', 'x', { limits: soon }),
      step('bash', 'echo first; no-such-program -f', detached),
      step('bash', './not-executable', detached),
    );
    expect(statuses(results)).toEqual(['failed', 'failed', 'failed', 'failed']);
  });

  test('nor after a wait that has failed', async () => {
    const results = await runSteps(
      step('bash', 'sh -c "echo refused; exit 1"', detached),
      step('wait', 'Please edit', { limits: soon }),
      step('keys', 'touch from-the-deck'),
      step('key', '^J'),
      step('keys', ':wq'),
      step('key', '^J'),
    );
    expect(statuses(results).slice(1)).toEqual(['failed', 'broken', 'broken', 'broken', 'broken']);
    expect(existsSync(join(folder, 'from-the-deck'))).toBe(false);
  });

  test('nor after a wait that has timed out, which stops the program', async () => {
    const results = await runSteps(
      step('bash', 'sleep 1000', detached),
      step('wait', 'NEVER', { limits: soon }),
      step('keys', 'touch from-the-deck'),
    );
    expect(codes(results)).toEqual(['', 'run/text-timeout', 'run/owner-gone']);
  });

  test('nor for a step that was skipped', async () => {
    const results = await runSteps(
      step('bash', 'cat', { ...detached, skip: { code: 'text/verbatim', data: { text: 'no' } } }),
      step('keys', 'touch from-the-deck'),
      step('key', '^J'),
    );
    expect(codes(results).slice(1)).toEqual(['run/owner-gone', 'run/owner-gone']);
  });

  test('nor for a pane that was not opened', async () => {
    const results = await runSteps(
      step('bash', 'echo made'),
      step('none', 'split-pane top', { skip: message('plan/tmux-program', { program: 'top' }) }),
      step('copy', 'made'),
      step('keys', 'touch from-the-deck'),
      step('key', '^D'),
      step('bash', 'echo next'),
    );
    expect(statuses(results)).toEqual(['passed', 'skipped', 'passed', 'broken', 'broken', 'passed']);
    expect(codes(results).slice(3, 5)).toEqual(['run/owner-gone', 'run/owner-gone']);
  });

  test('a wait for a command that was never typed does not pass on the text of an earlier one', async () => {
    const results = await runSteps(
      step('bash', 'python3', detached),
      step('wait', '>>>', { limits: { ...soon, timeoutMs: 5_000 } }),
      step('bash', 'python3 -c "import time; time.sleep(100)"', detached),
      step('wait', '>>>', { limits: soon }),
      step('bash', 'echo next'),
    );
    expect(statuses(results)).toEqual(['passed', 'passed', 'broken', 'broken', 'passed']);
    expect(codes(results).slice(2, 4)).toEqual(['run/taken', 'run/owner-gone']);
  });

  test('^C twice for a program that the first has ended is no fault', async () => {
    const results = await runSteps(
      step('bash', 'sleep 100', detached),
      step('key', '^C'),
      step('key', '^C'),
      step('bash', 'echo whole'),
    );
    expect(statuses(results)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(results[3]?.commands[0]?.output).toBe('whole');
  });

  test('a password is typed when the program reads it, and not before', async () => {
    const results = await runSteps(
      step('bash', "python3 -c 'import getpass; print(len(getpass.getpass()))'", detached),
      step('keys', 'abc'),
      step('key', '^J'),
      step('wait', '3'),
      step('check', ''),
    );
    expect(statuses(results)).toEqual(Array(5).fill('passed'));
  });
});

describe('a command that was left running', () => {
  const note = (results: readonly StepResult[]): unknown[] =>
    results.map(({ verdict }) => ('note' in verdict ? JSON.stringify(verdict.note) : ''));

  test('and fails later is told of with the next command', async () => {
    const results = await runSteps(
      step('bash', "sh -c 'echo up; read line; exit 3'", { ...detached, id: 'server' }),
      step('wait', 'up'),
      step('key', 'Enter'),
      step('bash', 'echo next'),
      step('bash', 'echo last'),
    );
    expect(statuses(results)).toEqual(Array(5).fill('passed'));
    expect(note(results)[3]).toContain('"run/ended-later","data":{"id":"server","line":1,"exitCode":3}');
    expect(note(results)[4]).toBeFalsy();
  });

  test('and is ended by a key, or ends well, is not', async () => {
    const results = await runSteps(
      step('bash', 'sleep 100', detached),
      step('key', '^C'),
      step('bash', 'cat', detached),
      step('key', '^D'),
      step('bash', 'echo next'),
    );
    expect(note(results).filter((each) => String(each).includes('ended-later'))).toEqual([]);
  });
});

describe('the terminal is freed before a command is typed', () => {
  test('a program that waits for somebody makes the step broken, and is left by its own way out', async () => {
    const results = await runSteps(
      step('bash', 'python3', detached),
      step('wait', '>>>', { limits: { ...soon, timeoutMs: 5_000 } }),
      step('bash', 'touch typed', { limits: { ...soon, timeoutMs: 20_000 } }),
      step('bash', 'echo next'),
    );
    expect(statuses(results)).toEqual(['passed', 'passed', 'broken', 'passed']);
    expect(results[2]?.screen).toContain('>>>');
    expect(existsSync(join(folder, 'typed'))).toBe(false);
  });

  test('stopping what an earlier step has left is no time of the step after it', async () => {
    const results = await runSteps(
      step('bash', `(trap 'sleep 1; exit 0' INT; echo up; while :; do sleep 0.1; done)`, detached),
      step('wait', 'up', { limits: soon }),
      step('bash', 'echo next', { limits: { ...soon, timeoutMs: 500 } }),
    );
    expect(statuses(results)[2]).toBe('passed');
    expect(results[2]?.durationMs).toBeLessThan(900);
  });
});

describe('the screen of a failure is the one at the verdict', () => {
  test.skipIf(!has('vim') && !has('vi'))('vim is on it, and is left at once', async () => {
    const began = performance.now();
    const results = await runSteps(
      step('bash', `${has('vim') ? 'vim' : 'vi'} x`, detached),
      step('keys', 'iTEXT'),
      step('wait', 'NEVER', { limits: soon }),
    );
    expect(results[2]?.screen).toMatch(/^TEXT\n~/);
    expect(performance.now() - began).toBeLessThan(8_000);
  });
});

describe('a program that waits for somebody is found, whoever of its group waits', () => {
  test.each([
    ['a pager', 'seq 500 | less', 'less', 'less'],
    ['a password', "python3 -c 'import getpass; getpass.getpass()'", 'python3', 'python3'],
    ['a prompt of python', 'python3', 'python3', 'python3'],
    ['a prompt of node', 'node', 'node', 'node'],
    ['a child of a script', `sh -c 'python3 -c "input()"; true'`, 'python3', 'python3'],
    ['poll', `python3 -c 'import select; p = select.poll(); p.register(0, 1); p.poll()'`, 'python3', 'python3'],
    ['epoll', `python3 -c 'import select; p = select.epoll(); p.register(0, 1); p.poll()'`, 'python3', 'python3'],
    ['select', `python3 -c 'import select; select.select([0], [], [])'`, 'python3', 'python3'],
    ['a password of one that relays', 'setpriv --reuid=65534 --clear-groups su root', 'setpriv', 'su'],
    ['/dev/tty', 'true | sh -c "read x < /dev/tty"', 'sh', 'sh'],
  ])('%s', async (_, command, needed, program) => {
    if (!has(needed) || (needed === 'setpriv' && process.getuid?.() !== 0)) return;
    const began = performance.now();
    const [result] = await runSteps(step('bash', command, { limits: { ...soon, timeoutMs: 30_000 } }));
    expect(result?.verdict).toMatchObject({
      status: 'timedOut',
      reason: { code: 'run/waits-for-input', data: { program } },
    });
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});

describe('a shell inside a program is adopted, with or without a wait before it', () => {
  test.each([['bash'], ['sh'], ['dash'], ['script -qe /dev/null'], ['bash --norc'], ['env -i bash --norc']])(
    '%s',
    async (shell) => {
      if (!has(shell.split(' ')[0] ?? '')) return;
      for (const wait of [true, false]) {
        const results = await runSteps(
          step('bash', shell, wait ? detached : {}),
          ...(wait
            ? [step('wait', '$')].map((each) => ({ ...each, input: /sh$|^script|norc$/.test(shell) ? '' : '$' }))
            : []),
          step('bash', 'INNER=$$; false'),
          step('bash', 'echo in $((INNER > 0))'),
          step('bash', 'exit 3'),
          step('bash', 'echo out $((INNER > 0))'),
        );
        const inner = results.slice(wait ? 2 : 1);
        expect(
          inner.map(({ verdict }) => [
            verdict.status,
            'reason' in verdict && verdict.status !== 'failed' ? verdict.reason : '',
          ]),
        ).toEqual(['failed', 'passed', 'failed', 'passed'].map((status) => [status, '']));
        expect(inner[1]?.commands[0]?.output).toBe('in 1');
        expect(inner[3]?.commands[0]?.output).toBe('out 0');
      }
    },
    60_000,
  );
});
