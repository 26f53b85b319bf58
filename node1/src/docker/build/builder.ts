import { randomBytes } from 'node:crypto';
import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Layer } from '../../images.ts';
import type { ImageJson } from '../image/image-json.ts';
import { shortDigest } from '../image/pull.ts';
import type { StoredImage } from '../image/store.ts';
import type { DockerImages } from '../images.ts';
import type { BuildContext } from './context.ts';
import { type Instruction, substitute } from './dockerfile.ts';
import type { Workshop } from './run-container.ts';

/** Where a build is: the image so far, and what instructions may use. */
export interface Build {
  readonly images: DockerImages;
  readonly context: BuildContext;
  readonly args: Map<string, string>;
  /** `--build-arg`s. */
  readonly given: ReadonlyMap<string, string>;
  readonly useCache: boolean;
  readonly workshop: Workshop;
  readonly signal: AbortSignal;
  image: StoredImage | undefined;
  readonly write: (text: string) => Promise<void>;
}

/** Carries out one instruction. Throws ExitError. */
export type InstructionRunner = (build: Build, instruction: Instruction) => Promise<void>;

/** A layer, and how many bytes its files take. */
interface MadeLayer {
  readonly layer: Layer;
  readonly size: number;
}

/** What one instruction does to an image. */
export interface BuildStep {
  /** As docker's history shows it, after `/bin/sh -c #(nop) `; equal text on an equal image is the same step. */
  readonly history: string;
  readonly config: Partial<ImageJson['config']>;
  /** Makes the layer, where the instruction adds files; called only where the cache has no such step. */
  readonly layer?: () => Promise<MadeLayer>;
  /** COPY and ADD need no container to run in, and print none. */
  readonly isQuiet?: boolean;
}

/** The image so far. Throws where there is no FROM yet. */
export function currentImage(build: Build): StoredImage {
  if (build.image === undefined) throw new ExitError('Error response from daemon: no build stage in current context');
  return build.image;
}

/** An instruction's text with the values of ARG and ENV in it. */
export function expand(build: Build, { text }: Instruction): string {
  const env = (build.image?.config.env ?? []).map((line): [string, string] => {
    const equals = line.indexOf('=');
    return [line.slice(0, equals), line.slice(equals + 1)];
  });
  return substitute(text, new Map([...build.args, ...env]));
}

/** Adds a step to the image, or finds it in the cache, and prints what docker's builder prints. */
export async function commit(build: Build, step: BuildStep): Promise<void> {
  const createdBy = `/bin/sh -c #(nop) ${step.history}`;
  if (await cachedStep(build, createdBy)) return;
  const base = currentImage(build);
  const add = async () => addStep(build.images, base, createdBy, step.config, await step.layer?.());
  if (step.isQuiet !== true) await inContainer(build, add);
  else {
    build.image = await add();
    await build.write(` ---> ${shortDigest(build.image.id)}\n`);
  }
}

/** Adds a step that ran a command, which is done by `run`, in the container whose making and removal is printed. */
export async function commitRun(
  build: Build,
  createdBy: string,
  run: () => Promise<MadeLayer | undefined>,
): Promise<void> {
  const base = currentImage(build);
  await inContainer(build, async () => addStep(build.images, base, createdBy, {}, await run()));
}

/** Takes a step from the cache, and says so; false where the cache has none such. */
export async function cachedStep(build: Build, createdBy: string): Promise<boolean> {
  const cached = build.useCache ? findCached(build.images, currentImage(build).id, createdBy) : undefined;
  if (cached === undefined) return false;
  build.image = cached;
  await build.write(` ---> Using cache\n ---> ${shortDigest(cached.id)}\n`);
  return true;
}

async function inContainer(build: Build, make: () => Promise<StoredImage>): Promise<void> {
  const container = randomBytes(6).toString('hex');
  await build.write(` ---> Running in ${container}\n`);
  build.image = await make();
  await build.write(`Removing intermediate container ${container}\n ---> ${shortDigest(build.image.id)}\n`);
}

function findCached(images: DockerImages, parent: string, createdBy: string): StoredImage | undefined {
  return images
    .all()
    .filter((image) => image.parent === parent && image.json.history.at(-1)?.created_by === createdBy)
    .sort((a, b) => (a.created < b.created ? 1 : -1))[0];
}

async function addStep(
  images: DockerImages,
  base: StoredImage,
  createdBy: string,
  config: BuildStep['config'],
  made: MadeLayer | undefined,
): Promise<StoredImage> {
  const created = new Date().toISOString();
  const { json } = base;
  const layers = made === undefined ? base.layers : [...base.layers, made.layer];
  return images.add(
    {
      ...json,
      config: { ...json.config, ...config },
      created,
      history: [...json.history, { created, created_by: createdBy, ...(made === undefined && { empty_layer: true }) }],
      rehearsal: { runtime: base.runtime, size: base.size + (made?.size ?? 0) },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    },
    layers,
    base.id,
  );
}
