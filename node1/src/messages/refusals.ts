import { AsyncLocalStorage } from 'node:async_hooks';
import type { Message } from './codes.ts';

/**
 * Hears of everything that node1 refuses while it serves one command of the shell: a pipe or a `$(...)` hides the exit code of
 * a refusal from the shell, and whoever judges the command must know of it all the same.
 */
export const refusals = new AsyncLocalStorage<(refusal: Message) => void>();
