import type { Image } from '../../images.ts';
import type { LayerEntry } from './layers.ts';

/** How the local hub makes one image. Everything but its few own files is what the rehearsal knows by itself. */
export interface Recipe {
  readonly tags: readonly string[];
  readonly runtime: Image['runtime'];
  /** Bytes that `docker images` shows: those of the real image. */
  readonly size: number;
  readonly entrypoint?: readonly string[];
  readonly cmd: readonly string[];
  readonly env?: readonly string[];
  readonly workingDir?: string;
  readonly ports?: readonly string[];
  readonly stopSignal?: string;
  /** Paths of its `VOLUME`s. */
  readonly volumes?: readonly string[];
  readonly files: readonly LayerEntry[];
}
