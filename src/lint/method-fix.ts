import type { Span } from '../deck/scan/regions.ts';
import type { Code } from './code.ts';
import type { LintDocument } from './document.ts';

/** Where the method of a snippet is written. */
export function methodSpan({ text }: LintDocument, { start, end, language }: Code): Span | undefined {
  const opening = /^[`~]+[ \t]*/.exec(text.slice(start, Math.min(end, start + 1000)))?.[0].length ?? 0;
  const at = start + opening;
  const written = text.slice(at, at + language.length);
  return language !== '' && written.toLowerCase() === language ? { start: at, end: at + language.length } : undefined;
}
