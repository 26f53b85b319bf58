/** Hosts that nodes are made of: each is one node's at a time. */
export class HostList {
  readonly size: number;
  readonly #free: string[];

  constructor(hosts: readonly string[]) {
    this.size = hosts.length;
    this.#free = [...hosts];
  }

  /** The next host that nobody has; undefined when there is none. */
  take(): string | undefined {
    return this.#free.shift();
  }

  giveBack(host: string): void {
    this.#free.push(host);
  }
}
