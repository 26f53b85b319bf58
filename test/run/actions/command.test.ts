import { expect, test } from 'vitest';
import { message } from '../../../src/messages/message.ts';
import type { Step } from '../../../src/plan/step.ts';
import { TerminalList } from '../../../src/plan/terminals.ts';
import type { StepResult } from '../../../src/plan/verdict.ts';
import { builtinActions } from '../../../src/run/actions/actions.ts';
import { run } from '../../../src/run/run.ts';
import type { Foreground } from '../../../src/run/terminal/foreground.ts';
import { openSession } from '../../../src/run/terminal/open-session.ts';
import type { Session } from '../../../src/run/terminal/session.ts';
import { FakeClock } from '../fake-clock.ts';
import { fakeTarget, type FakeTty } from '../fake-tty.ts';
import { planOf, step } from '../steps.ts';

const { signal } = new AbortController();

/** A run of one step in which `program` has the terminal while a command runs; `onLine` plays the shell. */
async function start(
  one: Step,
  onLine: (tty: FakeTty, line: string, clock: FakeClock) => void,
  program?: Partial<Foreground>,
) {
  const clock = new FakeClock();
  const target = fakeTarget((tty) => {
    tty.print(tty.prompt());
    tty.onLine = (line) => {
      onLine(tty, line, clock);
    };
  });
  const foreground = program && {
    ...{
      pid: 1e9,
      name: 'prog',
      leader: program.name ?? 'prog',
      program: '',
      args: [],
      isShell: false,
      isStarted: true,
      readsTerminal: false,
      terminal: '',
    },
    ...program,
  };
  const session = await openSession(target, {
    ...{ size: { cols: 80, rows: 24 }, prompt: '$ ', watched: [], startMs: 1_000, signal, clock },
    foreground: () => foreground,
  });
  const [tty] = target.ttys;
  if (!tty) throw new Error('no terminal was opened');
  // A ^C ends whatever runs.
  const write = tty.write.bind(tty);
  tty.write = (data) => {
    write(data);
    if (data === '\x03') tty.print('^C', tty.prompt(130));
  };
  let result: StepResult | undefined;
  const collect = async (): Promise<void> => {
    const open = (): Promise<Session> => Promise.resolve(session);
    const terminals = { list: new TerminalList(), open, close: () => Promise.resolve() };
    for await (const event of run(planOf(one), target, { actions: builtinActions, signal, clock, terminals })) {
      if (event.type === 'runEnd') result = event.results[0];
    }
  };
  const running = collect();
  return {
    clock,
    tty,
    get result() {
      return result;
    },
    /** The result, however long it takes by the clock. */
    async end(): Promise<StepResult | undefined> {
      for (let ms = 0; ms < 600_000 && !result; ms += 100) await clock.advance(100);
      await running;
      return result;
    },
  };
}

const minute = { timeoutMs: 60_000, tryMs: 60_000, pauseMs: 100, settleMs: 300 };

test('a program that reads the terminal is said to wait for somebody after four seconds, within five', async () => {
  const cat = step('bash', 'cat', { limits: minute });
  const started = await start(
    cat,
    (tty, line) => {
      tty.print(tty.start(line));
    },
    { name: 'cat', readsTerminal: true },
  );
  await started.clock.advance(3_900);
  expect(started.result).toBeUndefined();
  expect(started.tty.typed).toBe('cat\r');
  await started.clock.advance(1_100);
  expect(await started.end()).toMatchObject({
    verdict: { status: 'timedOut', reason: message('run/waits-for-input', { program: 'cat' }) },
  });
});

test('a program that reads the terminal and ends by itself within that time is judged by its exit code', async () => {
  const started = await start(
    step('bash', 'ssh-keygen -l', { limits: minute }),
    (tty, line, clock) => {
      tty.print(tty.start(line));
      clock.after(3_900, () => {
        tty.print(tty.prompt(0));
      });
    },
    { readsTerminal: true },
  );
  expect(await started.end()).toMatchObject({ verdict: { status: 'passed' } });
});

test('a program that says nothing has the whole limit', async () => {
  const started = await start(
    step('bash', 'sleep 50', { limits: minute }),
    (tty, line, clock) => {
      tty.print(tty.start(line));
      clock.after(50_000, () => {
        tty.print(tty.prompt(0));
      });
    },
    {},
  );
  expect(await started.end()).toMatchObject({ verdict: { status: 'passed' }, durationMs: 50_000 });
});

test('a shell inside whose line editor shows a prompt is asked at once; one without a line editor after some silence', async () => {
  for (const [shown, ms] of [
    ['\x1b[?2004h# ', 15],
    ['# ', 50],
  ] as const) {
    const started = await start(
      step('bash', 'sh', { limits: minute }),
      (terminal, line) => {
        if (line === 'sh') terminal.print(terminal.start(line), shown);
        else if (line.includes('133;K')) terminal.print(`${line}\r\n`, terminal.mark('K;b=;z=;f='), '# ');
        else terminal.print(terminal.mark('A;s=0'), '# ', terminal.mark('B;s=0'));
      },
      { name: 'sh', readsTerminal: true },
    );
    await started.clock.advance(ms - 1);
    expect(started.tty.typed).toBe('sh\r');
    await started.clock.advance(1);
    expect(started.tty.typed).toContain('133;K');
    await started.end();
  }
});

test('a program that ends its output like a prompt is asked for marks only when it can have a shell inside', async () => {
  const play = (tty: FakeTty, line: string, clock: FakeClock): void => {
    tty.print(tty.start(line), 'database # ');
    clock.after(20_000, () => {
      tty.print('\r\n', tty.prompt(0));
    });
  };
  const migration = await start(step('bash', 'migrate', { limits: minute }), play, { name: 'migrate' });
  await migration.end();
  expect(migration.tty.typed).toBe('migrate\r');
  const shell = await start(
    step('bash', 'ssh node2', { limits: minute }),
    (tty, line) => {
      if (line === 'ssh node2') tty.print(tty.start(line), 'node2 # ');
      else if (line.includes('133;K')) tty.print(`${line}\r\n`, tty.mark('K;b=;z=;f='), 'node2 # ');
      else tty.print(tty.mark('A;s=0'), '# ', tty.mark('B;s=0'));
    },
    { name: 'ssh' },
  );
  expect(await shell.end()).toMatchObject({
    verdict: {
      status: 'passed',
      note: message('text/sequence', { parts: [message('run/nested-shell', { program: 'ssh' })] }),
    },
  });
});

test('an endless command that is never silent is stopped after five times its settle time', async () => {
  const started = await start(
    step('bash', 'ping x', { policy: 'endless', stopsCommand: true, limits: minute }),
    (tty, line, clock) => {
      tty.print(tty.start(line));
      const talk = (): void => {
        if (tty.typed.includes('\x03')) return;
        tty.print('64 bytes\r\n');
        clock.after(100, talk);
      };
      clock.after(100, talk);
    },
  );
  expect(await started.end()).toMatchObject({ verdict: { status: 'passed' }, durationMs: 1_700 });
});

test('an endless command that has shown something at its limit has passed, one that has not timed out', async () => {
  const limits = { ...minute, timeoutMs: 2_000, settleMs: 1_500 };
  const play =
    (says: string) =>
    (tty: FakeTty, line: string, clock: FakeClock): void => {
      tty.print(tty.start(line));
      clock.after(1_000, () => {
        tty.print(says);
      });
    };
  const endless = step('bash', 'ping x', { policy: 'endless', stopsCommand: true, limits });
  expect(await (await start(endless, play('64 bytes\r\n'))).end()).toMatchObject({ verdict: { status: 'passed' } });
  expect(await (await start(endless, play(''))).end()).toMatchObject({ verdict: { status: 'timedOut' } });
});

test('before a wait only the exit code of the last command does not count', async () => {
  const play =
    (codes: number[]) =>
    (tty: FakeTty, line: string): void => {
      tty.print(tty.start(line), tty.prompt(codes.shift()));
    };
  const two = step('bash', 'cd x\nmake', { checksExitCode: false });
  expect(await (await start(two, play([1, 0]))).end()).toMatchObject({ verdict: { status: 'failed', exitCode: 1 } });
  expect(await (await start(two, play([0, 1]))).end()).toMatchObject({ verdict: { status: 'passed' } });
});
