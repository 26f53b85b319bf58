/** What a node holds that steps make, in the order in which it is told. `many`: a folder with more entries than are looked at one by one. */
export const thingKinds = [
  'file',
  'folder',
  'many',
  'repository',
  'shell',
  'variable',
  'function',
  'alias',
  'option',
  'job',
  'image',
  'container',
  'network',
  'volume',
  'object',
  'port',
] as const;
export type ThingKind = (typeof thingKinds)[number];

/** One thing of a node. */
export interface Thing {
  readonly kind: ThingKind;
  /** Unique among those of its kind: a path, `deployment/web`, `web:latest`, `8080`. */
  readonly name: string;
  /** Another one once anything of it has changed. */
  readonly fingerprint: string;
  /** What of it can be told apart, by name: `spec.replicas` → `3`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Names of the facts that are told when it is new or gone. Default: all. */
  readonly told?: readonly string[];
  /** Something else has made it, such as the pods of a deployment: told last. */
  readonly isOwned?: boolean;
}

/** What was not looked at: things of a kind whose names begin with `below`; with an empty one, all of them. */
export interface Unseen {
  readonly kind: ThingKind;
  readonly below: string;
}

/** What is on a node at one moment, in any order. Two with the same kind and name count as one, the last. */
export interface Inventory {
  readonly things: readonly Thing[];
  readonly unseen: readonly Unseen[];
}

/** Kinds of which every shell has its own. */
export const shellKinds: readonly ThingKind[] = ['variable', 'function', 'alias', 'option', 'job'];

/** A node of which nothing is known; `besides`: but for these kinds. */
export function unknownNode(besides: readonly ThingKind[] = []): Inventory {
  const known = new Set<ThingKind>([...shellKinds, 'shell', ...besides]);
  return { things: [], unseen: thingKinds.filter((kind) => !known.has(kind)).map((kind) => ({ kind, below: '' })) };
}
