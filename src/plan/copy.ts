import { type Message, message } from '../messages/message.ts';

/** Longest expression, in UTF-16 code units. */
const limit = 2_000;

/** The expression of a `copy`, for all its matches; a dot stands for line ends, too, as in the reference executor. */
export function copyExpression(source: string): RegExp | { readonly problem: Message } {
  if (source.length > limit) {
    return { problem: message('match/expression-too-long', { length: source.length, limit }) };
  }
  try {
    return new RegExp(source, 'gs');
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    return { problem: message('match/invalid-expression', { why }) };
  }
}

/** What a match gives: its only group, where it has exactly one, else all of it; line ends are those of the screen, and go. */
export function copiedText(match: readonly (string | undefined)[]): string {
  return ((match.length === 2 ? match[1] : match[0]) ?? '').replace(/[\r\n]/g, '');
}
