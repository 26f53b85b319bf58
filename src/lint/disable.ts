import { lastAtOrBefore } from '../deck/lines.ts';
import type { Span } from '../deck/skeleton.ts';
import type { LintDocument } from './document.ts';
import { covering } from './ranges.ts';

/** What is said before a line, by one comment or several. */
interface Silence {
  /** The last line on which it holds, 0-based. */
  readonly to: number;
  readonly rules: Set<string>;
  /** Every rule says nothing. */
  all: boolean;
}

/** A comment that names a rule that there is not. */
export interface UnknownName extends Span {
  readonly name: string;
}

/** What the comments `<!-- pupitre-disable-next-line rule -->` of a deck say; those that code shows say nothing. */
export interface Silences {
  /** True when nothing is to be said by this rule at this offset. */
  readonly covers: (rule: string, offset: number) => boolean;
  readonly names: readonly UnknownName[];
}

const COMMENT = /<!--\s*pupitre-disable-next-line\b([^<>]*?)-->/g;

/**
 * Reads the comments that silence rules. The next line is the next one that is not blank; when a fence opens on it, the
 * whole fence is meant, because nothing can be written inside it.
 */
export function readSilences({ text, source: { lines }, code }: LintDocument): Silences {
  const silences = new Map<number, Silence>();
  const names: UnknownName[] = [];
  const isCode = covering(code);
  const fenceEnds = new Map<number, number>();
  for (const { kind, start, end } of code) {
    if (kind !== 'inline') fenceEnds.set(lines.at(start), lines.at(end));
  }
  for (const { index, 0: comment, 1: list = '' } of text.matchAll(COMMENT)) {
    if (isCode(index)) continue;
    let from = lines.at(index + comment.length) + 1;
    while (from < lines.count && text.slice(lines.start(from), lines.end(from)).trim() === '') from++;
    const silence = silences.get(from) ?? { to: fenceEnds.get(from) ?? from, rules: new Set(), all: false };
    silences.set(from, silence);
    const listStart = index + comment.lastIndexOf(list);
    const listed = [...list.matchAll(/[^\s,]+/g)];
    for (const { 0: name, index: at } of listed) {
      silence.rules.add(name);
      names.push({ name, start: listStart + at, end: listStart + at + name.length });
    }
    silence.all ||= listed.length === 0;
  }
  const starts = [...silences.keys()];
  return {
    names,
    covers(rule, offset) {
      const line = lines.at(offset);
      const from = starts[lastAtOrBefore(starts, line)] ?? Infinity;
      const silence = silences.get(from);
      return silence !== undefined && line >= from && line <= silence.to && (silence.all || silence.rules.has(rule));
    },
  };
}
