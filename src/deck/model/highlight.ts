/** A token: a part of a line of code; highlighted tokens lose the backticks around them. */
export interface HighlightToken {
  readonly text: string;
  readonly highlighted: boolean;
}

/**
 * Cuts a line where backticks highlight a part of it: ``curl `$IP` `` shows `curl $IP` with `$IP` highlighted. Command
 * substitution is written the same way; a span is taken for one, and kept, when it has a blank in it and stands where
 * its output makes sense: after `=`, after an opening bracket or quote of such a place, or where a command begins.
 */
export function cutHighlights(line: string): HighlightToken[] {
  const tokens: HighlightToken[] = [];
  let end = 0;
  for (const { 0: span, 1: inner = '', index } of line.matchAll(/(?<!\\)`([^`]+)`/g)) {
    if (/\s/.test(inner.trim()) && substitutionContext.test(line.slice(Math.max(0, index - 20), index))) continue;
    tokens.push({ text: line.slice(end, index), highlighted: false }, { text: inner, highlighted: true });
    end = index + span.length;
  }
  tokens.push({ text: line.slice(end), highlighted: false });
  return tokens;
}

/** A line of code without the backticks that highlight a part of it. */
export function removeHighlights(line: string): string {
  return cutHighlights(line)
    .map(({ text }) => text)
    .join('');
}

const substitutionContext = /(?:^|[=({;|&!]|\b(?:do|then|else|if|while|until))\s*["']?$/;
