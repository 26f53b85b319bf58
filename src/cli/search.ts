import { Script } from 'node:vm';
import type { Search } from '../match/regex.ts';
import type { FindLast } from '../run/actions/copy.ts';

/** Milliseconds that one search may take. */
const limitMs = 1_000;

const testing = new Script('expression.test(text)');
// An array of this realm's strings: objects of another one would keep it alive.
const findingLast = new Script('JSON.stringify([...text.matchAll(expression)].at(-1) ?? null)');

/** Looks for an expression with a time limit: `(a+)+$` on the wrong line would take years. */
export const limitedSearch: Search = (expression, text) => limited(testing, expression, text) as boolean | undefined;

/** The last match of an expression, with the same limit. */
export const limitedFindLast: FindLast = (expression, text) => {
  const found = limited(findingLast, expression, text) as string | undefined;
  if (found === undefined) return 'tooSlow';
  const match = JSON.parse(found) as readonly (string | null)[] | null;
  return match?.map((part) => part ?? undefined);
};

function limited(script: Script, expression: RegExp, text: string): unknown {
  try {
    return script.runInNewContext({ expression, text }, { timeout: limitMs });
  } catch (error) {
    // The error may come from another realm, so it is known by its code alone.
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  }
}
