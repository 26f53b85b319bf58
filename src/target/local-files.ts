import { listFiles } from '@pupitre/node1/listing';
import type { Inventory, Thing } from '../changes/inventory.ts';

/** Milliseconds that a look at a folder may take: it is done before and after steps. A busy machine may be late once. */
const lookMs = 150;
const mostLate = 2;

/**
 * The files below folders of this machine: those of the first by their paths in it, those of the others behind `~/`. A folder that takes too long
 * twice in a row is not looked at again.
 */
export function localFiles(folders: () => readonly string[]): () => Promise<Inventory> {
  const late = new Map<string, number>();
  return async () => {
    const things: Thing[] = [];
    const unseen: Inventory['unseen'][number][] = [];
    for (const [at, folder] of folders().entries()) {
      const prefix = at === 0 ? '' : '~/';
      const times = late.get(folder) ?? 0;
      if (times >= mostLate) {
        for (const kind of ['file', 'folder', 'many', 'repository'] as const) unseen.push({ kind, below: prefix });
        continue;
      }
      const found = await listFiles(folder, { ms: lookMs });
      late.set(folder, found.unseen.some(({ kind }) => kind === 'many') ? times + 1 : 0);
      things.push(...found.things.map((thing) => ({ ...thing, name: prefix + thing.name })));
      unseen.push(...found.unseen.map(({ kind, below }) => ({ kind, below: prefix + below })));
    }
    return { things, unseen };
  };
}
