import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Longer files are read by nobody from beginning to end. */
const mostLines = 300;

/** Files that are longer all the same: to be split. This list only ever gets shorter. */
const longFiles: readonly string[] = [];

/** A file of each cycle that is still there. This list only ever gets shorter. */
const cycleFiles: readonly string[] = [];

const files = ['src', 'node1/src']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((file) => /\.tsx?$/.test(file))
  .sort();

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

test('no file is longer than a reader is patient', () => {
  const long = files.filter((file) => read(file).trimEnd().split('\n').length > mostLines);
  expect(long).toEqual(longFiles);
});

/** The files that a file imports, types too; packages are left out. */
function importsOf(file: string): string[] {
  const targets = read(file).matchAll(/(?:^(?:import|export)\b[^;]*?from |^import |\bimport\()'(\.[^']+)'/gm);
  return [...targets].map(([, target = '']) => join(dirname(file), target));
}

/**
 * The cycles of a graph, each as a path that comes back to where it began: one for every edge that leads back to a node that
 * a depth-first search is still below. A graph without such an edge has no cycle.
 */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const path: string[] = [];
  const done = new Set<string>();
  const visit = (node: string): void => {
    const at = path.indexOf(node);
    if (at >= 0) cycles.push([...path.slice(at), node]);
    if (at >= 0 || done.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}

describe('cycles', () => {
  test.each([
    [{ a: ['b'], b: ['c'], c: [] }, []],
    [{ a: ['b', 'c'], b: ['c'], c: [] }, []],
    [{ a: ['b'], b: ['c'], c: ['b'] }, ['b c b']],
    [{ a: ['a'] }, ['a a']],
  ])('are found in %j', (graph, cycles) => {
    expect(cyclesIn(new Map(Object.entries(graph))).map((cycle) => cycle.join(' '))).toEqual(cycles);
  });

  test('there are none, of types neither', () => {
    const cycles = cyclesIn(new Map(files.map((file) => [file, importsOf(file)])));
    expect(
      cycles.filter((cycle) => !cycleFiles.some((file) => cycle.includes(file))).map((cycle) => cycle.join(' → ')),
    ).toEqual([]);
    // What is mended leaves the list.
    expect(cycleFiles.filter((file) => !cycles.some((cycle) => cycle.includes(file)))).toEqual([]);
  });
});
