import { Script } from 'node:vm';
import type { Search } from '../match/regex.ts';

/** Milliseconds that one search may take. */
const limitMs = 1_000;

const script = new Script('expression.test(text)');

/** Looks for an expression with a time limit: `(a+)+$` on the wrong line would take years. */
export const limitedSearch: Search = (expression, text) => {
  try {
    return script.runInNewContext({ expression, text }, { timeout: limitMs }) as boolean;
  } catch (error) {
    // The error may come from another realm, so it is known by its code alone.
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
};
