import { classOpener, skipClassNames } from './class-opener.ts';
import { ClassStack, isRegion, maxClassDepth } from './class-stack.ts';
import { skipRun } from './line-kind.ts';
import { firstAtOrAfter } from './lines.ts';
import type { Comment, Fence, Region } from './regions.ts';

/** Offsets by which comments are found, each list ascending. */
export interface CommentOffsets {
  readonly text: string;
  /** Of every `<!--`. */
  readonly commentOpeners: readonly number[];
  /** Of every `-->`. */
  readonly commentClosers: readonly number[];
  /** Of every `---` line. */
  readonly separators: readonly number[];
}

/** A comment, and the opener of a fence in it that does not end in it. */
export interface FoundComment {
  readonly comment: Comment;
  readonly unclosedFence: number | undefined;
}

/**
 * The comment that begins at `start`; undefined when none begins there or when it does not end before `limit`.
 *
 * One that holds both a `---` line and another `<!--` was never closed: it would swallow all slides to the end of the
 * next comment. One that holds only `---` lines hides whole slides, and nothing in it runs.
 */
export function readComment(offsets: CommentOffsets, start: number, limit: number): FoundComment | undefined {
  const { text, commentOpeners, commentClosers, separators } = offsets;
  if (!text.startsWith('<!--', start)) return undefined;
  // `<!-->` is a whole comment.
  const close = firstAtOrAfter(commentClosers, start + 2);
  const end = close + 3;
  if (end > limit) return undefined;
  const hidesSlides = firstAtOrAfter(separators, start) < close;
  if (hidesSlides && firstAtOrAfter(commentOpeners, start + 1) < close) return undefined;
  const { regions, unclosedFence } = hidesSlides
    ? { regions: [], unclosedFence: undefined }
    : scanComment(text, Math.min(start + 4, close), close);
  return { comment: { kind: 'comment', start, end, regions }, unclosedFence };
}

/**
 * Finds fences and classes between `<!--` and `-->`. In a comment a fence may open and close anywhere on a line: runs of
 * three backticks or more are taken in pairs, as the reference executor does, and nothing else hides a bracket.
 */
function scanComment(
  text: string,
  start: number,
  end: number,
): { readonly regions: readonly Region[]; readonly unclosedFence: number | undefined } {
  const stack = new ClassStack(text);
  let unclosedFence: number | undefined;
  let offset = start;
  while (offset < end) {
    const character = text[offset];
    if (character === '`') {
      const runEnd = skipRun(text, offset, end);
      if (runEnd - offset < 3) {
        offset = runEnd;
        continue;
      }
      const fence = fenceAt(text, offset, runEnd, end);
      if (!fence.closed) unclosedFence = offset;
      stack.add(fence);
      offset = fence.end;
    } else if (character === '.') {
      const namesEnd = skipClassNames(text, offset, end);
      const opener = stack.depth < maxClassDepth ? classOpener(text, offset, namesEnd, end) : undefined;
      if (opener) stack.open(offset, opener);
      offset = opener?.inside ?? Math.max(namesEnd, offset + 1);
    } else {
      if (character === '[') stack.openBracket();
      else if (character === ']') stack.closeBracket(offset, 0);
      offset++;
    }
  }
  const regions = stack.finish().found.filter(isRegion);
  return { regions, unclosedFence };
}

function fenceAt(text: string, start: number, runEnd: number, limit: number): Fence & { readonly closed: boolean } {
  // In a slice, so that a comment without a closer does not cost a walk through all that follows it.
  const found = text.slice(runEnd, limit).indexOf(text.slice(start, runEnd));
  const closed = found >= 0;
  const close = closed ? runEnd + found : limit;
  const end = closed ? skipRun(text, close, limit) : limit;
  const firstLineEnd = lineEndBefore(text, runEnd, close);
  if (firstLineEnd === undefined) {
    return { kind: 'fence', shape: 'line', start, end, info: '', body: { start: runEnd, end: close }, closed };
  }
  const body = { start: firstLineEnd.next, end: close };
  return { kind: 'fence', shape: 'block', start, end, info: text.slice(runEnd, firstLineEnd.end), body, closed };
}

function lineEndBefore(text: string, from: number, limit: number): { end: number; next: number } | undefined {
  let end = from;
  while (end < limit && text[end] !== '\n' && text[end] !== '\r') end++;
  if (end >= limit) return undefined;
  return { end, next: text.startsWith('\r\n', end) ? end + 2 : end + 1 };
}
