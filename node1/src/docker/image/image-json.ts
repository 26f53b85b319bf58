import type { Image, ImageConfig, Layer } from '../../images.ts';

/** The media types of what docker 20.10 pushes. */
export const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
export const configType = 'application/vnd.docker.container.image.v1+json';
const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

/** What made one step of an image. */
interface HistoryEntry {
  readonly created: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** What HEALTHCHECK keeps; times in nanoseconds. */
export interface Healthcheck {
  /** `CMD-SHELL` and a text, `CMD` and words, or `NONE`. */
  readonly Test: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
}

/** The configuration of an image as it is stored and pushed: docker's, and what the rehearsal must know to run it. */
export interface ImageJson {
  readonly architecture: string;
  readonly author?: string;
  readonly config: {
    readonly Env: readonly string[] | null;
    readonly Cmd: readonly string[] | null;
    readonly Entrypoint: readonly string[] | null;
    readonly WorkingDir: string;
    readonly User?: string;
    readonly StopSignal?: string;
    readonly Volumes?: Readonly<Record<string, object>>;
    readonly Shell?: readonly string[];
    readonly OnBuild?: readonly string[] | null;
    readonly Healthcheck?: Healthcheck;
    readonly ExposedPorts?: Readonly<Record<string, object>>;
    readonly Labels: Readonly<Record<string, string>> | null;
  };
  readonly created: string;
  readonly docker_version: string;
  readonly history: readonly HistoryEntry[];
  readonly os: 'linux';
  readonly rehearsal?: { readonly runtime: Image['runtime']; readonly size: number };
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly string[] };
}

/** A descriptor in a manifest. */
interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/** An image's manifest (Image Manifest Version 2, Schema 2). */
export interface ImageManifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** The bytes of a manifest as docker writes them: indented by three spaces. */
export function manifestText(config: { digest: string; size: number }, layers: readonly Layer[]): string {
  const manifest: ImageManifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: configType, size: config.size, digest: config.digest },
    layers: layers.map(({ size, digest }) => ({ mediaType: layerType, size, digest })),
  };
  return JSON.stringify(manifest, undefined, 3);
}

/** What of the stored configuration a container's start needs. */
export function imageConfig(json: ImageJson): ImageConfig {
  const { config } = json;
  return {
    entrypoint: config.Entrypoint ?? [],
    cmd: config.Cmd ?? [],
    env: config.Env ?? [],
    workingDir: config.WorkingDir,
    exposedPorts: Object.keys(config.ExposedPorts ?? {}),
    labels: config.Labels ?? {},
    ...(config.User !== undefined && config.User !== '' && { user: config.User }),
    ...(config.StopSignal !== undefined && { stopSignal: config.StopSignal }),
  };
}
