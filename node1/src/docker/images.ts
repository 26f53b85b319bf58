import { join } from 'node:path';
import { ImageError, type Images } from '../images.ts';
import type { Language } from '../messages/codes.ts';
import { createBlobs } from './image/blobs.ts';
import { hubRecipes, pauseImage } from './image/hub.ts';
import { type ImageProgress, type Pulled, pullImage } from './image/pull.ts';
import { type LayerSources, pushImage } from './image/push.ts';
import { imageOfRecipe } from './image/recipe-image.ts';
import { parseReference, type Reference } from './image/reference.ts';
import { createStore, type ImageStore, type StoredImage } from './image/store.ts';

/** The images of node1 with all that docker does to them. */
export interface DockerImages extends Images, Omit<ImageStore, 'find'> {
  find(reference: string): StoredImage | undefined;
  pull(reference: string, signal: AbortSignal): Promise<StoredImage>;
  /** Pulls, and tells what docker shows meanwhile. Throws ImageError. */
  pullAloud(reference: string, signal: AbortSignal, progress: ImageProgress): Promise<Pulled>;
  /** Pushes to the registry that the reference names. Throws ImageError. */
  push(
    image: StoredImage,
    reference: Reference,
    signal: AbortSignal,
    progress: ImageProgress,
  ): Promise<{ readonly digest: string; readonly size: number }>;
  /** Repositories that are known to have a layer. */
  readonly sources: LayerSources;
}

/** What the images of a node1 need. */
interface ImagesOptions {
  readonly folder: string;
  /** Of what is the rehearsal's own to say. Default: `en`. */
  readonly lang?: Language;
  /** Fills it with the images of another node. Default: `pause:3.2` alone, as kubelet needs it. */
  readonly fill?: (store: ImageStore, sources: LayerSources) => Promise<void>;
}

/** The images of a node1, kept below `folder`. */
export async function createImages({ folder, lang = 'en', fill = withPause }: ImagesOptions): Promise<DockerImages> {
  const store = createStore(createBlobs(join(folder, 'images')));
  const hub = hubRecipes(process.versions.node);
  const sources: LayerSources = new Map();
  await fill(store, sources);

  const pullAloud: DockerImages['pullAloud'] = (reference, signal, progress) =>
    pullImage(store, hub, reference, signal, progress, lang);
  return {
    ...store,
    sources,
    pullAloud,
    push: (image, reference, signal, progress) => pushImage({ store, reference, sources, signal }, image, progress),
    async pull(reference, signal) {
      try {
        const { image } = await pullAloud(reference, signal, () => undefined);
        return image;
      } catch (error) {
        if (!(error instanceof ImageError) || error.kind === 'invalidName') throw error;
        // kubelet gets it from docker's client, which says where it comes from.
        throw new ImageError(error.kind, `Error response from daemon: ${error.message}`);
      }
    },
  };
}

async function withPause(store: ImageStore): Promise<void> {
  const pause = await imageOfRecipe(store, pauseImage, new Date().toISOString());
  store.tag(parseReference('pause:3.2'), pause.id);
}
