export { type Node1, startNode1 } from './gateway/node1.ts';
