import { lineKind, skipBlanks, skipListMarkers, skipRun } from './line-kind.ts';
import type { Lines } from './lines.ts';
import type { Fence } from './regions.ts';

/** A text with what is known about its lines. */
export interface KnownLines {
  readonly text: string;
  readonly lines: Lines;
  readonly kinds: Uint8Array;
}

/** A fence of the `block` shape; `closed` is false when its end was not written but guessed. */
export interface BlockFence extends Fence {
  readonly closed: boolean;
}

/** Longer runs are text: a limit on the number of different fences keeps the search for closers linear. */
const longestRun = 20;

/**
 * The fence that opens on `line`, which is of kind `fence`; undefined when there is other text on it (inline code).
 *
 * It is closed by a line that holds nothing but a run at least as long as the opener's, however deep; `]` may follow when
 * a class is open. A fence is unclosed when there is no such line before `limit`, or when another fence opens
 * after a slide separator: then it ends at that separator instead of swallowing the next slides.
 */
export function readBlockFence(
  known: KnownLines,
  line: number,
  limit: number,
  inClass: boolean,
): BlockFence | undefined {
  const { text, lines, kinds } = known;
  const openerEnd = Math.min(lines.end(line), limit);
  const start = skipListMarkers(text, lines.start(line), openerEnd);
  const infoStart = skipRun(text, start, openerEnd);
  const length = infoStart - start;
  if (length < 3 || length > longestRun) return undefined;
  const info = text.slice(infoStart, openerEnd);
  if (text[start] === '`' && info.includes('`')) return undefined;

  const bodyStart = Math.min(lines.start(line + 1), limit);
  let separator: number | undefined;
  for (let next = line + 1; next < lines.count && lines.start(next) < limit; next++) {
    const kind = kinds[next];
    if (kind === lineKind.slide) separator ??= lines.start(next);
    if (kind !== lineKind.fence) continue;
    const lineEnd = Math.min(lines.end(next), limit);
    const run = skipListMarkers(text, lines.start(next), lineEnd);
    const runEnd = skipRun(text, run, lineEnd);
    if (text[run] !== text[start] || runEnd - run < length) continue;
    const marked = run > skipBlanks(text, lines.start(next), lineEnd);
    if (!marked && endsLine(text, runEnd, lineEnd, inClass)) {
      return {
        kind: 'fence',
        shape: 'block',
        start,
        end: runEnd,
        info,
        body: { start: bodyStart, end: lines.start(next) },
        closed: true,
      };
    }
    if (separator !== undefined) break;
  }
  const end = separator ?? Math.min(text.length, limit);
  return {
    kind: 'fence',
    shape: 'block',
    start,
    end,
    info,
    body: { start: Math.min(bodyStart, end), end },
    closed: false,
  };
}

/** True when nothing follows on the line, or, with `brackets`, nothing but closing brackets. */
function endsLine(text: string, from: number, lineEnd: number, brackets: boolean): boolean {
  let offset = skipBlanks(text, from, lineEnd);
  while (brackets && text[offset] === ']' && offset < lineEnd) offset = skipBlanks(text, offset + 1, lineEnd);
  return offset === lineEnd;
}
