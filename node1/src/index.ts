export { type Node1, type Node1Options, startNode1 } from './gateway/node1.ts';
export {
  type BlobSink,
  type BlobSource,
  type NodeSnapshot,
  type Restored,
  snapshotVersion,
} from './snapshot/format.ts';
