import type { ContainerEngine } from '../target/container/engine.ts';
import type { Target } from '../target/target.ts';

/** The nodes of a class, those of an earlier server among them. */
export interface ClassNodes {
  /** A new node, or the one of this name. */
  target(node?: string): Target;
  /** Names of the nodes that an earlier server has left and that run; others are removed. Throws TargetError. */
  found(signal: AbortSignal): Promise<readonly string[]>;
  /** Ends a node that is nobody's. */
  remove(node: string): Promise<void>;
}

/** Without an engine, nodes end with their server. */
export function classNodes(target: (node?: string) => Target, engine?: ContainerEngine): ClassNodes {
  return {
    target,
    found: async (signal) => {
      if (!engine) return [];
      const names = await engine.list(signal);
      const states = await Promise.all(names.map((name) => engine.find(name, signal)));
      // One that does not run (the machine was started again) is of no use to anybody.
      const [running, ended] = [names.filter((_, at) => states[at]), names.filter((_, at) => !states[at])];
      await Promise.all(ended.map((name) => engine.remove(name)));
      return running;
    },
    remove: async (node) => engine?.remove(node),
  };
}
