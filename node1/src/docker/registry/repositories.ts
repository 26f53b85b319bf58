import type { Blobs } from '../image/blobs.ts';

/** What a registry knows of one manifest. */
export interface StoredManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
}

/** One repository: names of manifests, and the blobs that were pushed or mounted into it. */
export interface Repository {
  readonly tags: Map<string, string>;
  readonly manifests: Map<string, StoredManifest>;
  readonly blobs: Set<string>;
}

/** All that one registry holds. The blobs are on disk; which repository has them is in memory, and gone with the container. */
export interface Repositories {
  readonly blobs: Blobs;
  readonly byName: Map<string, Repository>;
  /** The repository, made when it does not exist. */
  open(name: string): Repository;
  /** What is in memory, as JSON. */
  dump(): readonly DumpedRepository[];
}

/** A repository as JSON. */
export interface DumpedRepository {
  readonly name: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly manifests: readonly StoredManifest[];
  readonly blobs: readonly string[];
}

/** A registry with what was dumped of another one, whose blobs are there. */
export function createRepositories(blobs: Blobs, dumped: readonly DumpedRepository[] = []): Repositories {
  const byName = new Map<string, Repository>(
    dumped.map(({ name, tags, manifests, blobs: digests }) => [
      name,
      {
        tags: new Map(tags),
        manifests: new Map(manifests.map((manifest) => [manifest.digest, manifest])),
        blobs: new Set(digests),
      },
    ]),
  );
  return {
    blobs,
    byName,
    open(name) {
      const repository = byName.get(name) ?? { tags: new Map(), manifests: new Map(), blobs: new Set() };
      byName.set(name, repository);
      return repository;
    },
    dump: () =>
      [...byName].map(([name, { tags, manifests, blobs: digests }]) => ({
        name,
        tags: [...tags],
        manifests: [...manifests.values()],
        blobs: [...digests],
      })),
  };
}

/** The manifest behind a tag or a digest. */
export function findManifest(repository: Repository | undefined, reference: string): StoredManifest | undefined {
  return repository?.manifests.get(repository.tags.get(reference) ?? reference);
}
