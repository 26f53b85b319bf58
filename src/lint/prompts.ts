import type { Span } from '../deck/scan/regions.ts';
import type { Code } from './code.ts';
import { covering } from './ranges.ts';
import { walkBash } from './shell.ts';

// `$ ls`, `user@host:~/dir$ ls`, `[root@node1 ~]# ls`, `node1$ ls`.
const promptPattern =
  /^[ \t]{0,100}(?:\$|[\w.-]{1,40}@[\w.-]{1,60}(?::[^\s$#]{0,80})?[$#]|\[[\w.-]{1,40}@[\w.-]{1,60} [^\s\]]{1,80}\][$#]|[a-z][\w-]{0,20}\$)[ \t]{1,100}(?=\S)/gm;

/** The prompts that stand before commands, blanks after them included; none where only a quoted text looks like one. */
export function promptsIn(code: Code): Span[] {
  const matches = [...code.text.matchAll(promptPattern)];
  if (matches.length === 0) return [];
  const quoted: Span[] = [];
  walkBash(code, ({ type }, at) => {
    if (['SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted', 'HereDocBody'].includes(type)) quoted.push(at);
  });
  const isQuoted = covering(quoted);
  return matches
    .map(({ index, 0: prompt }) => ({ start: index, end: index + prompt.length }))
    .filter(({ start }) => !isQuoted(start));
}
