import { excerpt, quote } from './excerpt.ts';
import type { Matcher } from './matcher.ts';
import type { MatchWords } from './words.ts';

/** Most of an output that is tested, in UTF-16 code units: its last part. */
const textLimit = 100_000;
const sourceLimit = 2_000;
/** Only letters that are flags: a path such as `/v2/list` is an expression without slashes around it. */
const withFlags = /^\/(.*)\/([dgimsuvy]*)$/s;

/** Looks for an expression in a text; undefined when it gave up, because that took too long. */
export type Search = (expression: RegExp, text: string) => boolean | undefined;

/**
 * A regular expression that must match somewhere: `source`, with `^` and `$` at line ends, or `/source/flags` with the
 * flags `i`, `m`, `s` and `u`. Only the last 100,000 characters are tested. `parse` throws a SyntaxError for what is no expression.
 *
 * JavaScript's engine backtracks, and pure code cannot interrupt it: `search` is where the caller sets a limit.
 */
export function regexMatcher(search: Search, words: MatchWords): Matcher {
  return {
    name: 'regex',
    parse(source) {
      const expression = compile(source.trim());
      return {
        matcher: 'regex',
        source,
        test(actual) {
          const text = actual.slice(-textLimit).replace(/\r\n/g, '\n');
          const found = search(expression, text);
          if (found) return undefined;
          const shown = quote(expression.source);
          const reason = found === undefined ? words.tooSlow(shown) : words.noMatch(shown);
          return { matcher: 'regex', reason, expected: excerpt(source), actual: excerpt(text) };
        },
      };
    },
  };
}

function compile(source: string): RegExp {
  const [, body = source, flags = 'm'] = withFlags.exec(source) ?? [];
  if (!body) throw new SyntaxError('The regular expression is empty, so anything would do.');
  if (body.length > sourceLimit) {
    throw new SyntaxError(`The regular expression has ${body.length} characters; at most ${sourceLimit} are allowed.`);
  }
  const unknown = /[^imsu]/.exec(flags)?.[0];
  if (unknown) throw new SyntaxError(`The regular expression has the flag "${unknown}"; allowed are i, m, s and u.`);
  return construct(body, flags);
}

function construct(body: string, flags: string): RegExp {
  try {
    return new RegExp(body, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw new SyntaxError(`This is not a regular expression: ${why}.`, { cause: error });
  }
}
