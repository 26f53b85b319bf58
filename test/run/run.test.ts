import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verbatim } from '../../src/messages/message.ts';
import { word } from '../../src/messages/word.ts';
import type { RunEvent } from '../../src/plan/events.ts';
import type { Step } from '../../src/plan/step.ts';
import type { StepResult } from '../../src/plan/verdict.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run, type RunOptions } from '../../src/run/run.ts';
import { localTarget } from '../../src/target/local.ts';
import { isAlive } from '../processes.ts';
import { planOf, step } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'pupitre-run-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ran {
  readonly results: readonly StepResult[];
  readonly events: readonly RunEvent[];
}

async function runSteps(steps: readonly Step[], options: Partial<RunOptions> = {}): Promise<Ran> {
  const target = localTarget({ environment: process.env, cwd: folder });
  const events: RunEvent[] = [];
  const running = run(planOf(...steps), target, {
    actions: builtinActions,
    signal: new AbortController().signal,
    ...options,
  });
  try {
    for (;;) {
      const next = await running.next();
      if (next.done) return { results: next.value, events };
      events.push(next.value);
    }
  } finally {
    await target.close();
  }
}

function verdicts({ results }: Ran): string[] {
  return results.map(({ verdict }) => verdict.status);
}

function reasons({ results }: Ran): string[] {
  return results.map(({ verdict }) =>
    word('reason' in verdict ? verdict.reason : (verdict.note ?? verbatim('')), 'en'),
  );
}

test('one verdict per command: a failure in the middle fails the step, and the rest is not typed', async () => {
  const ran = await runSteps([step('bash', 'echo one\nfalse\ntouch never')]);
  expect(verdicts(ran)).toEqual(['failed']);
  expect(ran.results[0]?.commands.map(({ text, exitCode }) => [text, exitCode])).toEqual([
    ['echo one', 0],
    ['false', 1],
  ]);
  expect(readdirSync(folder)).not.toContain('never');
});

test('places of commands are those of their lines', async () => {
  const ran = await runSteps([step('bash', '# first\necho a\nfor i in 1 2; do\n  echo $i\ndone\nfalse')]);
  expect(ran.results[0]?.commands.map(({ place, output }) => [place.line, output])).toEqual([
    [2, 'a'],
    [3, '1\n2'],
    [6, ''],
  ]);
});

test('after a failure the rest is not run, unless the run keeps going', async () => {
  const steps = [step('bash', 'false', { id: 'a' }), step('bash', 'echo $X', { id: 'b' })];
  expect(verdicts(await runSteps(steps))).toEqual(['failed', 'notRun']);
  expect(verdicts(await runSteps(steps, { keepGoing: true }))).toEqual(['failed', 'passed']);
});

test('a command that is not complete, or not run, fails', async () => {
  const ran = await runSteps([step('bash', "echo 'a"), step('bash', 'if fi'), step('bash', 'echo ok')], {
    keepGoing: true,
  });
  expect(verdicts(ran)).toEqual(['failed', 'failed', 'passed']);
  expect(reasons(ran)[0]).toMatch(/not a complete command/);
  expect(reasons(ran)[1]).toMatch(/bash did not run if fi.*syntax error/s);
});

test.each(['exit 3', 'set -e; false', 'exec true', 'kill -9 $$'])(
  '%s ends the shell: broken, then a new shell',
  async (line) => {
    const ran = await runSteps([step('bash', line), step('bash', 'echo ok')], { keepGoing: true });
    expect(verdicts(ran)).toEqual(['broken', 'passed']);
    expect(reasons(ran)[0]).toMatch(/the shell ended/);
  },
);

test('a command that reads the terminal is found out long before its deadline', async () => {
  const ran = await runSteps(
    [
      step('bash', 'cat', { limits: { timeoutMs: 60_000, tryMs: 1, pauseMs: 1, settleMs: 1 } }),
      step('bash', 'echo ok'),
    ],
    { keepGoing: true },
  );
  expect(verdicts(ran)).toEqual(['timedOut', 'passed']);
  expect(reasons(ran)[0]).toMatch(/cat waits for somebody to type/);
}, 60_000);

test('a command that does not end is stopped at its deadline', async () => {
  const limits = { timeoutMs: 500, tryMs: 500, pauseMs: 1, settleMs: 1 };
  const ran = await runSteps([step('bash', 'sleep 1000', { limits }), step('bash', 'echo ok')], { keepGoing: true });
  expect(verdicts(ran)).toEqual(['timedOut', 'passed']);
  expect(reasons(ran)[0]).toMatch(/sleep 1000 had not ended after \d+ s \(sleep was running\)/);
});

test('a step that only reads is repeated until it holds, each try but the first with its own deadline', async () => {
  const ran = await runSteps([
    step('bash', '(sleep 1; echo done > slow.txt) &'),
    step('bash', 'cat slow.txt', { policy: 'eventually' }),
    // Fails, hangs, holds.
    step(
      'bash',
      'if ! test -e failed; then touch failed; false; elif ! test -e hung; then touch hung; sleep 1000; fi',
      {
        policy: 'eventually',
      },
    ),
  ]);
  expect(verdicts(ran)).toEqual(['passed', 'passed', 'passed']);
  expect(ran.results[1]?.tries).toBeGreaterThan(1);
  expect(ran.results[2]?.tries).toBe(3);
  expect(ran.events.filter(({ type }) => type === 'retry').length).toBeGreaterThan(1);
});

test('an expectation is part of what must hold', async () => {
  const wanted = {
    matcher: 'text',
    source: 'b',
    place: undefined,
    origin: 'snippet',
    test: (actual: string) =>
      actual === 'b' ? undefined : { matcher: 'text', reason: verbatim(`got ${actual}`), expected: 'b', actual },
  } as const;
  const limits = { timeoutMs: 600, tryMs: 500, pauseMs: 50, settleMs: 1 };
  const ran = await runSteps(
    [
      step('bash', 'echo a', { expectations: [wanted], policy: 'eventually', limits }),
      step('bash', 'echo a\necho b', { expectations: [wanted] }),
    ],
    { keepGoing: true },
  );
  expect(verdicts(ran)).toEqual(['failed', 'passed']);
  expect(ran.results[0]?.verdict).toMatchObject({
    reason: verbatim('got a'),
    mismatches: [{ expected: 'b', actual: 'a' }],
  });
});

test('an assignment that leaves its variable empty is not passed', async () => {
  const ran = await runSteps(
    [
      step('bash', 'PORT=$(cat /nonexistent | head -1)', { assigns: ['PORT'] }),
      step('bash', 'PORT=$(echo 80)', { assigns: ['PORT'] }),
    ],
    { keepGoing: true },
  );
  expect(verdicts(ran)).toEqual(['failed', 'passed']);
  expect(reasons(ran)[0]).toBe('exit code 0, but PORT was left empty');
});

test('an endless command is stopped once it has shown something and settled', async () => {
  const ran = await runSteps([
    step('bash', 'echo started; sleep 1000', { policy: 'endless', stopsCommand: true }),
    step('bash', 'while :; do echo more; sleep 0.1; done', { policy: 'endless', stopsCommand: true }),
    step('bash', 'echo ok'),
  ]);
  expect(verdicts(ran)).toEqual(['passed', 'passed', 'passed']);
  expect(ran.results[0]?.commands[0]?.output).toContain('started');
  expect(reasons(ran)[1]).toMatch(/stopped with \^C/);
});

test('wait, key and check work on the command that was detached', async () => {
  const ran = await runSteps([
    step('bash', 'echo old text'),
    step('bash', "sh -c 'sleep 0.3; echo now new text; exec sleep 1000'", {
      policy: 'detached',
      checksExitCode: false,
    }),
    step('wait', 'new  text'),
    step('key', '^C'),
    step('bash', 'echo ok'),
  ]);
  expect(verdicts(ran)).toEqual(Array(5).fill('passed'));
});

test('keys that nothing was started for edit the line of the shell', async () => {
  const ran = await runSteps([
    step('keys', 'echo typed'),
    step('key', 'Enter'),
    step('wait', 'typed'),
    step('check', ''),
    step('bash', 'echo ok'),
  ]);
  expect(reasons(ran).join('')).toBe('');
  expect(verdicts(ran)).toEqual(Array(5).fill('passed'));
});

test('wait sees nothing older than what was typed last, nor the echo of the command', async () => {
  const limits = { timeoutMs: 400, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const ran = await runSteps(
    [
      step('bash', 'echo alpha'),
      step('bash', 'sleep 1000 # alpha', { policy: 'detached', checksExitCode: false }),
      step('wait', 'alpha', { limits }),
      step('bash', 'echo beta', { policy: 'detached', checksExitCode: false }),
      step('wait', 'gamma'),
    ],
    { keepGoing: true },
  );
  expect(verdicts(ran)).toEqual(['passed', 'passed', 'timedOut', 'passed', 'failed']);
  expect(reasons(ran)[4]).toMatch(/ended with exit code 0, and "gamma" had not appeared/);
});

test('a full-screen program is judged by its screen', async () => {
  writeFileSync(join(folder, 'page.txt'), Array.from({ length: 200 }, (_, index) => `line ${index}`).join('\n'));
  const ran = await runSteps([
    step('bash', "printf '\\033[?1049h\\033[5;5Hhello'; read -rsn1; printf '\\033[?1049l'", {
      policy: 'detached',
      checksExitCode: false,
    }),
    step('wait', 'hello'),
    step('keys', 'q'),
    step('bash', 'echo back'),
  ]);
  expect(reasons(ran).join('')).toBe('');
  expect(verdicts(ran)).toEqual(['passed', 'passed', 'passed', 'passed']);
});

test('open waits for a page with a success status, and finds the port of a service in what the terminal showed', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    response.statusCode = request.url === '/' ? 302 : asked < 4 ? 503 : 200;
    if (request.url === '/') response.setHeader('Location', '/index.html');
    response.end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ran = await runSteps(
    [
      step('open', `http://localhost:${port}/`, { policy: 'eventually' }),
      step('open', `http://localhost:${port}/`, { policy: 'eventually' }),
    ],
    { keepGoing: true },
  );
  server.close();
  expect(verdicts(ran)).toEqual(['passed', 'passed']);
  expect(ran.results[0]?.tries).toBeGreaterThan(1);
  expect(ran.results[0]?.verdict).toMatchObject({ url: expect.stringContaining(`:${port}/`) as string });
});

test('an interruption stops the command, reports what was done, and leaves no process', async () => {
  const controller = new AbortController();
  const steps = [step('bash', 'echo a'), step('bash', 'echo $$ > pid; sleep 1000'), step('bash', 'echo c')];
  const running = runSteps(steps, {
    signal: controller.signal,
    beforeStep: (each) => {
      if (each === steps[1])
        setTimeout(() => {
          controller.abort();
        }, 300);
      return 'run';
    },
  });
  const ran = await running;
  expect(verdicts(ran)).toEqual(['passed', 'notRun', 'notRun']);
  expect(ran.events.at(-1)).toMatchObject({ type: 'runEnd', interrupted: true });
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(isAlive(pid)).toBe(false);
});

test('secrets leave the engine nowhere, and change no verdict', async () => {
  const steps = [
    step('bash', 'echo pass hunter2 word; printf hun; printf "ter2\\n"; false # hunter2'),
    step('wait', 'hunter2', { policyReason: verbatim('hunter2') }),
  ];
  for (const secrets of [
    { values: ['hunter2'], patterns: [] },
    { values: [], patterns: [/hunter2|\w{6,}/g] },
  ]) {
    const ran = await runSteps(steps, { secrets, keepGoing: true });
    const events = ran.events
      .map((event) => JSON.stringify(event))
      .join('\n')
      .replaceAll(/"(?:id|stepId|region)":"[^"]*"/g, '');
    expect(events).not.toContain('hunter2');
    expect(events).toContain('*****');
    expect(verdicts(ran)).toEqual(['failed', 'passed']);
  }
});

test('processes in the background end with the run', async () => {
  await runSteps([step('bash', 'sleep 1000 & echo $! > background')]);
  const pid = Number(readFileSync(join(folder, 'background'), 'utf8'));
  expect(isAlive(pid)).toBe(false);
});

test('a target without a shell is broken, not an exception', async () => {
  const target = localTarget({ environment: process.env, shell: '/nonexistent/bash' });
  const running = run(planOf(step('bash', 'true')), target, {
    actions: builtinActions,
    signal: new AbortController().signal,
  });
  const events: RunEvent[] = [];
  for await (const event of running) events.push(event);
  expect(events.at(-1)).toMatchObject({ type: 'runEnd', totals: { broken: 1 } });
});

test('somebody who stops listening stops the run', async () => {
  const target = localTarget({ environment: process.env, cwd: folder });
  const running = run(planOf(step('bash', 'echo $$ > shell'), step('bash', 'sleep 1000', { id: 'last' })), target, {
    actions: builtinActions,
    signal: new AbortController().signal,
  });
  for await (const event of running) if (event.type === 'commandBegin' && event.stepId === 'last') break;
  expect(isAlive(Number(readFileSync(join(folder, 'shell'), 'utf8')))).toBe(false);
});

test('a command that changes something and was detached may end before the next one is typed', async () => {
  const ran = await runSteps([
    step('bash', 'for i in 1 2 3; do echo step$i; sleep 0.2; done; touch finished', {
      policy: 'detached',
      checksExitCode: false,
    }),
    step('wait', 'step1'),
    step('bash', 'test -e finished'),
  ]);
  expect(verdicts(ran)).toEqual(['passed', 'passed', 'passed']);
});

test('an endless command that was left running is stopped, and told', async () => {
  const ran = await runSteps([
    step('bash', 'tail -f /dev/null', { policy: 'detached', checksExitCode: false }),
    step('bash', 'echo ok'),
  ]);
  expect(verdicts(ran)).toEqual(['passed', 'passed']);
  expect(reasons(ran)[1]).toMatch(/tail -f \/dev\/null was still running and was stopped first/);
});

test('check has something to check only after a command has ended', async () => {
  expect(verdicts(await runSteps([step('check', '')]))).toEqual(['failed']);
  expect(verdicts(await runSteps([step('bash', 'exit 3'), step('check', '')], { keepGoing: true }))).toEqual([
    'broken',
    'failed',
  ]);
});

test('the last try is not cut short by the deadline: its reason counts', async () => {
  const limits = { timeoutMs: 1_000, tryMs: 10_000, pauseMs: 100, settleMs: 1 };
  const ran = await runSteps([step('bash', 'sleep 0.4; false', { policy: 'eventually', limits })]);
  expect(ran.results[0]).toMatchObject({ verdict: { status: 'failed', exitCode: 1 } });
});

test('an endless command may take its time to show something, and what it showed is what is expected of it', async () => {
  const seen: string[] = [];
  const expectation = {
    ...{ matcher: 'text', source: '', place: undefined, origin: 'snippet' as const },
    test: (actual: string) => (seen.push(actual), undefined),
  };
  const ran = await runSteps([
    step('bash', 'sleep 2; echo at last; sleep 1000', { policy: 'endless', expectations: [expectation] }),
    step('key', '^C'),
  ]);
  expect(verdicts(ran)).toEqual(['passed', 'passed']);
  expect(seen).toContain('at last');
});

test('a shell that cannot be had back is replaced', async () => {
  const ran = await runSteps(
    [
      step('bash', 'kill -STOP $$', { limits: { timeoutMs: 300, tryMs: 1, pauseMs: 1, settleMs: 1 } }),
      step('bash', 'echo ok'),
    ],
    { keepGoing: true },
  );
  expect(verdicts(ran)).toEqual(['broken', 'passed']);
}, 60_000);

test('a page that accepts and never answers is timed out', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const limits = { timeoutMs: 500, tryMs: 500, pauseMs: 1, settleMs: 1 };
  const ran = await runSteps([step('open', `http://127.0.0.1:${port}/`, { limits })]);
  server.closeAllConnections();
  server.close();
  expect(ran.results[0]?.verdict).toMatchObject({ status: 'timedOut' });
});

test('there is no key called constructor', async () => {
  expect(reasons(await runSteps([step('key', 'constructor')]))).toEqual(['there is no key called constructor']);
});

test('the builtin read is found out as well', async () => {
  const ran = await runSteps([step('bash', 'read LINE'), step('bash', 'echo ok')], { keepGoing: true });
  expect(verdicts(ran)).toEqual(['timedOut', 'passed']);
}, 60_000);

test('printing the environment forges no marks', async () => {
  const ran = await runSteps([step('bash', 'env; printenv PS1; sleep 0.3; (exit 3)'), step('bash', 'echo ok')], {
    keepGoing: true,
  });
  expect(ran.results[0]?.verdict).toMatchObject({ status: 'failed', exitCode: 3 });
  expect(ran.results[1]?.commands[0]?.output).toBe('ok');
});

test('a program that asks something like a prompt is not taken for a shell', async () => {
  const limits = { timeoutMs: 20_000, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const ran = await runSteps(
    [
      step('bash', `bash -c 'printf "Downloading... 50%% "; sleep 1.5; echo; exit 7'`, { limits }),
      step('bash', `bash -c 'read -p "Name> " x; echo "got $x"; exit 3'`, { limits }),
      step('bash', 'echo ok'),
    ],
    { keepGoing: true },
  );
  expect(ran.results[0]?.verdict).toMatchObject({ status: 'failed', exitCode: 7 });
  expect(verdicts(ran).slice(1)).toEqual(['timedOut', 'passed']);
}, 60_000);

test('an alternate screen that was left on does not hide what comes', async () => {
  const limits = { timeoutMs: 500, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const ran = await runSteps(
    [
      step('bash', "printf '\\033[?1049h\\033[HREADY server\\n'"),
      step('bash', 'sleep 100', { policy: 'detached', checksExitCode: false }),
      step('wait', 'READY', { limits }),
    ],
    { keepGoing: true },
  );
  expect(verdicts(ran)).toEqual(['passed', 'passed', 'timedOut']);
});

test('an interruption in the pause of a retry types nothing more', async () => {
  const controller = new AbortController();
  const limits = { timeoutMs: 60_000, tryMs: 1_000, pauseMs: 30_000, settleMs: 1 };
  const target = localTarget({ environment: process.env, cwd: folder });
  const plan = planOf(step('bash', 'echo x >> log; (exit 1)', { policy: 'eventually', limits }));
  for await (const event of run(plan, target, { actions: builtinActions, signal: controller.signal })) {
    if (event.type === 'retry') controller.abort();
  }
  await target.close();
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('x\n');
});

test('the last resort works on a pipeline whose first program has ended', async () => {
  const limits = { timeoutMs: 500, tryMs: 1, pauseMs: 1, settleMs: 1 };
  const ran = await runSteps(
    [step('bash', 'true | sh -c "trap \'\' INT QUIT; sleep 60"', { limits }), step('bash', 'echo ok')],
    {
      keepGoing: true,
    },
  );
  expect(verdicts(ran)).toEqual(['timedOut', 'passed']);
}, 60_000);
