import type { Cluster } from '../cluster.ts';
import type { Guests } from '../container/guest/guests.ts';
import { createRuntime } from '../container/runtime.ts';
import { Turns } from '../container/turns.ts';
import type { Store, Stored } from '../objects.ts';
import { type Containers, createContainers } from './engine/containers.ts';
import { createEvents, type Events } from './engine/events.ts';
import { createNetworks, type Networks } from './engine/networks.ts';
import { createVolumes, type Volumes } from './engine/volumes.ts';
import type { DockerImages } from './images.ts';

/** The docker engine of node1: what the commands `docker` and `docker-compose` work on. */
export interface Engine {
  readonly images: DockerImages;
  readonly containers: Containers;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly events: Events;
  /** The cluster whose pods' containers docker shows, too. */
  readonly cluster: Cluster;
  /** Pods that are gone from the cluster, but whose containers kubelet has not yet cleared away. */
  readonly gonePods: () => readonly Stored<'pods'>[];
  /** The same, with the milliseconds since the epoch at which they went. */
  readonly gone: () => readonly GonePod[];
}

/** A pod that is gone, as it was last. */
export interface GonePod {
  readonly pod: Stored<'pods'>;
  readonly at: number;
}

/** The engine beside a cluster; both have the same images and guests. `containers.close()` ends what it started. */
export function createEngine(
  cluster: Cluster,
  images: DockerImages,
  guests?: Guests,
  goneBefore: readonly GonePod[] = [],
  turns?: Turns,
): Engine {
  const { folder, network, lang } = cluster;
  const volumes = createVolumes(folder);
  const networks = createNetworks();
  const events = createEvents();
  const own = new Turns();
  let started = 0;
  const nextPid = (): number => ++started;
  const containers = createContainers({
    ...{ network, folder, volumes, networks, events },
    createRuntime: (seen) => createRuntime({ folder, network: seen, lang, guests, nextPid, turns: turns ?? own }),
  });
  const gone = watchGonePods(cluster.store, goneBefore);
  return { images, containers, volumes, networks, events, cluster, gone, gonePods: () => gone().map(({ pod }) => pod) };
}

/** Milliseconds after which kubelet clears away the dead containers of pods that are gone. */
const keptMs = 60_000;

/** The pods of the last minute that are gone from the API, as they were last: docker still has their containers. */
function watchGonePods(store: Store, before: readonly GonePod[]): () => readonly GonePod[] {
  let gone = before;
  const kept = () => gone.filter(({ at }) => Date.now() - at < keptMs);
  store.watch('pods', ({ type, object }) => {
    if (type === 'DELETED') gone = [...kept(), { pod: object, at: Date.now() }];
  });
  return kept;
}
