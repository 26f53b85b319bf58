/** One thing of a node: a file, an object of the cluster, a container. */
export interface Thing {
  readonly kind: 'file' | 'folder' | 'many' | 'repository' | 'image' | 'container' | 'network' | 'volume' | 'object';
  readonly name: string;
  /** Another one once anything of it has changed. */
  readonly fingerprint: string;
  /** What of it can be told apart, by name. */
  readonly facts: Readonly<Record<string, string>>;
  /** Names of the facts that are told when it is new or gone. Default: all. */
  readonly told?: readonly string[];
  /** Something else has made it. */
  readonly isOwned?: boolean;
}

/** What is on a node at one moment; `unseen`: things of a kind whose names begin so were not looked at. */
export interface Inventory {
  readonly things: readonly Thing[];
  readonly unseen: readonly { readonly kind: Thing['kind']; readonly below: string }[];
}
