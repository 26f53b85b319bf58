import type { Action, Actions } from '../action.ts';
import { check, expect } from './check.ts';
import { key, keys } from './keys.ts';
import { open } from './open.ts';
import { bash, hide } from './shell.ts';
import { longwait, wait } from './wait.ts';

const all: readonly Action[] = [bash, hide, key, keys, wait, longwait, check, expect, open];

/** Every action that the engine can perform. */
export const builtinActions: Actions = new Map(all.map((action) => [action.name, action]));
