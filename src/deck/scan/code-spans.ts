import { lineKind } from './line-kind.ts';
import { lastAtOrBefore, type Lines } from './lines.ts';
import type { Span } from './regions.ts';

/** Finds inline code; built once for a text, so that no number of lonely backticks makes the search slow. */
export interface CodeSpans {
  /**
   * The inline code that opens with the run of backticks at `start`, by CommonMark's rule: it ends with the next run of
   * the same length in the same paragraph. Undefined when that run is missing or ends after `limit`.
   */
  at(start: number, limit: number): Span | undefined;
}

interface Run extends Span {
  /** The next run of the same length. */
  next: Run | undefined;
}

/** Prepares the search in `text`. */
export function readCodeSpans(text: string, lines: Lines, kinds: Uint8Array): CodeSpans {
  const runs = backtickRuns(text);
  const starts = runs.map((run) => run.start);
  let paragraph: Span = { start: 0, end: 0 };
  return {
    at(start, limit) {
      const run = runs[lastAtOrBefore(starts, start)];
      if (run?.start !== start || !run.next || run.next.end > limit) return undefined;
      if (start < paragraph.start || start >= paragraph.end) paragraph = paragraphFrom(start, lines, kinds);
      return run.next.end <= paragraph.end ? { start, end: run.next.end } : undefined;
    },
  };
}

function backtickRuns(text: string): Run[] {
  const runs: Run[] = [];
  for (const match of text.matchAll(/`+/g)) {
    runs.push({ start: match.index, end: match.index + match[0].length, next: undefined });
  }
  const nextOfLength = new Map<number, Run>();
  for (const run of runs.toReversed()) {
    run.next = nextOfLength.get(run.end - run.start);
    nextOfLength.set(run.end - run.start, run);
  }
  return runs;
}

/** From the line of `offset` to where its paragraph ends. */
function paragraphFrom(offset: number, lines: Lines, kinds: Uint8Array): Span {
  const first = lines.at(offset);
  let line = first + 1;
  while (line < lines.count && kinds[line] === lineKind.text) line++;
  return { start: lines.start(first), end: lines.start(line) };
}
