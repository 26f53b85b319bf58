import type { Cluster } from '../cluster.ts';
import type { Guests } from '../container/guest/guests.ts';
import { createRuntime } from '../container/runtime.ts';
import { Turns } from '../container/turns.ts';
import { createDocker } from '../docker/cli.ts';
import { createCompose } from '../docker/compose.ts';
import { createEngine, type Engine } from '../docker/engine.ts';
import { createImages } from '../docker/images.ts';
import type { Thing } from '../inventory.ts';
import { listDocker } from '../inventory/docker.ts';
import { listObjects } from '../inventory/objects.ts';
import { createCluster } from '../kube/cluster.ts';
import { NodePortTaken } from '../kube/node-ports.ts';
import { createKubectl } from '../kubectl/cli.ts';
import type { KubernetesVersion } from '../kubectl/texts.ts';
import type { Language } from '../messages/codes.ts';
import { message, word } from '../messages/message.ts';
import type { Program } from '../program.ts';
import type { BlobSink, NodeSnapshot, Restored } from '../snapshot/format.ts';
import { Restorer, type SnapshotSource } from '../snapshot/restore.ts';
import { takeSnapshot } from '../snapshot/take.ts';
import { SeenFiles } from '../snapshot/tree.ts';

/** What a node has in it: by far the larger part of it, which is there when it is needed for the first time. */
export interface Inside {
  readonly cluster: Cluster;
  readonly programs: Readonly<Record<'kubectl' | 'docker' | 'docker-compose', Program>>;
  readonly restored: Restored | undefined;
  /** Whether a port of 127.0.0.1 is of its cluster or its containers. */
  listens(port: number): boolean;
  things(): readonly Thing[];
  snapshot(sink: BlobSink): NodeSnapshot;
  close(): Promise<void>;
}

export interface InsideOptions {
  readonly folder: string;
  readonly home: string;
  readonly lang: Language;
  readonly guests?: Guests | undefined;
  readonly from?: SnapshotSource | undefined;
  /** Whose texts kubectl has. Default: 1.20. */
  readonly kubernetes?: KubernetesVersion | undefined;
  /** `docker compose` is there. */
  readonly hasCompose: boolean;
}

/** Starts the cluster, docker, and what a snapshot says of them. Throws an Error in node1's words where a port of it is another program's. */
export async function startInside({
  folder,
  home,
  lang,
  guests,
  from,
  hasCompose,
  kubernetes,
}: InsideOptions): Promise<Inside> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const restorer = from && new Restorer(from, folder);
    restorer?.home(home);
    const images = await createImages({ folder, lang, ...(restorer && { fill: restorer.fill }) });
    const turns = new Turns();
    const cluster = await createCluster({
      folder,
      images,
      lang,
      runtimeFor: (network) => createRuntime({ folder, network, lang, guests, turns }),
      before: restorer?.cluster,
    });
    closers.push(() => cluster.close());
    const engine = createEngine(cluster, images, guests, restorer?.gone, turns);
    closers.push(() => engine.containers.close());
    const restored = await restorer?.finish(engine);
    const seen = { files: new SeenFiles(), logs: new WeakMap(), objects: new WeakMap() };
    return {
      cluster,
      restored,
      close,
      programs: {
        kubectl: createKubectl(cluster, kubernetes),
        docker: createDocker(engine, { hasCompose }),
        'docker-compose': createCompose(engine),
      },
      listens: (port) => listens(engine, port),
      things: () => [...listDocker(engine), ...listObjects(cluster.store)],
      snapshot: (sink) => takeSnapshot({ folder, home, engine }, sink, seen),
    };
  } catch (error) {
    await close();
    if (!(error instanceof NodePortTaken)) throw error;
    throw new Error(word(message('fault/port-taken', { port: error.port }), lang), { cause: error });
  }
}

function listens({ cluster, containers }: Engine, port: number): boolean {
  return (
    cluster.store.list('services').some(({ spec }) => spec?.ports?.some(({ nodePort }) => nodePort === port)) ||
    containers.all().some(({ ports }) => ports.some(({ hostPort }) => hostPort === port))
  );
}
