import type { Span } from '../deck/skeleton.ts';
import { walkBash } from './shell.ts';

// `$ ls`, `user@host:~/dir$ ls`, `[root@node1 ~]# ls`, `node1$ ls`, `/ # ls`.
const PROMPT =
  /^[ \t]*(?:\$|[\w.-]{1,40}@[\w.-]{1,60}(?::[^\s$#]{0,80})?[$#]|\[[\w.-]{1,40}@[\w.-]{1,60} [^\s\]]{1,80}\][$#]|[a-z][\w-]{0,20}\$)[ \t]+(?=\S)/gm;

/** The prompts that stand before commands, blanks after them included; none where only a quoted text looks like one. */
export function promptsIn(text: string): Span[] {
  const matches = [...text.matchAll(PROMPT)];
  if (matches.length === 0) return [];
  const quoted = quotedIn(text);
  return matches
    .map(({ index, 0: prompt }) => ({ start: index, end: index + prompt.length }))
    .filter(({ start }) => !quoted.some((span) => span.start <= start && start < span.end));
}

/** Quoted texts and heredocs. */
function quotedIn(text: string): Span[] {
  const quoted: Span[] = [];
  walkBash(text, ({ type }, at) => {
    if (['SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted', 'HereDocBody'].includes(type)) quoted.push(at);
  });
  return quoted;
}
