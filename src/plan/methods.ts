import { type Message, message } from '../messages/message.ts';
import { nearest } from './nearest.ts';
import { shorten } from './shorten.ts';
import type { ActionName } from './step.ts';

/** Methods that become a step. */
const stepMethods: readonly ActionName[] = [
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
  'tmux',
];

/** Methods that say something about the step before them. */
const modifierMethods = ['expect', 'timeout', 'retry'] as const;

/** Methods that the reference executor has and Pupitre does not perform yet. */
export const laterMethods = ['copy', 'paste', 'tmux'] as const;

/** All methods that do something. */
const knownMethods: readonly string[] = [...stepMethods, ...modifierMethods];

/** Languages of fences that show something: a file to edit, an output. Nobody types them. */
const shown = new Set(
  (
    ' yaml yml json json5 jsonc dockerfile docker text txt plain plaintext console output terminal log none diff patch ini toml conf cfg ' +
    'properties env html xml svg css scss js javascript jsx ts typescript tsx python py ruby rb perl php go golang rust rs java kotlin c ' +
    'cpp csharp make makefile sql graphql hcl tf terraform nginx apache lua r md markdown mermaid dot http csv tsv promql systemd vim jinja'
  ).split(' '),
);

/** Shells that Pupitre does not have. */
const otherShells = new Set(['powershell', 'pwsh', 'ps', 'ps1', 'cmd', 'bat', 'batch']);

/** Names that mean a command to be typed into bash. */
const bashNames = new Set([
  'sh',
  'shell',
  'zsh',
  'dash',
  'ash',
  'shell-session',
  'bash-session',
  'command',
  'run',
  'exec',
]);

export type MethodKind = 'step' | 'modifier' | 'shown' | 'otherShell' | 'unknown';

/** What a fence in an exercise is for, by its method. */
export function kindOf(method: string): MethodKind {
  if ((stepMethods as readonly string[]).includes(method)) return 'step';
  if ((modifierMethods as readonly string[]).includes(method)) return 'modifier';
  if (shown.has(method)) return 'shown';
  return otherShells.has(method) ? 'otherShell' : 'unknown';
}

/** The methods that an author most likely means by one that there is not; `certain` when it is another name for them. */
export function meantMethods(method: string): { readonly names: readonly string[]; readonly certain: boolean } {
  if (bashNames.has(method)) return { names: ['bash'], certain: true };
  // What old decks have for both at once.
  if (method === 'copypaste') return { names: ['copy', 'paste'], certain: true };
  const name = nearest(method, knownMethods);
  return { names: name === undefined ? [] : [name], certain: false };
}

/** What to tell an author about a method that there is not. */
export function unknownMethod(method: string): Message<'plan/unknown-method'> {
  const { names, certain } = meantMethods(method);
  return message('plan/unknown-method', { method: shorten(method), meant: names, certain, known: knownMethods });
}
