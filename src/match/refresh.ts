import { compileGlob, type Frame, isEllipsisLine, testGlob } from './glob.ts';
import { findJson, parseJson } from './json-scan.ts';

/** How the matchers for text compare. */
const framesOf: Readonly<Record<string, { readonly frame: Frame; readonly wildcards: boolean }>> = {
  text: { frame: 'contains', wildcards: false },
  ellipsis: { frame: 'contains', wildcards: true },
  equal: { frame: 'equal', wildcards: true },
  tail: { frame: 'tail', wildcards: true },
  similar: { frame: 'similar', wildcards: true },
};

/** Lines of an output that are looked at: its last ones. */
const mostLines = 1_000;
/** Words of a line that are compared. */
const mostWords = 100;
/** What is worth how much: a line that still fits; one that has changed, by how alike the two are; a line more. */
const worth = { fits: 3, changed: 0.1, alike: 1.5, more: -0.5 } as const;
/** Where only a part of the output was shown, a line is taken for another one when so many of their words are the same. */
const leastAlike = 0.3;

/**
 * The text that an expectation must have to fit what really came, as near to the old one as can be: lines that still fit stay as they are, with
 * their `...` and `xxxxx`, and what was left out stays so. Undefined when nobody can tell which part of the output was meant, or nothing came.
 */
export function refreshed(old: string, actual: string, matcher: string): string | undefined {
  if (matcher === 'json') return refreshedJson(old, actual);
  const how = framesOf[matcher];
  if (!how) return undefined;
  const lines = old.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const came = linesOf(actual);
  if (first < 0 || came.length === 0) return undefined;
  const aligned = align(lines.slice(first, last + 1), came, how);
  if (!aligned) return undefined;
  return [...lines.slice(0, first), ...aligned, ...lines.slice(last + 1)].join('\n');
}

function linesOf(output: string): readonly string[] {
  const lines = output.split('\n').map((line) => line.trimEnd());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first < 0 ? [] : lines.slice(first, last + 1).slice(-mostLines);
}

/** The same layout: on one line, or indented as it was. */
function refreshedJson(old: string, actual: string): string | undefined {
  const isArray = Array.isArray(parseJson(old)?.value);
  const found = findJson(actual, isArray ? 'array' : 'object') ?? findJson(actual, isArray ? 'object' : 'array');
  if (!found) return undefined;
  const [around = '', end = ''] = [/^\s*/.exec(old)?.[0], /\s*$/.exec(old)?.[0]];
  const [, indent] = /\n([ \t]+)/.exec(old.trim()) ?? [];
  if (old.trim().includes('\n')) return around + JSON.stringify(found.value, null, indent ?? 2) + end;
  const line = JSON.stringify(found.value);
  return around + (/[{[,:] /.test(old) ? spaced(line) : line) + end;
}

/** JSON on one line with a blank after each colon and comma, as many write it; strings are left alone. */
function spaced(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (part) => (part.length === 1 ? `${part} ` : part));
}

/** One way through the old lines and those that came; `from` leads back to the step before. */
interface Way {
  readonly score: number;
  readonly line: string | undefined;
  readonly from: readonly [number, number] | undefined;
  /** Lines that fit, or are alike. */
  readonly kept: number;
}

/**
 * The best way to make one of the other, line by line (Needleman and Wunsch's alignment, with lines that may be passed over for
 * nothing where the old text says so).
 */
function align(
  old: readonly string[],
  came: readonly string[],
  { frame, wildcards }: { readonly frame: Frame; readonly wildcards: boolean },
): readonly string[] | undefined {
  const isEllipsis = old.map((line) => wildcards && isEllipsisLine(line.trim()));
  const fits = old.map((line) => fitter(line, frame, wildcards));
  const [oldWords, cameWords] = [old.map(words), came.map(words)];
  const rows: Way[][] = Array.from({ length: old.length + 1 }, () => []);
  const way = (i: number, j: number): Way =>
    rows[i]?.[j] ?? { score: -Infinity, line: undefined, from: undefined, kept: 0 };
  const isFree = (i: number): boolean =>
    frame === 'similar' ||
    (i > 0 && isEllipsis[i - 1] === true) ||
    (i === 0 && frame !== 'equal') ||
    (i === old.length && frame === 'contains');
  for (let i = 0; i <= old.length; i++) {
    for (let j = 0; j <= came.length; j++) {
      const ways: Way[] = i + j === 0 ? [{ score: 0, line: undefined, from: undefined, kept: 0 }] : [];
      const step = (a: number, b: number, gain: number, line: string | undefined, keeps = 0): void => {
        const before = way(a, b);
        ways.push({ score: before.score + gain, line, from: [a, b], kept: before.kept + keeps });
      };
      const [was = '', now = ''] = [old[i - 1], came[j - 1]];
      if (i > 0 && isEllipsis[i - 1] === true) step(i - 1, j, 0, was);
      if (i > 0 && j > 0 && isEllipsis[i - 1] === false) {
        if (fits[i - 1]?.(now) === true) step(i - 1, j - 1, worth.fits, was, 1);
        else {
          const alike = likeness(oldWords[i - 1] ?? [], cameWords[j - 1] ?? []);
          step(i - 1, j - 1, worth.changed + alike * worth.alike, now, alike >= leastAlike ? 1 : 0);
        }
      }
      // Passed over: nothing is written.
      if (j > 0 && isFree(i)) step(i, j - 1, 0, undefined);
      if (i > 0 && isEllipsis[i - 1] === false) step(i - 1, j, 0, undefined);
      if (j > 0) step(i, j - 1, worth.more, now);
      const [first, ...others] = ways;
      if (first) rows[i]?.push(others.reduce((best, each) => (each.score > best.score ? each : best), first));
    }
  }
  const end = way(old.length, came.length);
  // A part of an output that is nowhere in it, nor anything like it.
  if (end.kept === 0 && (frame === 'contains' || frame === 'similar')) return undefined;
  const lines: string[] = [];
  for (let at: Way | undefined = end; at; at = at.from && way(...at.from))
    if (at.line !== undefined) lines.push(at.line);
  return lines.reverse();
}

/** Whether a line of an output is what a line of the old text says. */
function fitter(line: string, frame: Frame, wildcards: boolean): (actual: string) => boolean {
  if (line.trim() === '') return (actual) => actual.trim() === '';
  try {
    const glob = compileGlob(line, { frame: frame === 'similar' ? 'similar' : 'equal', wildcards });
    return (actual) => testGlob(glob, actual).matches;
  } catch {
    // Nothing but wildcards: `xxxxx`.
    return (actual) => /^\s*\S+\s*$/.test(actual);
  }
}

/** How many words two lines share: 0 to 1 (Dice's coefficient). */
function likeness(one: readonly string[], other: readonly string[]): number {
  if (one.length + other.length === 0) return 0;
  const rest = [...one];
  let shared = 0;
  for (const each of other) {
    const at = rest.indexOf(each);
    if (at < 0) continue;
    shared++;
    rest.splice(at, 1);
  }
  return (2 * shared) / (one.length + other.length);
}

function words(line: string): readonly string[] {
  return (line.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, mostWords);
}
