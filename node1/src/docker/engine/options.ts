import type { Healthcheck } from '../image/image-json.ts';
import type { StoredImage } from '../image/store.ts';
import type { PublishedPort } from './ports.ts';

/** What is to be mounted, as it was asked for. */
export interface MountRequest {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Of a bind: a path of this machine; of a volume: its name; absent: an anonymous volume. */
  readonly source?: string;
  readonly target: string;
  readonly readOnly?: boolean;
  /** As `-v` was given it: `ro`, `z`; what inspect shows as Mode. */
  readonly mode?: string;
  /** By `--mount`: a bind of what is not there is a mistake, and inspect shows it among HostConfig.Mounts. */
  readonly isStrict?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  /** Not filled with what the image has there. */
  readonly isEmpty?: boolean;
}

/** When docker starts a container again by itself. */
export interface RestartPolicy {
  readonly name: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure';
  /** 0: any number of times. */
  readonly most: number;
}

/** How a container is on a network, as it was asked for. */
export interface NetworkRequest {
  /** Name or id. */
  readonly network: string;
  readonly aliases?: readonly string[];
  readonly address?: string;
  /** `container:alias`. */
  readonly links?: readonly string[];
}

/** How a container is to be made. */
export interface RunOptions {
  readonly name: string | undefined;
  readonly image: StoredImage;
  readonly imageName: string;
  readonly entrypoint?: readonly string[];
  /** Instead of the image's cmd. */
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly hostname?: string;
  readonly domainname?: string;
  readonly ports: readonly PublishedPort[];
  /** All that the image exposes has a port of the machine: `-P`. */
  readonly publishAll?: boolean;
  /** Ports besides the image's that are shown: `80/tcp`. */
  readonly exposed?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly autoRemove: boolean;
  /** The network that it is on: a name or id, `bridge`, `host`, `none`, `container:NAME`. On others than these, containers find each other by names. */
  readonly network: string;
  readonly aliases: readonly string[];
  /** Hardware address there. */
  readonly mac?: string;
  /** Its address on that network. */
  readonly address?: string;
  /** `container:alias`, of containers of the same network. */
  readonly links?: readonly string[];
  /** Networks besides the first one. */
  readonly moreNetworks?: readonly NetworkRequest[];
  readonly mounts?: readonly MountRequest[];
  /** `container` or `container:ro`. */
  readonly volumesFrom?: readonly string[];
  readonly restart?: RestartPolicy;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly init?: boolean;
  readonly readOnly?: boolean;
  readonly stopSignal?: string;
  /** Seconds. */
  readonly stopTimeout?: number;
  /** `name:address`. */
  readonly extraHosts?: readonly string[];
  readonly dns?: readonly string[];
  readonly dnsSearch?: readonly string[];
  readonly dnsOptions?: readonly string[];
  /** What its client is attached to; shown by inspect. */
  readonly attached?: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Instead of the image's. */
  readonly healthcheck?: Healthcheck;
  /** Fields of HostConfig that are only shown (limits and the like), by their name there. */
  readonly host?: Readonly<Record<string, unknown>>;
  /** Nothing that it says is kept: `--log-driver none`. */
  readonly isMute?: boolean;
}
