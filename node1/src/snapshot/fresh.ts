import { type BlobSink, type NodeSnapshot, snapshotVersion } from './format.ts';
import { describeTree, type SeenFiles } from './tree.ts';

/** Describes a node whose cluster and docker nobody has used yet: its home is all that there is. Throws where that cannot be read. */
export function takeFresh(folder: string, home: string, sink: BlobSink, seen: SeenFiles): NodeSnapshot {
  seen.begin();
  return {
    ...{ format: 'node1', isFresh: true, version: snapshotVersion, takenAt: Date.now(), folder },
    home: describeTree(home, sink, seen),
    images: { images: [], tags: [], digests: [], sources: [] },
    cluster: {
      network: { next: { pod: 0, container: 0 }, listening: [] },
      store: { revision: 0, seeded: [], objects: {} },
      ...{ open: [], gone: [] },
    },
    ...{ pods: [], podFiles: [], networks: [], volumes: [], containers: [] },
  };
}
