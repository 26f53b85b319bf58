import { excerpt, quote } from './excerpt.ts';
import type { Matcher } from './matcher.ts';

/** Most of an output that is tested, in UTF-16 code units: its last part. */
const textLimit = 100_000;
const sourceLimit = 2_000;
/** Only letters that are flags: a path such as `/v2/list` is an expression without slashes around it. */
const withFlags = /^\/(.*)\/([dgimsuvy]*)$/s;

/**
 * A regular expression that must match somewhere: `source`, with `^` and `$` at line ends, or `/source/flags` with the
 * flags `i`, `m`, `s` and `u`.
 *
 * JavaScript's engine backtracks and cannot be interrupted, so only the last 100,000 characters are tested, and a repeated group
 * that holds another repetition or an alternative, such as `(a+)+`, is refused: it can take for ever. Throws a SyntaxError for this,
 * and for an expression that is not one.
 */
export const regex: Matcher = {
  name: 'regex',
  parse(source) {
    const expression = compile(source.trim());
    return {
      matcher: 'regex',
      source,
      test(actual) {
        const text = actual.slice(-textLimit).replace(/\r\n/g, '\n');
        if (expression.test(text)) return undefined;
        const reason = `no match for the regular expression ${quote(expression.source)}`;
        return { matcher: 'regex', reason, expected: excerpt(source), actual: excerpt(text) };
      },
    };
  },
};

function compile(source: string): RegExp {
  const [, body = source, flags = 'm'] = withFlags.exec(source) ?? [];
  if (!body) throw new SyntaxError('The regular expression is empty, so anything would do.');
  if (body.length > sourceLimit) {
    throw new SyntaxError(`The regular expression has ${body.length} characters; at most ${sourceLimit} are allowed.`);
  }
  const unknown = /[^imsu]/.exec(flags)?.[0];
  if (unknown) throw new SyntaxError(`The regular expression has the flag "${unknown}"; allowed are i, m, s and u.`);
  const expression = construct(body, flags);
  const group = nestedRepetition(body);
  if (group) {
    throw new SyntaxError(
      `The regular expression repeats ${quote(group)}, which holds a repetition or an alternative: that can take for ever. ` +
        'Write it without the outer repetition.',
    );
  }
  return expression;
}

function construct(body: string, flags: string): RegExp {
  try {
    return new RegExp(body, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw new SyntaxError(`This is not a regular expression: ${why}.`, { cause: error });
  }
}

interface Group {
  readonly start: number;
  /** Holds an open-ended repetition or an alternative. */
  risky: boolean;
}

/** A group with an open-ended repetition or an alternative in it that is itself repeated without end. */
function nestedRepetition(body: string): string | undefined {
  const open: Group[] = [];
  let closed: { readonly group: Group; readonly end: number } | undefined;
  for (const match of body.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()|*+]|\{\d+(?:,?\d*)\}/gs)) {
    const [token] = match;
    const around = open.at(-1);
    if (token === '(') {
      open.push({ start: match.index, risky: false });
    } else if (token === ')') {
      const group = open.pop();
      closed = group && { group, end: match.index + 1 };
      const parent = open.at(-1);
      if (group?.risky && parent) parent.risky = true;
    } else if (token === '|') {
      if (around) around.risky = true;
    } else if (repeatsWithoutEnd(token)) {
      if (closed?.end === match.index && closed.group.risky) return body.slice(closed.group.start, closed.end);
      if (around) around.risky = true;
    }
  }
  return undefined;
}

/** `*`, `+`, `{3,}`; also `{3,99}`, which is as good as endless when nested. */
function repeatsWithoutEnd(token: string): boolean {
  if (!token.startsWith('{')) return token === '*' || token === '+';
  const maximum = /(\d*)\}$/.exec(token)?.[1];
  return maximum === '' || Number(maximum) > 20;
}
