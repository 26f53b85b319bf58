import { expect } from 'vitest';
import { openSession } from '../../src/run/terminal/open-session.ts';
import type { Session } from '../../src/run/terminal/session.ts';
import type { Target } from '../../src/target/target.ts';

const never = new AbortController().signal;

/** Prepares a target and opens a shell on it. */
export async function openShell(target: Target): Promise<Session> {
  await target.prepare(never);
  return openSession(target, {
    size: { cols: 120, rows: 40 },
    prompt: target.prompt ?? '',
    watched: [],
    startMs: 10_000,
    signal: never,
    onOutput: () => undefined,
  });
}

/** The output of a command; a line for its exit code when it is not 0. */
export async function type(session: Session, line: string): Promise<string> {
  session.begin(line);
  session.typeLine(line);
  const { kind } = await session.untilPrompt({ ms: 60_000, signal: never });
  expect(kind, session.screen.text()).toBe('held');
  const { command } = session;
  const output = command ? await session.render(command) : '';
  return command?.exitCode === 0 ? output : `${output}\nexit ${command?.exitCode ?? '?'}`;
}
