import type { Code } from '../code.ts';
import type { LintDocument } from '../document.ts';
import type { Edit } from '../rule.ts';
import type { Dropped } from './compare.ts';

/** Where two texts differ: what is left when the same beginning and the same end are taken away. */
export function differenceOf(
  one: string,
  other: string,
): { readonly start: number; readonly end: number; readonly text: string } {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let [end, otherEnd] = [one.length, other.length];
  while (end > start && otherEnd > start && one[end - 1] === other[otherEnd - 1]) {
    end--;
    otherEnd--;
  }
  return { start, end, text: other.slice(start, otherEnd) };
}

/**
 * Edits that make the text of `code` that of its original, line by line where both have as many. Undefined where what would be
 * replaced is not written as it is read (highlights).
 */
export function editsToward(wanted: string, code: Code, { text }: LintDocument): readonly Edit[] | undefined {
  const lines = linesOf(code.text);
  const wantedLines = linesOf(wanted).map((line) => line.replace(/\r$/, ''));
  const edits: Edit[] = [];
  if (lines.length !== wantedLines.length) {
    const span = code.span(0, code.text.length);
    const lineStart = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart, span.start))?.[0] ?? '';
    const lineEnd = lineEndOf(text);
    const indented = wantedLines.map((line, index) => (index === 0 || line === '' ? line : indent + line));
    return text.slice(span.start, span.end).includes('`') ? undefined : [{ ...span, text: indented.join(lineEnd) }];
  }
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const { start, end, text: inserted } = differenceOf(line.replace(/\r$/, ''), wantedLines[index] ?? '');
    if (start < end || inserted !== '') {
      const span = code.span(offset + start, offset + end);
      if (text.slice(span.start, span.end) !== line.slice(start, end)) return undefined;
      edits.push({ ...span, text: inserted });
    }
    offset += line.length + 1;
  }
  return edits;
}

/** The lines of a text, whatever ends them; the CR of a CR LF stays at its line's end, so that each is one longer. */
export function linesOf(text: string): string[] {
  return text.replace(/\r(?!\n)/g, '\n').split('\n');
}

function lineEndOf(text: string): string {
  return /\r\n?|\n/.exec(text)?.[0] ?? '\n';
}

/**
 * The edit that puts lost hidden snippets back, which followed each other. Undefined for visible ones, and where their place is not
 * certain.
 */
export function editRestoring(
  [first, ...more]: readonly [Dropped, ...Dropped[]],
  { text, source }: LintDocument,
): Edit | undefined {
  const { fence, slide, after } = first;
  if (fence.snippet?.hidden !== true || fence.inNotes || !slide) return undefined;
  const lineEnd = lineEndOf(text);
  const comments = [fence, ...more.map((each) => each.fence)].map(commentOf);
  const comment = comments.join('\n\n').replaceAll('\n', lineEnd);
  if (after) {
    const place = placeAfter(after, text);
    return place === undefined ? undefined : { start: place, end: place, text: `${lineEnd}${lineEnd}${comment}` };
  }
  const exercises = fence.slide.exercises.filter((each) => !each.inNotes);
  const ours = slide.slide.exercises.filter((each) => !each.inNotes);
  const exercise = ours[exercises.findIndex((each) => each === fence.exercise)];
  // In an exercise with other snippets it came before the first of them, in the middle of some text.
  if (!exercise || exercise.snippets.length > 0) return undefined;
  const close = source.offset(exercise.position.end.offset) - 1;
  if (text[close] !== ']') return undefined;
  const lineBefore = /[\n\r][ \t]*$/.test(text.slice(0, close)) ? '' : lineEnd;
  return { start: close, end: close, text: `${lineBefore}${lineEnd}${comment}${lineEnd}${lineEnd}` };
}

/** Right after a fence, or after the comment that it is hidden in when nothing else of the deck follows in that. */
function placeAfter({ snippet, end }: Code, text: string): number | undefined {
  if (snippet?.hidden !== true) return end;
  const close = text.indexOf('-->', end);
  if (close < 0 || text.slice(end, close).trim() !== '') return undefined;
  return close + 3;
}

function commentOf({ language, text, snippet }: Code): string {
  const info = [language, snippet?.argument].filter(Boolean).join(' ');
  const isLine = !/[\n\r`]/.test(text);
  return isLine ? `<!-- \`\`\`${info} ${text}\`\`\` -->` : `<!--\n\`\`\`${info}\n${text}\n\`\`\`\n-->`;
}
