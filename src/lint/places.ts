import type { Diagnostic } from '../deck/model.ts';
import { lastAtOrBefore, readLines } from '../deck/scan/lines.ts';
import type { ClassRegion, Region, Span } from '../deck/scan/regions.ts';
import type { Code } from './code.ts';
import type { LintDocument } from './document.ts';

/** A message of the parser or the planner, with its place in `Source.text`. */
export interface PlacedMessage extends Diagnostic {
  readonly offset: number;
}

/** The messages of one rule that the parser and the planner make by themselves. */
export function messagesOf({ messages, source }: LintDocument, rule: string): PlacedMessage[] {
  const wanted = messages.filter((message) => message.rule === rule);
  if (wanted.length === 0) return [];
  const lines = readLines(source.original);
  return wanted.map((message) => ({
    ...message,
    offset: source.offset(lines.start(message.line - 1) + message.column - 1),
  }));
}

/** The piece of code that holds an offset. */
export function codeAt({ code }: LintDocument, offset: number): Code | undefined {
  let low = 0;
  let high = code.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((code[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const piece = code[low - 1];
  return piece && offset < piece.end ? piece : undefined;
}

/** Tells whether an offset lies in prose: neither in code nor in a comment. */
export function proseOf(document: LintDocument): (offset: number) => boolean {
  const hidden: Span[] = [];
  const visit = (regions: readonly Region[]): void => {
    for (const region of regions) {
      if (region.kind === 'class') visit(region.regions);
      else hidden.push(region);
    }
  };
  for (const { regions, notes } of document.regions) {
    visit(regions);
    visit(notes?.regions ?? []);
  }
  for (const piece of document.code) if (piece.kind === 'inline') hidden.push(piece);
  hidden.sort((one, other) => one.start - other.start || other.end - one.end);
  const starts = hidden.map(({ start }) => start);
  // The furthest end of all that begin so far: comments hold fences.
  let furthest = 0;
  const ends = hidden.map(({ end }) => (furthest = Math.max(furthest, end)));
  return (offset) => {
    const last = lastAtOrBefore(starts, offset);
    return starts.length === 0 || (starts[last] ?? 0) > offset || offset >= (ends[last] ?? 0);
  };
}

/** The classes of a document, inner ones after their outer one. */
export function classesOf(document: LintDocument): ClassRegion[] {
  const found: ClassRegion[] = [];
  const visit = (regions: readonly Region[]): void => {
    for (const region of regions) {
      if (region.kind === 'class') found.push(region);
      if (region.kind !== 'fence') visit(region.regions);
    }
  };
  for (const { regions, notes } of document.regions) {
    visit(regions);
    visit(notes?.regions ?? []);
  }
  return found;
}
