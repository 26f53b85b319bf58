import type { Snippet } from '../deck/model.ts';
import { type Message, message } from '../messages/message.ts';
import { nearest } from './nearest.ts';
import { isReplLanguage } from './repl.ts';
import { shorten } from './shorten.ts';

/** Methods that become a step, or two. */
const stepMethods = [
  'bash',
  'hide',
  'key',
  'keys',
  'wait',
  'longwait',
  'check',
  'open',
  'copy',
  'paste',
  'copypaste',
  'terminal',
  'tmux',
  'verify',
  'setup',
  'background',
] as const;

/** Methods that say something about the step before them. */
const modifierMethods = ['expect', 'timeout', 'retry'] as const;

/** All methods that do something. */
const knownMethods: readonly string[] = [
  ...stepMethods,
  ...modifierMethods,
  'console',
  'repl',
  'sql',
  'python',
  'node',
];

/** Languages of fences that show a file to edit. Nobody types them. */
const files = new Set(
  (
    'yaml yml json json5 jsonc dockerfile docker diff patch ini toml conf cfg properties env html xml svg css scss jsx ts typescript tsx ' +
    'perl php go golang rust rs java kotlin c cpp csharp make makefile graphql hcl tf terraform nginx apache lua r md markdown mermaid ' +
    'dot http csv tsv promql systemd vim jinja'
  ).split(' '),
);

/** Languages of fences that show an output, or say nothing of what is in them. */
const outputs = new Set(['', 'text', 'txt', 'plain', 'plaintext', 'output', 'terminal', 'log', 'none']);

/** Shells that Pupitre does not have. */
const otherShells = new Set(['powershell', 'pwsh', 'ps', 'ps1', 'cmd', 'bat', 'batch']);

/** Names that mean a command to be typed into bash. */
const bashNames = new Set(['sh', 'shell', 'zsh', 'dash', 'ash', 'command', 'run', 'exec']);

/** Names that mean prompts, commands and what they print. */
const consoleNames = new Set(['shell-session', 'shellsession', 'bash-session', 'sh-session']);

/**
 * What a fence in an exercise is for. `console`: a transcript, whose commands are typed; `repl`: lines for the program that has the
 * terminal, if it reads that language; `file` and `output`: shown only.
 */
export type MethodKind = 'step' | 'modifier' | 'console' | 'repl' | 'file' | 'output' | 'otherShell' | 'unknown';

/**
 * What a fence in an exercise is for, by its method. One that people see and that says `terminal` shows an output; `terminal NAME` in a
 * comment opens one.
 */
export function kindOf({ method, hidden }: Pick<Snippet, 'method' | 'hidden'>): MethodKind {
  if (method === 'terminal') return hidden ? 'step' : 'output';
  if ((stepMethods as readonly string[]).includes(method)) return 'step';
  if ((modifierMethods as readonly string[]).includes(method)) return 'modifier';
  if (method === 'console') return 'console';
  if (isReplLanguage(method)) return 'repl';
  if (files.has(method)) return 'file';
  if (outputs.has(method)) return 'output';
  return otherShells.has(method) ? 'otherShell' : 'unknown';
}

/** The methods that an author most likely means by one that there is not; `certain` when it is another name for them. */
export function meantMethods(method: string): { readonly names: readonly string[]; readonly certain: boolean } {
  if (bashNames.has(method)) return { names: ['bash'], certain: true };
  if (consoleNames.has(method)) return { names: ['console'], certain: true };
  const name = nearest(method, knownMethods);
  return { names: name === undefined ? [] : [name], certain: false };
}

/** What to tell an author about a method that there is not. */
export function unknownMethod(method: string): Message<'plan/unknown-method'> {
  const { names, certain } = meantMethods(method);
  return message('plan/unknown-method', { method: shorten(method), meant: names, certain, known: knownMethods });
}
