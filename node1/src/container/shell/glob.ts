import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Word } from 'unbash';
import { inside } from '../rootfs.ts';
import { matches } from './pattern.ts';
import type { State } from './state.ts';

/** Files that a pattern names, sorted; none: the pattern stands for itself. */
export async function glob(pattern: string, { run, cwd }: State): Promise<readonly string[]> {
  const isAbsolute = pattern.startsWith('/');
  let found = [isAbsolute ? '/' : ''];
  const segments = pattern.split('/').filter((segment) => segment !== '');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    const next: string[] = [];
    for (const base of found) {
      const entries = await readdir(inside(run.place.root, base === '' ? '.' : base, cwd), {
        withFileTypes: true,
      }).catch(() => []);
      const named = /[*?[]/.test(segment.replace(/\\./g, ''));
      if (!named) {
        const plain = segment.replace(/\\(.)/g, '$1');
        if (entries.some(({ name }) => name === plain) || plain === '..' || plain === '.')
          next.push(posix.join(base, plain));
        continue;
      }
      if (segment.startsWith('.'))
        for (const name of ['.', '..'])
          if (matches(name, segment)) next.push(base === '/' ? `/${name}` : `${base === '' ? '' : `${base}/`}${name}`);
      for (const entry of entries) {
        if (entry.name.startsWith('.') && !segment.startsWith('.') && !segment.startsWith('\\.')) continue;
        if ((!isLast || pattern.endsWith('/')) && entry.isFile()) continue;
        if (matches(entry.name, segment)) next.push(posix.join(base, entry.name));
      }
    }
    found = next;
  }
  const end = pattern.endsWith('/') ? '/' : '';
  return segments.length === 0 ? [] : found.map((name) => `${name}${end}`).sort();
}

/** A word of bash with its braces taken apart: `{a,b}`, `{1..3}`. */
export function braces(word: Word): readonly Word[] {
  const at = word.parts?.findIndex(({ type }) => type === 'BraceExpansion') ?? -1;
  const part = word.parts?.[at];
  if (word.parts === undefined || part === undefined) return [word];
  const inner = part.text.slice(1, -1);
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(inner);
  const choices = range ? numbers(Number(range[1]), Number(range[2])) : inner.split(',');
  const { parts } = word;
  return choices.flatMap((value) =>
    braces({
      ...word,
      parts: parts.map((each, index) => (index === at ? { ...each, type: 'Literal', value, text: value } : each)),
    }),
  );
}

function numbers(from: number, to: number): readonly string[] {
  const count = Math.min(Math.abs(to - from) + 1, 100_000);
  return Array.from({ length: count }, (_, index) => String(from + (to >= from ? index : -index)));
}
