import type { Engine } from '../docker/engine.ts';
import type { Thing } from '../inventory.ts';

/** What docker has: images, its own containers, and the networks that they are on. Those of pods are the cluster's. */
export function listDocker({ images, containers }: Pick<Engine, 'images' | 'containers'>): Thing[] {
  const all = containers.all();
  const networks = new Set(all.map(({ options }) => options.network));
  networks.delete('bridge');
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
    ...[...networks].map((name): Thing => ({ kind: 'network', name, fingerprint: '', facts: {} })),
  ];
}
