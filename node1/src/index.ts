export { type Node1, type Node1Options, startNode1 } from './gateway/node1.ts';
