/**
 * Removes the backticks that highlight a part of a command line: ``curl `$IP` `` becomes `curl $IP`. Command
 * substitution is written the same way; a span is taken for one, and kept, when it has a blank in it and stands where
 * its output makes sense: after `=`, after an opening bracket or quote of such a place, or where a command begins.
 */
export function removeHighlights(line: string): string {
  return line.replace(/(?<!\\)`([^`]+)`/g, (span: string, inner: string, offset: number) =>
    /\s/.test(inner.trim()) && SUBSTITUTION_CONTEXT.test(line.slice(Math.max(0, offset - 20), offset)) ? span : inner,
  );
}

const SUBSTITUTION_CONTEXT = /(?:^|[=({;|&!]|\b(?:do|then|else|if|while|until))\s*["']?$/;
