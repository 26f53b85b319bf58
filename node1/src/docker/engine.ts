import type { Cluster } from '../cluster.ts';
import type { Stored } from '../objects.ts';
import { createContainers, type Containers } from './engine/containers.ts';
import { watchGonePods } from './engine/gone-pods.ts';
import type { DockerImages } from './images.ts';
import { createRuntime } from '../container/runtime.ts';

/** The docker engine of node1: what the commands `docker` and `docker-compose` work on. */
export interface Engine {
  readonly images: DockerImages;
  readonly containers: Containers;
  /** The cluster whose pods' containers docker shows, too. */
  readonly cluster: Cluster;
  /** Pods that are gone from the cluster, but whose containers kubelet has not yet cleared away. */
  readonly gonePods: () => readonly Stored<'pods'>[];
}

/** The engine beside a cluster; both have the same images. `containers.close()` ends what it started. */
export function createEngine(cluster: Cluster, images: DockerImages): Engine {
  const { folder, network } = cluster;
  const containers = createContainers(network, (named) => createRuntime({ folder, network: named }));
  return { images, containers, cluster, gonePods: watchGonePods(cluster.store) };
}
