import { type Message, message } from '../messages/message.ts';
import { shorten } from './shorten.ts';
import type { ActionName, Step } from './step.ts';

/** The terminal that a node begins with. */
export const firstTerminal = '1';

/** Most terminals of a node at once. */
export const mostTerminals = 12;

/** What a `terminal` or `tmux` snippet does with the terminals of a node. */
export type TerminalMove =
  /** Opens one, after the current one or at the end, and chooses it; `stay`: without choosing it. */
  | { readonly kind: 'open'; readonly name?: string; readonly where: 'beside' | 'end'; readonly stay?: true }
  /** Chooses one that is open: by its place among them, from 0; the one before this; the next or the previous in their order. */
  | { readonly kind: 'place'; readonly place: number }
  | { readonly kind: 'last' | 'next' | 'previous' }
  /** Ends the current one. */
  | { readonly kind: 'close' }
  /** Moves panes about, which terminals in tabs have no use for. */
  | { readonly kind: 'arrange' };

/** What needs no terminal: pages, scripts that run beside, people. */
const withoutTerminal: ReadonlySet<ActionName> = new Set(['open', 'verify', 'setup', 'background', 'manual', 'none']);

/** True for a step that types, or looks at what was typed: it is for one terminal. */
export function usesTerminal({ action }: Pick<Step, 'action'>): boolean {
  return !withoutTerminal.has(action);
}

/** True for a step that goes to another terminal. */
export function isMove({ action }: Pick<Step, 'action'>): boolean {
  return action === 'terminal' || action === 'tmux';
}

const name = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,29}$/u;

/** tmux's commands for panes and windows with their short names, as tmux(1) has them. */
const tmuxCommands: ReadonlyMap<string, TerminalMove['kind'] | 'split' | 'window' | 'select'> = new Map([
  ...(['split-pane', 'splitp', 'split-window', 'splitw'] as const).map((each) => [each, 'split'] as const),
  ...(['new-window', 'neww'] as const).map((each) => [each, 'window'] as const),
  ...(['select-pane', 'selectp', 'select-window', 'selectw'] as const).map((each) => [each, 'select'] as const),
  ...(['last-pane', 'lastp', 'last-window', 'last'] as const).map((each) => [each, 'last'] as const),
  ...(['next-window', 'next'] as const).map((each) => [each, 'next'] as const),
  ...(['previous-window', 'prev'] as const).map((each) => [each, 'previous'] as const),
  ...(['kill-pane', 'killp', 'kill-window', 'killw'] as const).map((each) => [each, 'close'] as const),
  ...(
    ['select-layout', 'selectl', 'next-layout', 'nextl', 'previous-layout', 'prevl', 'resize-pane', 'resizep'] as const
  ).map((each) => [each, 'arrange'] as const),
]);

/** Options of `split-window` and `new-window` that have a value. */
const withValue = new Set(['-l', '-p', '-c', '-t', '-F', '-e', '-n']);

/** What a step or snippet of one of the two methods does. */
export function readMove(method: string, input: string): TerminalMove | { readonly problem: Message } {
  return method === 'tmux' ? tmuxMove(input) : namedMove(input);
}

/** What a `terminal` snippet does: `NAME` opens that terminal, or chooses it. */
function namedMove(input: string): TerminalMove | { readonly problem: Message } {
  if (name.test(input)) return { kind: 'open', name: input, where: 'end' };
  return { problem: message('plan/terminal-name', { name: shorten(input) }) };
}

/** What a `tmux` snippet does: the commands of tmux(1) for panes and windows, all of which are terminals here. */
function tmuxMove(input: string): TerminalMove | { readonly problem: Message } {
  const [command = '', ...words] = input.split(/\s+/);
  const kind = tmuxCommands.get(command);
  switch (kind) {
    case undefined:
      return { problem: message('plan/tmux-unknown', { command: shorten(command), known: [...tmuxCommands.keys()] }) };
    case 'split':
    case 'window':
      return opened(words, kind === 'split' ? 'beside' : 'end');
    case 'select':
      return selected(words);
    default:
      return { kind } as TerminalMove;
  }
}

function opened(words: readonly string[], where: 'beside' | 'end'): TerminalMove | { readonly problem: Message } {
  const given = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return { problem: message('plan/tmux-program', { program: shorten(word) }) };
    given.set(word, withValue.has(word) ? (words[++at] ?? '') : '');
  }
  const named = given.get('-n');
  if (named !== undefined && !name.test(named)) {
    return { problem: message('plan/terminal-name', { name: shorten(named) }) };
  }
  return {
    kind: 'open',
    where,
    ...(named === undefined ? {} : { name: named }),
    ...(given.has('-d') ? { stay: true } : {}),
  };
}

function selected(words: readonly string[]): TerminalMove | { readonly problem: Message } {
  const text = words.join(' ').replace(/^-t\s*/, '');
  if (/^(?:-l|!|\{last\}|:\.?!)$/.test(text)) return { kind: 'last' };
  if (/^(?:-[DR]|[:.]*\+|\{(?:next|down-of|right-of)\})$/.test(text)) return { kind: 'next' };
  if (/^(?:-[UL]|[:.]*-|\{(?:previous|up-of|left-of)\})$/.test(text)) return { kind: 'previous' };
  const place = /^[:.]*(?:\d+[.:])?(\d+)$/.exec(text)?.[1];
  if (place === undefined) return { problem: message('plan/tmux-target', { target: shorten(text) }) };
  return { kind: 'place', place: Number(place) };
}

/**
 * The terminals of a node that are open, in their order, and the one that steps are for. The first is always there; one that
 * closes gives way to the one that was chosen before it, as panes of tmux do.
 */
export class TerminalList {
  #names: readonly string[] = [firstTerminal];
  /** Those that were chosen, oldest first, the current one last; each once. */
  #chosen: readonly string[] = [firstTerminal];

  get names(): readonly string[] {
    return this.#names;
  }

  get current(): string {
    return this.#chosen.at(-1) ?? firstTerminal;
  }

  /** The name of the terminal that a move leads to; undefined when it leads to none. `fresh` is that of one without a name. */
  goal(move: TerminalMove, fresh: string): string | undefined {
    const step = move.kind === 'next' ? 1 : -1;
    switch (move.kind) {
      case 'open':
        return move.name ?? fresh;
      case 'place':
        return this.#names[move.place];
      case 'last':
        return this.#chosen.at(-2);
      case 'next':
      case 'previous':
        return this.#names.at((this.#names.indexOf(this.current) + step) % this.#names.length);
      case 'close':
      case 'arrange':
        return this.current;
    }
  }

  /** Chooses a terminal, which is added when it is not there yet: after the current one, or at the end. */
  choose(name: string, where: 'beside' | 'end' = 'end'): void {
    this.add(name, where);
    this.#chosen = [...this.#chosen.filter((each) => each !== name), name];
  }

  /** Adds a terminal, if it is not there yet, without choosing it. */
  add(name: string, where: 'beside' | 'end' = 'end'): void {
    if (this.#names.includes(name)) return;
    const at = where === 'end' ? this.#names.length : this.#names.indexOf(this.current) + 1;
    this.#names = this.#names.toSpliced(at, 0, name);
  }

  /** One is closed. The first stays. */
  close(name: string): void {
    if (name === firstTerminal) return;
    this.#names = this.#names.filter((each) => each !== name);
    this.#chosen = this.#chosen.filter((each) => each !== name);
    if (this.#chosen.length === 0) this.#chosen = [firstTerminal];
  }
}
