import type { Action, Actions } from '../action.ts';
import { check, expect } from './check.ts';
import { copyAction, type FindLast, findLast, paste } from './copy.ts';
import { key, keys } from './keys.ts';
import { open } from './open.ts';
import { repl } from './repl.ts';
import { background, setup, verify } from './scripts.ts';
import { bash, hide } from './shell.ts';
import { terminal, tmux } from './terminals.ts';
import { longwait, wait } from './wait.ts';

export interface ActionOptions {
  /** How `copy` searches the screen. Default: without a limit of time. */
  readonly findLast?: FindLast;
}

/** Every action that the engine can perform. */
export function createActions(options: ActionOptions = {}): Actions {
  const copy = copyAction(options.findLast ?? findLast);
  const all: readonly Action[] = [
    bash,
    hide,
    key,
    keys,
    wait,
    longwait,
    check,
    expect,
    open,
    copy,
    paste,
    repl,
    terminal,
    tmux,
    verify,
    setup,
    background,
  ];
  return new Map(all.map((action) => [action.name, action]));
}

/** The actions for those who trust the expressions of their decks. */
export const builtinActions: Actions = createActions();
