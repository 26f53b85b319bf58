import { message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { excerpt, quote } from './excerpt.ts';
import type { Matcher } from './matcher.ts';

/** Most of an output that is tested, in UTF-16 code units: its last part. */
const textLimit = 100_000;
const sourceLimit = 2_000;
/** Only letters that are flags: a path such as `/v2/list` is an expression without slashes around it. */
const withFlags = /^\/(.*)\/([dgimsuvy]*)$/s;

/** Looks for an expression in a text; undefined when it gave up, because that took too long. */
export type Search = (expression: RegExp, text: string) => boolean | undefined;

/**
 * A regular expression that must match somewhere: `source`, with `^` and `$` at line ends, or `/source/flags` with the
 * flags `i`, `m`, `s` and `u`. Only the last 100,000 characters are tested. `parse` throws a MessageError for what is no expression.
 *
 * JavaScript's engine backtracks, and pure code cannot interrupt it: `search` is where the caller sets a limit.
 */
export function regexMatcher(search: Search): Matcher {
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
          const code = found === undefined ? 'match/too-slow' : 'match/no-match';
          const reason = message(code, { expression: quote(expression.source) });
          return { matcher: 'regex', reason, expected: excerpt(source), actual: excerpt(text) };
        },
      };
    },
  };
}

function compile(source: string): RegExp {
  const [, body = source, flags = 'm'] = withFlags.exec(source) ?? [];
  if (!body) throw new MessageError(message('match/empty-expression'));
  if (body.length > sourceLimit) {
    throw new MessageError(message('match/expression-too-long', { length: body.length, limit: sourceLimit }));
  }
  const unknown = /[^imsu]/.exec(flags)?.[0];
  if (unknown) throw new MessageError(message('match/unknown-flag', { flag: unknown }));
  return construct(body, flags);
}

function construct(body: string, flags: string): RegExp {
  try {
    return new RegExp(body, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw new MessageError(message('match/invalid-expression', { why }), { cause: error });
  }
}
