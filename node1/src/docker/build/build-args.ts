import type { Values } from './words.ts';

/** What `--build-arg` and ARG say; of an ARG without a value, undefined. */
export class BuildArgs {
  readonly #given: ReadonlyMap<string, string | undefined>;
  readonly #meta = new Map<string, string | undefined>();
  readonly #referenced = new Set<string>();
  #allowed = new Map<string, string | undefined>();

  constructor(given: ReadonlyMap<string, string | undefined>) {
    this.#given = given;
  }

  /** An ARG before the first FROM. */
  addMeta(name: string, value: string | undefined): void {
    this.#referenced.add(name);
    this.#meta.set(name, value);
  }

  /** An ARG of a stage. */
  add(name: string, value: string | undefined): void {
    this.#referenced.add(name);
    this.#allowed.set(name, value);
  }

  /** A new stage knows nothing of the ARGs of the one before. */
  endStage(): void {
    this.#allowed = new Map();
  }

  /** What FROM sees. */
  meta(): Values {
    return this.#values(this.#meta);
  }

  /** What the instructions of a stage see, but for what ENV has set. */
  allowed(env: Values): Values {
    return new Map([...this.#values(this.#allowed)].filter(([name]) => !env.has(name)));
  }

  /** Those of `allowed` that the cache looks at: a proxy is none of them unless an ARG names it. */
  isCached(name: string): boolean {
    return !proxies.has(name) || this.#allowed.has(name);
  }

  /** `--build-arg`s that no ARG has named. */
  unused(): readonly string[] {
    return [...this.#given.keys()].filter((name) => !this.#referenced.has(name) && !proxies.has(name));
  }

  #values(known: ReadonlyMap<string, string | undefined>): Values {
    const values = new Map<string, string>();
    for (const name of new Set([...known.keys(), ...proxies])) {
      const value = this.#given.has(name)
        ? this.#given.get(name)
        : (known.get(name) ?? (known.has(name) ? this.#meta.get(name) : undefined));
      if (value !== undefined) values.set(name, value);
    }
    return values;
  }
}

/** Known without an ARG. */
const proxies: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
);
