import type { ContainerEngine } from '../target/container/engine.ts';
import type { Target } from '../target/target.ts';

/** The nodes of a class, those of an earlier server among them. */
export interface ClassNodes {
  /** A new node, or the one of this name. */
  target(node?: string): Target;
  /** Names of the nodes that an earlier server has left. Throws TargetError. */
  found(signal: AbortSignal): Promise<readonly string[]>;
  /** Ends a node that is nobody's. */
  remove(node: string): Promise<void>;
}

/** Without an engine, nodes end with their server. */
export function classNodes(target: (node?: string) => Target, engine?: ContainerEngine): ClassNodes {
  return {
    target,
    found: (signal) => engine?.list(signal) ?? Promise.resolve([]),
    remove: async (node) => engine?.remove(node),
  };
}
