/** One layer as the registry keeps it. */
export interface Layer {
  /** `sha256:...` of the compressed blob. */
  readonly digest: string;
  /** `sha256:...` of the tar inside. */
  readonly diffId: string;
  readonly size: number;
  /** Path of the blob on this machine. */
  readonly path: string;
}

/** What an image says about how it runs. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `USER`: empty for root. */
  readonly user?: string;
  /** `STOPSIGNAL`. */
  readonly stopSignal?: string;
}

/** One image on node1. */
export interface Image {
  /** `sha256:...` of its configuration: docker's IMAGE ID. */
  readonly id: string;
  /** `sha256:...` of its manifest. */
  readonly digest: string;
  /** ISO 8601. */
  readonly created: string;
  /** Bytes, unpacked. */
  readonly size: number;
  readonly layers: readonly Layer[];
  readonly config: ImageConfig;
  /**
   * How it runs here: `node` unpacks the layers and starts Node with them; the others are built into the rehearsal
   * (a real OCI registry, a redis, web servers, the course's services, busybox's sh and friends as far as a workshop goes; `debian` has bash, and of
   * busybox's programs what they print in common with GNU's); `scratch` has no programs but its own.
   */
  readonly runtime: Runs;
}

type Runs =
  | 'node'
  | 'registry'
  | 'redis'
  | 'nginx'
  | 'httpd'
  | 'busybox'
  | 'debian'
  | 'hello'
  | 'httpenv'
  | 'color'
  | 'haproxy'
  | 'traefik'
  | 'rng'
  | 'hasher'
  | 'worker'
  | 'webui'
  | 'scratch';

/** A problem with an image, in docker's words; `kind` tells kubelet's ErrImagePull, InvalidImageName, ... apart. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly kind: 'invalidName' | 'notFound' | 'unreachable';
  constructor(kind: ImageError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The images of node1, shared by docker and kubelet as on the real one. */
export interface Images {
  /** By any reference that docker takes: `redis`, `127.0.0.1:30000/rng:v0.1`, an id or its beginning. */
  find(reference: string): Image | undefined;
  /** Pulls from the local hub, or over HTTP from the registry that the reference names. Throws ImageError. */
  pull(reference: string, signal: AbortSignal): Promise<Image>;
}
