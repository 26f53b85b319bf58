import { posix } from 'node:path';
import type { Foreground } from './foreground.ts';
import type { Session } from './session.ts';
import { asksSecret } from './terminal-readers.ts';
import type { WaitOptions } from './wait.ts';
import { isRelay } from './ways-out.ts';

/** Programs that are shells, and read commands when they wait for input. */
const shells = /^-?(?:ba|da|a|z|k|mk|tc|c|fi)?sh$/;

/** What the last line of a shell looks like that waits for a command: `$ `, `/ # `, `user@host:~$ `, `host% `, `~> ` (fish). */
const promptLine = /(?:^|[\s~\])/:@-]|[a-z\d])[#$%] $|~> $|^[%>] $/i;

/** Silence after which it is asked who has the terminal, in milliseconds: a line editor that begins to show a prompt has soon shown it all. */
const silence = { first: 50, ofEditor: 15, longest: 1_000 } as const;

/** When a wait asks who has the terminal. */
export function askWhoReads(session: Pick<Session, 'showsEditor'>): Pick<WaitOptions, 'quietMs' | 'longestQuietMs'> {
  const quietMs = (): number => (session.showsEditor ? silence.ofEditor : silence.first);
  return { quietMs, longestQuietMs: silence.longest };
}

/** Whether a shell that prints no marks seems to wait for a command inside the program that has the terminal. */
export function hasShellPrompt(session: Pick<Session, 'foreground' | 'window' | 'showsEditor' | 'isAsked'>): boolean {
  const { foreground } = session;
  // One that has been asked is no stranger.
  if (!foreground || foreground.isShell || session.isAsked) return false;
  const isShell = isInteractiveShell(foreground);
  if (isShell && session.showsEditor) return true;
  if (!isShell && !isRelay(foreground)) return false;
  const { text } = session.window;
  return promptLine.test(text.slice(text.lastIndexOf('\n') + 1));
}

/** Whether a program waits for somebody to type: one that passes on what is typed does so only while it asks for a password. */
export function waitsForPerson(foreground: Foreground): boolean {
  if (foreground.readsTerminal && !isRelay(foreground)) return true;
  return !foreground.isShell && asksSecret(foreground.terminal);
}

/** A shell that reads the terminal, and neither runs a script nor a text of `-c`. */
function isInteractiveShell({ name, program, args, readsTerminal }: Foreground): boolean {
  if (!readsTerminal || !(shells.test(name) || posix.basename(program) === 'busybox')) return false;
  const [, ...rest] = args.slice(posix.basename(args[0] ?? '') === 'busybox' ? 1 : 0);
  const operand = rest.findIndex((arg, at) => !arg.startsWith('-') && !takesValue.test(rest[at - 1] ?? ''));
  return operand < 0 && !rest.some((arg) => /^-[a-z]*c[a-z]*$/.test(arg));
}

/** Options of shells whose value is the next argument. */
const takesValue = /^(?:--rcfile|--init-file|-[oO])$/;
