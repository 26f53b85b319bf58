import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { run } from '../../src/run/run.ts';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Session } from '../../src/run/terminal/session.ts';
import { localTarget } from '../../src/target/local.ts';
import { planOf, step } from './steps.ts';

const never = new AbortController().signal;
const home = mkdtempSync(join(tmpdir(), 'pupitre-interrupt-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

async function open(): Promise<Session> {
  return openSession(localTarget({ environment: process.env, env: { HOME: home }, cwd: home }), { signal: never });
}

/** Types a line at the prompt, and gives exit code and output of the command. */
async function type(session: Session, line: string): Promise<readonly [number | undefined, string]> {
  session.begin(line);
  session.typeLine(line);
  const outcome = await session.untilPrompt({ ms: 10_000, signal: never });
  expect(outcome.kind, session.screen.text()).toBe('held');
  const { command } = session;
  return [command?.exitCode, command ? await session.render(command) : ''];
}

/** ^C at any moment: at the prompt, while a program ends, and several at once; what is typed at the next prompt is whole. */
async function interruptOften(session: Session, times: number): Promise<void> {
  for (let at = 0; at < times; at++) {
    const line = at % 3 === 0 ? 'true' : at % 3 === 1 ? 'sleep 0.002' : 'cat /etc/hostname >/dev/null';
    session.begin(line);
    session.typeLine(line);
    // Sometimes at once, sometimes when it has run, sometimes at the prompt after it.
    if (at % 4 < 2)
      await session.until(() => (session.state === 'typed' ? undefined : true), { ms: 10_000, signal: never });
    if (at % 4 === 1) await session.untilPrompt({ ms: 10_000, signal: never });
    session.typeKeys('\x03');
    if (at % 5 === 0) session.typeKeys('\x03');
    const outcome = await session.untilPrompt({ ms: 10_000, signal: never });
    expect(outcome.kind, `${at}: ${session.screen.text()}`).toBe('held');
    expect(await type(session, `echo whole ${at}; (exit 7)`), `${at}: ${session.screen.text()}`).toEqual([
      7,
      `whole ${at}`,
    ]);
  }
}

test('after ^C, also at a prompt, the next command is typed whole (E17)', async () => {
  const sessions = await Promise.all([open(), open(), open()]);
  // Each is a load for the others.
  await Promise.all(sessions.map((session) => interruptOften(session, 40)));
  await Promise.all(sessions.map((session) => session.close()));
}, 60_000);

test('^C at a prompt of a shell that ignores it', async () => {
  const session = await open();
  await type(session, "trap '' INT");
  session.typeKeys('\x03');
  expect((await session.untilPrompt({ ms: 10_000, signal: never })).kind).toBe('held');
  expect(await type(session, 'echo whole')).toEqual([0, 'whole']);
  await session.close();
});

test('^C at a prompt of sh', async () => {
  const session = await open();
  await type(session, 'sh');
  for (let at = 0; at < 20; at++) {
    session.typeKeys('\x03');
    expect((await session.untilPrompt({ ms: 10_000, signal: never })).kind).toBe('held');
    expect(await type(session, `echo whole ${at}; (exit 7)`)).toEqual([7, `whole ${at}`]);
  }
  await session.close();
}, 30_000);

test('^C while more lines are expected', async () => {
  const session = await open();
  for (let at = 0; at < 10; at++) {
    session.begin('cat <<E');
    session.typeLine('cat <<E');
    await session.untilPrompt({ ms: 10_000, signal: never });
    expect(session.state).toBe('continuation');
    session.typeKeys('\x03');
    expect(await session.untilPrompt({ ms: 10_000, signal: never })).toEqual({ kind: 'held', value: 'prompt' });
    expect(await type(session, 'echo whole')).toEqual([0, 'whole']);
  }
  await session.close();
});

/** How many whole runs; each takes about a second and a half beside the loops. */
const runs = Number(process.env['PUPITRE_INTERRUPTS'] ?? 0);

test.skipIf(runs === 0)(
  'whole runs beside two busy loops (PUPITRE_INTERRUPTS=200: how many)',
  async () => {
    const loops = [1, 2].map(() => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }));
    const wrong: string[] = [];
    try {
      for (let at = 0; at < runs; at++) {
        const started =
          at % 2 === 0
            ? [step('bash', 'tail -f /etc/hostname --pid=1999999'), step('check', ''), step('key', '^C')]
            : [
                step('bash', 'sleep 100', { policy: 'detached', checksExitCode: false }),
                step('key', '^C'),
                step('key', '^C'),
              ];
        const next = [step('bash', `echo whole ${at}`), step('bash', `(exit 7)`)];
        const target = localTarget({ environment: process.env, env: { HOME: home }, cwd: home });
        const running = run(planOf(...started, ...next), target, {
          actions: builtinActions,
          keepGoing: true,
          signal: never,
        });
        for await (const event of running) {
          if (event.type !== 'runEnd') continue;
          const told = event.results.map(({ verdict, commands }) => [verdict.status, commands[0]?.output]);
          const right = [...started.map(() => 'passed'), 'passed', 'failed'];
          const isRight =
            told.every(([status], index) => status === right[index]) && told.at(-2)?.[1] === `whole ${at}`;
          if (!isRight) wrong.push(`${at}: ${JSON.stringify(told)}`);
        }
        await target.close();
      }
    } finally {
      for (const loop of loops) loop.kill();
    }
    process.stdout.write(`${wrong.length} of ${runs} runs were wrong\n`);
    expect(wrong).toEqual([]);
  },
  3_600_000,
);
