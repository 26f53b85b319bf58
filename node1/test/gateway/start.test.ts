import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startNode1 } from '../../src/gateway/node1.ts';

const source = resolve(import.meta.dirname, '../../src');

/** Files and packages that a module needs before it runs, itself first; types are nobody's need. */
function neededBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, names = '', from = ''] of text.matchAll(/^(?:import|export) (?!type )([^;]*? from )?'([^']+)';/gm)) {
    const areTypes =
      names.includes('{') &&
      names
        .replace(/.*\{|\}.*/gs, '')
        .split(',')
        .every((name) => /^\s*(?:type |$)/.test(name));
    if (areTypes) continue;
    if (from.startsWith('.')) neededBy(resolve(file, '..', from), found);
    else found.add(from);
  }
  return found;
}

test('what a node has in it is not loaded at its start, nor is any large package', () => {
  const needed = [...neededBy(resolve(source, 'gateway/node1.ts'))].map((name) => name.replace(`${source}/`, ''));
  expect(needed).toContain('gateway/plain-door.ts');
  expect(needed.filter((name) => /^(?:kube|docker|container)\//.test(name))).toEqual([]);
  expect(needed.filter((name) => !/^node:|\.ts$/.test(name))).toEqual([]);
  expect(needed).not.toContain('node:https');
  // The walk sees what is there.
  expect([...neededBy(resolve(source, 'gateway/inside.ts'))].join()).toMatch(/kube\/cluster\.ts.*|yaml/);
});

test('a node that nobody has used is a snapshot of its home, and one that is closed at once leaves nothing', async () => {
  const node = await startNode1({ path: process.env['PATH'] ?? '' });
  const kept = node.snapshot({ put: () => 'x', has: () => false });
  expect(kept).toMatchObject({ isFresh: true, pods: [], home: { leftOut: [] } });
  expect(node.listens(30_000)).toBe(false);
  await node.close();
  const again = await startNode1({
    path: process.env['PATH'] ?? '',
    from: { snapshot: kept, read: () => Buffer.from('x') },
  });
  expect(again.restored).toEqual({ begunAnew: [], leftOut: [], silent: [] });
  // It is made when it is asked for, once, and not used any more by a snapshot of nothing.
  const [one, other] = await Promise.all([again.inventory(), again.inventory()]);
  expect(one.things.length).toBeGreaterThan(0);
  expect(other.things).toHaveLength(one.things.length);
  expect(again.snapshot({ put: () => 'x', has: () => false }).isFresh).toBeUndefined();
  await again.close();
});
