import { createHash, randomBytes } from 'node:crypto';
import { message } from '../../messages/message.ts';
import { type Size, type Target, TargetError } from '../../target/target.ts';
import { afterStartup } from './hooks.ts';
import { markEnvironment, refusalOf } from './marks.ts';
import { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';
import type { ShellPart } from './shell-part.ts';
import { StateLink } from './state-link.ts';

export interface OpenOptions extends Omit<SessionOptions, 'size' | 'link'> {
  /** Default: 120 by 40. */
  readonly size?: Size;
  /** Shown as the shell's prompt. Default: the target's, or `$ ` after the folder. */
  readonly prompt?: string;
  /** Milliseconds until the first prompt must have come. Default: 10,000. */
  readonly startMs?: number;
  /** Name of the terminal, for a node that goes on without this process. */
  readonly terminal?: string;
  /** The shell can be asked for its state (`Session.link`). */
  readonly saves?: boolean;
  /** What the shell becomes before its first prompt; `Session.link` says what it has taken of it. */
  readonly part?: ShellPart | undefined;
}

const defaultSize: Size = { cols: 120, rows: 40 };

/**
 * Opens a shell on `target` and waits for its first prompt; one that ran before is attached again, and shows its prompt anew unless a program
 * has the terminal. Throws TargetError when there is none.
 */
export async function openSession(target: Target, options: OpenOptions): Promise<Session> {
  const { size = defaultSize, prompt = target.prompt ?? '\\w $ ', watched = [], signal, startMs = 10_000 } = options;
  const { terminal, saves = false, part } = options;
  const token = tokenOf(target.node, terminal);
  const link = saves || part ? new StateLink(token, part) : undefined;
  const env = markEnvironment(token, prompt, watched);
  const tty = await target.open(
    {
      ...{ size, env: link?.environment(env) ?? env },
      afterStartup: `shopt -s promptvars; ${link?.afterStartup ?? ''}${afterStartup}`,
      ...(terminal !== undefined && { terminal }),
    },
    signal,
  );
  const session = new Session(tty, token, { ...options, size, link });
  if (tty.attached === 'inProgram') return session;
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

/** The token of the marks of a shell: where it may be attached again, by another process, the same one. */
function tokenOf(node: string | undefined, terminal: string | undefined): string {
  if (node === undefined || terminal === undefined) return randomBytes(6).toString('hex');
  return createHash('sha256').update(`${node}\n${terminal}`).digest('hex').slice(0, 12);
}
