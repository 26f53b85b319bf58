import { randomBytes } from 'node:crypto';
import { message } from '../../messages/message.ts';
import { type Size, type Target, TargetError } from '../../target/target.ts';
import { afterStartup } from './hooks.ts';
import { markEnvironment, refusalOf } from './marks.ts';
import { Session, type SessionOptions } from './session.ts';

export interface OpenOptions extends Omit<SessionOptions, 'size'> {
  /** Default: 120 by 40. */
  readonly size?: Size;
  /** Shown as the shell's prompt. Default: the target's, or `$ ` after the folder. */
  readonly prompt?: string;
  /** Milliseconds until the first prompt must have come. Default: 10,000. */
  readonly startMs?: number;
}

const defaultSize: Size = { cols: 120, rows: 40 };

/** Opens a shell on `target` and waits for its first prompt. Throws TargetError when there is none. */
export async function openSession(target: Target, options: OpenOptions): Promise<Session> {
  const { size = defaultSize, prompt = target.prompt ?? '\\w $ ', watched = [], signal, startMs = 10_000 } = options;
  const token = randomBytes(6).toString('hex');
  const tty = await target.open(
    { size, env: markEnvironment(token, prompt, watched), afterStartup: `shopt -s promptvars; ${afterStartup}` },
    signal,
  );
  const session = new Session(tty, token, { ...options, size });
  const outcome = await session.until(() => (session.state === 'prompt' ? true : undefined), { ms: startMs, signal });
  const refusal = refusalOf(session.shell.facts.version);
  if (outcome.kind === 'held' && refusal === undefined) return session;
  const said = session.window.text.trim();
  await session.close();
  if (refusal !== undefined) throw new TargetError(refusal);
  if (outcome.kind === 'aborted') throw new TargetError(message('run/interrupted-at-start'));
  throw new TargetError(
    outcome.kind === 'closed'
      ? message('run/ended-at-start', { target: target.name, exitCode: session.shell.exitCode, said })
      : message('run/no-first-prompt', { target: target.name, seconds: startMs / 1000, said }),
  );
}
