import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../docker/engine.ts';
import type { DockerContainer, RunOptions } from '../docker/engine/containers.ts';
import type { LayerSources } from '../docker/image/push.ts';
import { imageOf, type ImageStore, type StoredImage } from '../docker/image/store.ts';
import type { ContainerLife, PodPast } from '../kube/kubelet-context.ts';
import { endedContainer, pastOfRecord, type Reading, specOfRecord } from './container-records.ts';
import type { BlobSource, ContainerRecord, DockerRecord, NodeSnapshot, Restored, StoreRecord } from './format.ts';
import { restoreTree } from './tree.ts';

/** Milliseconds that programs have to listen again. */
const listenMs = 5_000;
// What these serve is in their files, or nowhere.
const withoutMemory: ReadonlySet<string> = new Set([
  'nginx',
  'httpd',
  'httpenv',
  'rng',
  'hasher',
  'webui',
  'color',
  'haproxy',
  'traefik',
]);

/** A snapshot, and where its contents are. */
export interface SnapshotSource {
  readonly snapshot: NodeSnapshot;
  readonly read: BlobSource;
}

/** Brings back what a snapshot says, part by part, as a node is put together. */
export class Restorer {
  readonly #folder: string;
  readonly #snapshot: NodeSnapshot;
  readonly #reading: Reading;
  readonly #images = new Map<string, StoredImage>();
  #serversDo: () => void = () => undefined;
  readonly #serversListen = new Promise<void>((resolve) => {
    this.#serversDo = resolve;
  });

  /** `folder`: of the new node. */
  constructor({ snapshot, read }: SnapshotSource, folder: string) {
    this.#folder = folder;
    const moved = movedBy(snapshot.folder, folder);
    // Names of variables and labels, too.
    this.#snapshot = JSON.parse(moved(Buffer.from(JSON.stringify(snapshot))).toString()) as NodeSnapshot;
    const servers = new Set(
      snapshot.cluster.network.listening.flatMap(([address, ports]) => (ports.length > 0 ? address : [])),
    );
    // Who only asks others would find nobody there.
    const begins = (address: string) => (servers.has(address) ? Promise.resolve() : this.#serversListen);
    this.#reading = { read, moved, begins, image: (id) => this.#image(id) };
  }

  home(folder: string): void {
    restoreTree(folder, this.#snapshot.home, this.#reading.read, this.#reading.moved);
  }

  /** All of a node that nobody had used. */
  fresh(home: string): Restored {
    this.home(home);
    return { begunAnew: [], leftOut: this.#snapshot.home.leftOut.map((path) => `~/${path}`), silent: [] };
  }

  /** Fills the images of a new node. */
  readonly fill = async (store: ImageStore, sources: LayerSources): Promise<void> => {
    const { images, tags, digests, sources: known } = this.#snapshot.images;
    for (const { json, layers, parent, blobs } of images) {
      const placed = layers.map((layer) => ({ ...layer, path: store.blobs.path(layer.digest) }));
      if (blobs !== undefined) {
        // Makes the folder of all blobs.
        await store.blobs.scratch();
        for (const [at, { path }] of placed.entries()) await writeFile(path, this.#reading.read(blobs[at] ?? ''));
      }
      const image = blobs === undefined ? imageOf(json, placed, parent) : await store.add(json, placed, parent);
      this.#images.set(image.id, image);
    }
    store.adopt({ tags, digests });
    for (const [layer, repositories] of known) sources.set(layer, [...repositories]);
  };

  /** The cluster as it was; what its pods have in volumes is put in place. */
  get cluster() {
    for (const { folder, files } of this.#snapshot.podFiles) {
      restoreTree(join(this.#folder, folder), files, this.#reading.read, this.#reading.moved);
    }
    const { cluster, takenAt, pods } = this.#snapshot;
    const pasts = pods.map(({ uid, address, containers }): [string, PodPast] => [
      uid,
      {
        address,
        containers: new Map(
          containers.map(({ name, ...life }) => [name, this.#life(life.pause, life.current, life.previous)]),
        ),
      },
    ]);
    const { revision, seeded, objects } = cluster.store;
    const parsed = Object.entries(objects).map(([resource, names]) => [
      resource,
      names.map((name) => JSON.parse(this.#reading.read(name).toString()) as unknown),
    ]);
    const store = { revision, seeded, objects: Object.fromEntries(parsed) as StoreRecord['objects'] };
    return { record: { ...cluster, store }, pods: new Map(pasts), at: takenAt };
  }

  get gone() {
    return this.#snapshot.cluster.gone;
  }

  /** Docker's containers, and what is to be said when everything goes on. */
  async finish(engine: Engine): Promise<Restored> {
    const { cluster, containers, home, pods, networks, volumes } = this.#snapshot;
    for (const network of networks) engine.networks.adopt(network);
    for (const { files, ...volume } of volumes) {
      engine.volumes.adopt(volume);
      restoreTree(engine.volumes.folder(volume.name), files, this.#reading.read, this.#reading.moved);
    }
    const adopted = Promise.all(containers.map((record) => this.#adopt(engine, record)));
    const failed = new Promise<never>((_, reject) => {
      adopted.catch(reject);
    });
    let silent: readonly string[];
    try {
      silent = await Promise.race([engine.cluster.listening(cluster.network.listening, listenMs), failed]);
    } finally {
      this.#serversDo();
      // Whatever comes: nothing is to start after this node was closed.
      await Promise.allSettled([adopted, engine.cluster.resumed(cluster.open)]);
    }
    await adopted;
    await engine.cluster.resumed(cluster.open);
    const running = [
      ...pods.flatMap((pod) => pod.containers.flatMap(({ current }) => current ?? [])),
      ...containers.flatMap(({ process }) => process ?? []),
    ].filter((record) => record.running !== undefined);
    return {
      begunAnew: running.filter((record) => this.#hasLostMemory(record)).map(({ spec }) => spec.label),
      leftOut: [
        ...home.leftOut.map((path) => `~/${path}`),
        ...running.flatMap(({ spec, running: now }) =>
          (now?.files.leftOut ?? []).map((path) => `${spec.label}:/${path}`),
        ),
      ],
      silent: silent.map((each) => nameOf(each, running)),
    };
  }

  #life(pause: number, current: ContainerRecord | undefined, previous: ContainerRecord | undefined): ContainerLife {
    const past = current && pastOfRecord(current, this.#reading);
    return {
      pause,
      ...(current && past && { running: { spec: specOfRecord(current, this.#reading), past } }),
      ended: current && !past ? endedContainer(current, this.#reading) : undefined,
      previous: previous && endedContainer(previous, this.#reading),
    };
  }

  async #adopt({ containers }: Engine, record: DockerRecord): Promise<void> {
    const { process, started, finished, image: imageId, options, files, ...rest } = record;
    const image = this.#image(imageId);
    const isUp = record.state === 'running' || record.state === 'paused';
    const past = isUp && process ? pastOfRecord(process, this.#reading) : undefined;
    if (files !== undefined) {
      restoreTree(join(this.#folder, 'containers', record.id), files, this.#reading.read, this.#reading.moved);
    }
    const container: DockerContainer = {
      ...rest,
      image,
      options: { ...(options as unknown as RunOptions), image },
      // What its policy would start again has ended with the node that was.
      state: past !== undefined || record.state === 'created' ? record.state : 'exited',
      ...{ started, finished },
      address: past && process?.spec.address,
      process: process && !past ? endedContainer(process, this.#reading) : undefined,
    };
    await containers.adopt(container, past);
  }

  #image(id: string): StoredImage {
    const image = this.#images.get(id);
    if (image === undefined) throw new Error(`the snapshot has no image ${id}`);
    return image;
  }

  /** A server of ours has told what it had in memory, and a web server has nothing there. */
  #hasLostMemory({ spec, running }: ContainerRecord): boolean {
    return running?.memory === undefined && !withoutMemory.has(this.#image(spec.image).runtime);
  }
}

/** `ADDRESS:PORT` as the name of the container whose it is, and the port. */
function nameOf(silent: string, running: readonly ContainerRecord[]): string {
  const [address = '', port = ''] = silent.split(':');
  const label = running.find(({ spec }) => spec.address === address)?.spec.label;
  return label === undefined ? silent : `${label}:${port}`;
}

/** Writes the folder of a node where contents have that of another. What is no text is changed only where that moves nothing in it. */
function movedBy(from: string, to: string): (content: Buffer) => Buffer {
  return (content) => {
    if (from === to || !content.includes(from)) return content;
    if (content.includes(0) && Buffer.byteLength(from) !== Buffer.byteLength(to)) return content;
    return Buffer.from(content.toString('latin1').replaceAll(latin1(from), latin1(to)), 'latin1');
  };
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
