import type { Engine } from '../docker/engine.ts';
import { predefined } from '../docker/engine/networks.ts';
import type { Thing } from '../inventory.ts';

/** What docker has: images, its own containers, and the networks that they are on. Those of pods are the cluster's. */
export function listDocker({
  images,
  containers,
  networks,
  volumes,
}: Pick<Engine, 'images' | 'containers' | 'networks' | 'volumes'>): Thing[] {
  const all = containers.all();
  return [
    ...[...images.tags()].map(([name, id]): Thing => {
      const short = id.replace(/^sha256:/, '').slice(0, 12);
      return { kind: 'image', name, fingerprint: id, facts: { id: short } };
    }),
    ...all.map(({ id, name, imageName, state, exitCode, ports }): Thing => {
      const published = ports.map(({ hostPort, containerPort }) => `${hostPort}→${containerPort}`).join(' ');
      const facts = {
        image: imageName,
        state: state === 'exited' ? `exited (${exitCode})` : state,
        ...(published !== '' && { ports: published }),
      };
      return { kind: 'container', name, fingerprint: `${id} ${JSON.stringify(facts)}`, facts };
    }),
    ...networks
      .all()
      .filter(({ name }) => !predefined.includes(name))
      .map(({ name, id, subnet = '' }): Thing => ({ kind: 'network', name, fingerprint: id, facts: { subnet } })),
    // Those without a name of their own are a container's, and say nothing.
    ...volumes
      .all()
      .filter(({ isAnonymous }) => !isAnonymous)
      .map(({ name, created }): Thing => ({ kind: 'volume', name, fingerprint: String(created), facts: {} })),
  ];
}
