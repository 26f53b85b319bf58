import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scale } from './scale.ts';

const root = resolve(import.meta.dirname, '../..');

/** Real decks where they are beside the repository, and the course of the repository, many times. */
export function decks(): readonly { readonly name: string; readonly texts: readonly string[] }[] {
  const course = readFileSync(join(root, 'slides/ourapponkube_fr.md'), 'utf8');
  const times = scale(100, 1);
  const sets = [{ name: `the French course, ${times} times`, texts: Array.from({ length: times }, () => course) }];
  const corpus = join(root, '../shared/corpus/exercise-era');
  if (existsSync(corpus)) {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .slice(0, scale(Infinity, 10));
    sets.push({
      name: `${files.length} real decks`,
      texts: files.map((file) => readFileSync(join(corpus, file), 'utf8')),
    });
  }
  return sets;
}

/** The least time that some work took, in milliseconds. */
export function best(rounds: number, work: () => void): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    work();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}
