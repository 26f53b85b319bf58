import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../docker/engine.ts';
import type { DockerContainer } from '../docker/engine/containers.ts';
import type { StoredImage } from '../docker/image/store.ts';
import type { DockerImages } from '../docker/images.ts';
import { describeContainer, type Seen } from './container-records.ts';
import type {
  BlobSink,
  DockerRecord,
  ImageRecord,
  ImagesRecord,
  KeptStoreRecord,
  NodeSnapshot,
  PodRecord,
  StoreRecord,
} from './format.ts';
import { snapshotVersion } from './format.ts';
import { describeTree, type SeenFiles } from './tree.ts';

/** Folders of a node with what its pods keep outside of containers: their volumes, and what is the node's own. */
const podFolders = ['pods', 'host'];

/** What a node is made of, for its snapshots. */
export interface NodeParts {
  readonly folder: string;
  readonly home: string;
  readonly engine: Engine;
}

/** Describes a node as it is at this moment, in one go. Throws where something of it cannot be read. */
export function takeSnapshot({ folder, home, engine }: NodeParts, sink: BlobSink, seen: Seen): NodeSnapshot {
  const { cluster, images, containers } = engine;
  seen.files.begin();
  const { store, ...rest } = cluster.dump();
  const own = [...containers.all()].reverse();
  const pods = cluster.lives().map(({ containers: lives, ...pod }): PodRecord => ({
    ...pod,
    containers: lives.map(({ name, pause, current, previous }) => {
      const [now, before] = [current, previous].map((each) => describeContainer(each, sink, seen));
      return { name, pause, ...(now && { current: now }), ...(before && { previous: before }) };
    }),
  }));
  return {
    format: 'node1',
    version: snapshotVersion,
    takenAt: Date.now(),
    folder,
    home: describeTree(home, sink, seen.files),
    images: describeImages(images, imagesOf(engine), sink, seen.files),
    cluster: { ...rest, store: describeStore(store, sink, seen), gone: engine.gone() },
    pods,
    podFiles: podFolders
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => ({ folder: name, files: describeTree(join(folder, name), sink, seen.files) })),
    networks: engine.networks.all(),
    volumes: engine.volumes
      .all()
      .map((volume) => ({ ...volume, files: describeTree(engine.volumes.folder(volume.name), sink, seen.files) })),
    containers: own.map((container) => describeOwn(folder, container, sink, seen)),
  };
}

function describeStore({ revision, seeded, objects }: StoreRecord, sink: BlobSink, seen: Seen): KeptStoreRecord {
  const nameOf = (object: object): string => {
    const known = seen.objects.get(object);
    if (known !== undefined && sink.has(known)) return known;
    const name = sink.put(JSON.stringify(object));
    seen.objects.set(object, name);
    return name;
  };
  const names = Object.entries(objects).map(([resource, all]) => [resource, all.map(nameOf)]);
  return { revision, seeded, objects: Object.fromEntries(names) as KeptStoreRecord['objects'] };
}

/** Images that containers were made of, which the store may have forgotten. */
function imagesOf({ cluster, containers }: Engine): readonly StoredImage[] {
  const ofPods = cluster
    .lives()
    .flatMap(({ containers: lives }) => lives.flatMap(({ current, previous }) => [current, previous]))
    .flatMap((container) => (container?.origin ? [container.origin.spec.image as StoredImage] : []));
  return [...ofPods, ...containers.all().map(({ image }) => image)];
}

function describeImages(
  images: DockerImages,
  used: readonly StoredImage[],
  sink: BlobSink,
  seen: SeenFiles,
): ImagesRecord {
  const stored = images.all();
  const forgotten = used.filter(
    ({ id }, at) => !stored.some((image) => image.id === id) && used.findIndex((image) => image.id === id) === at,
  );
  const record = ({ json, layers, parent }: StoredImage): ImageRecord => ({
    json,
    layers: layers.map(({ digest, diffId, size }) => ({ digest, diffId, size })),
    ...(parent !== undefined && { parent }),
  });
  // A layer never changes.
  const layer = (path: string): string => seen.blobOf(path, '', sink);
  return {
    images: [
      ...stored.map((image) => ({ ...record(image), blobs: image.layers.map(({ path }) => layer(path)) })),
      ...forgotten.map(record),
    ],
    tags: [...images.tags()],
    digests: [...images.digests()],
    sources: [...images.sources],
  };
}

function describeOwn(folder: string, container: DockerContainer, sink: BlobSink, seen: Seen): DockerRecord {
  const { image, options, started, finished, process: own, address, ...rest } = container;
  const process = describeContainer(own, sink, seen);
  const root = join(folder, 'containers', container.id);
  const isStill = address === undefined && existsSync(root);
  return {
    ...rest,
    image: image.id,
    options: { ...options, image: undefined },
    ...(started !== undefined && { started }),
    ...(finished !== undefined && { finished }),
    ...(process && { process }),
    ...(isStill && { files: describeTree(root, sink, seen.files) }),
  };
}
