import type { DockerContainer } from '../docker/engine/container.ts';
import type { DockerNetwork } from '../docker/engine/networks.ts';
import type { Volume } from '../docker/engine/volumes.ts';
import type { ImageJson } from '../docker/image/image-json.ts';
import type { Resource, Stored } from '../objects.ts';
import type { ContainerSpec } from '../workload.ts';

/** Version of what `NodeSnapshot` means: raised with every change of it. */
export const snapshotVersion = 4;

/** Takes contents, by what they are: equal ones are kept once. */
export interface BlobSink {
  /** Keeps bytes; gives their name. */
  put(content: Uint8Array | string): string;
  /** Whether something with this name is kept already. */
  has(name: string): boolean;
}

/** Gives back the content of a name. Throws where there is none, or another. */
export type BlobSource = (name: string) => Buffer;

/** A file, folder or symbolic link. */
export type FileRecord = {
  /** Below the folder that is described. */
  readonly path: string;
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
} & (
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly blob: string }
  | { readonly kind: 'link'; readonly target: string }
);

/** A folder with all that is in it. */
export interface TreeRecord {
  /** A folder comes before what is in it. */
  readonly entries: readonly FileRecord[];
  /** Paths of what is not described: sockets, devices, what is too large. */
  readonly leftOut: readonly string[];
}

/** A log, in pieces that stay what they are while it grows. */
export interface LogRecord {
  readonly blobs: readonly string[];
  readonly dropped: number;
}

/** A container that runs, or what is left of one that has ended. */
export interface ContainerRecord {
  readonly spec: Omit<ContainerSpec, 'image'> & { /** Its id. */ readonly image: string };
  readonly log: LogRecord;
  /** Of one that has ended. */
  readonly exitCode?: number;
  /** Of one that runs. */
  readonly running?: {
    /** Name of the folder of its files. */
    readonly folder: string;
    readonly files: TreeRecord;
    /** What a server of ours has in memory, as JSON. */
    readonly memory?: string;
  };
}

/** An image of the node. */
export interface ImageRecord {
  readonly json: ImageJson;
  readonly layers: readonly { readonly digest: string; readonly diffId: string; readonly size: number }[];
  readonly parent?: string;
  /** Blobs of the layers; absent: it is kept only for what was made of it. */
  readonly blobs?: readonly string[];
}

/** docker's images and their names. */
export interface ImagesRecord {
  readonly images: readonly ImageRecord[];
  readonly tags: readonly (readonly [string, string])[];
  readonly digests: readonly (readonly [string, string])[];
  /** Repositories that have a layer, by registry and layer. */
  readonly sources: readonly (readonly [string, readonly string[]])[];
}

/** A container of docker's own. */
export interface DockerRecord {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageName: string;
  readonly command: readonly string[];
  readonly created: number;
  /** RunOptions without its image. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly state: DockerContainer['state'];
  readonly error: string;
  readonly endpoints: DockerContainer['endpoints'];
  readonly mounts: DockerContainer['mounts'];
  readonly restartCount: number;
  readonly wasStopped: boolean;
  /** Of one that does not run, but did. */
  readonly files?: TreeRecord;
  readonly started?: number;
  readonly finished?: number;
  readonly exitCode: number;
  readonly ports: DockerContainer['ports'];
  readonly process?: ContainerRecord;
}

/** A pod that has a sandbox. */
export interface PodRecord {
  readonly uid: string;
  readonly address: string;
  readonly containers: readonly {
    readonly name: string;
    /** Seconds before its next start. */
    readonly pause: number;
    readonly current?: ContainerRecord;
    readonly previous?: ContainerRecord;
  }[];
}

/** What the API server's store holds. */
export interface StoreRecord {
  readonly revision: number;
  /** Resources whose default objects are among `objects`, or were. */
  readonly seeded: readonly Resource[];
  readonly objects: Readonly<Partial<Record<Resource, readonly Stored<Resource>[]>>>;
}

/** The same; objects are blobs, since few of them change between two snapshots. */
export interface KeptStoreRecord {
  readonly revision: number;
  readonly seeded: readonly Resource[];
  readonly objects: Readonly<Partial<Record<Resource, readonly string[]>>>;
}

/** What a network has given away, and who listens there. */
export interface NetworkRecord {
  readonly next: { readonly pod: number; readonly container: number };
  readonly listening: readonly (readonly [string, readonly number[]])[];
}

/** What a cluster is, without its pods' containers. */
export interface ClusterRecord {
  readonly store: StoreRecord;
  readonly network: NetworkRecord;
  /** NodePorts that answer. */
  readonly open: readonly number[];
  /** Pods that are gone, but whose containers docker still shows. */
  readonly gone: readonly { readonly pod: Stored<'pods'>; readonly at: number }[];
}

/** All that a node is, at one moment; contents of files and logs are blobs. */
export interface NodeSnapshot {
  readonly format: 'node1';
  /** Nobody had used its cluster and its docker yet: of them, nothing is kept. */
  readonly isFresh?: true;
  readonly version: typeof snapshotVersion;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** Where it was on the disk. */
  readonly folder: string;
  readonly home: TreeRecord;
  readonly images: ImagesRecord;
  readonly cluster: Omit<ClusterRecord, 'store'> & { readonly store: KeptStoreRecord };
  readonly pods: readonly PodRecord[];
  /** Volumes of pods, and the folders of the node that pods have mounted. */
  readonly podFiles: readonly { readonly folder: string; readonly files: TreeRecord }[];
  readonly networks: readonly DockerNetwork[];
  readonly volumes: readonly (Volume & { readonly files: TreeRecord })[];
  /** Oldest first. */
  readonly containers: readonly DockerRecord[];
}

/** What could not be brought back as it was. */
export interface Restored {
  /** Programs that began anew: what they had in memory is gone. */
  readonly begunAnew: readonly string[];
  /** Files that no snapshot holds. */
  readonly leftOut: readonly string[];
  /** Programs that listened, and do not within a time: `NAME:PORT`. */
  readonly silent: readonly string[];
}
