import { randomBytes } from 'node:crypto';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { Layer } from '../../images.ts';
import { message } from '../../messages/message.ts';
import type { ContainerSpec } from '../../workload.ts';
import type { ImageJson } from '../image/image-json.ts';
import { shortDigest } from '../image/pull.ts';
import { imageOf, type StoredImage } from '../image/store.ts';
import type { DockerImages } from '../images.ts';
import type { BuildArgs } from './build-args.ts';
import type { Command } from './commands.ts';
import type { BuildContext } from './context.ts';
import type { Workshop } from './run-container.ts';
import { expandWord, type Values, WordError } from './words.ts';

/** A configuration as docker keeps it in an image. */
export type RunConfig = ImageJson['config'];

/** How far one stage is. */
interface StageState {
  /** Undefined: `FROM scratch`, and nothing has been added. */
  image: StoredImage | undefined;
  /** Of the next step's image. */
  config: RunConfig;
  author: string | undefined;
  /** A CMD of this very stage, which an ENTRYPOINT leaves alone. */
  hasCmd: boolean;
  /** One step was not in the cache: none after it is looked for. */
  isBusted: boolean;
}

/** Where a build is, and what instructions may use. */
export interface Build {
  readonly images: DockerImages;
  readonly context: BuildContext;
  readonly args: BuildArgs;
  readonly escape: string;
  readonly useCache: boolean;
  /** `--cache-from`: images out of which alone the cache may be. */
  readonly cacheFrom: readonly StoredImage[] | undefined;
  /** `--rm`: containers of steps go. */
  readonly removes: boolean;
  /** For /etc/hosts of commands. */
  readonly extraHosts: ContainerSpec['extraHosts'];
  /** `--force-rm`: containers of steps that fail go, too. */
  readonly forceRemove: boolean;
  readonly workshop: Workshop;
  readonly signal: AbortSignal;
  readonly write: (text: string) => Promise<void>;
  /** Images of the stages that are done, by number; of those with a name, by that, too. */
  readonly done: readonly { readonly name: string; readonly image: StoredImage | undefined }[];
  /** An image for FROM or COPY --from, pulled where there is none. Throws ExitError. */
  readonly imageFor: (name: string) => Promise<StoredImage>;
  /** Keeps the container of a RUN that failed, as docker does. */
  readonly keepFailed: (failed: FailedStep) => void;
  stage: StageState;
}

/** The container of a step that failed. */
export interface FailedStep {
  /** 12 hexadecimal digits. */
  readonly id: string;
  readonly image: StoredImage;
  readonly command: readonly string[];
  /** Undefined: its program could not be started. */
  readonly exitCode: number | undefined;
  /** Milliseconds since the epoch. */
  readonly started: number;
}

/** Carries out one instruction. Throws ExitError. */
export type CommandRunner = (build: Build, command: Command) => Promise<void>;

/** A layer, and how many bytes its files take. */
export interface MadeLayer {
  readonly layer: Layer;
  readonly size: number;
}

/** What one instruction does to an image. */
export interface BuildStep {
  /** What made it, as docker's history shows it; equal text on an equal image is the same step. */
  readonly createdBy: string;
  /** Makes the layer, where the instruction adds files; called only where the cache has no such step. */
  readonly layer?: (container: string) => Promise<MadeLayer | undefined>;
  /** COPY and ADD need no container to run in, and print none. */
  readonly isQuiet?: boolean;
}

/** What ENV has set so far. */
export function envOf({ Env }: RunConfig): Values {
  return new Map(
    (Env ?? []).map((line): [string, string] => {
      const equals = line.indexOf('=');
      return equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
    }),
  );
}

/** What variables stand for in the arguments of an instruction. */
export function valuesOf({ args, stage }: Build): Values {
  const env = envOf(stage.config);
  return new Map([...args.allowed(env), ...env]);
}

/** One argument with its variables in place. Throws ExitError. */
export function expand(build: Build, word: string, values = valuesOf(build)): string {
  try {
    return expandWord(word, values, build.escape);
  } catch (error) {
    if (error instanceof WordError) {
      throw new ExitError(`failed to process ${JSON.stringify(word)}: ${error.message}`);
    }
    throw error;
  }
}

/** `/bin/sh -c #(nop)  ENV A=1` */
export function noted(text: string, config: RunConfig): string {
  const shell = (config.Shell ?? ['/bin/sh', '-c']).join(' ');
  return `${shell} #(nop) ${text}`;
}

/** Adds a step to the image, or finds it in the cache, and prints what docker's builder prints. */
export async function commit(build: Build, step: BuildStep): Promise<void> {
  if (await takeCached(build, step.createdBy)) return;
  if (step.isQuiet === true) {
    build.stage.image = await addStep(build, step.createdBy, await step.layer?.(''));
    return;
  }
  const container = randomBytes(6).toString('hex');
  await build.write(` ---> Running in ${container}\n`);
  try {
    build.stage.image = await addStep(build, step.createdBy, await step.layer?.(container));
  } catch (error) {
    if (build.forceRemove) await build.write(`Removing intermediate container ${container}\n`);
    throw error;
  }
  if (build.removes) await build.write(`Removing intermediate container ${container}\n`);
}

/** Takes a step from the cache, and says so; false where the cache has none such. */
async function takeCached(build: Build, createdBy: string): Promise<boolean> {
  const { stage } = build;
  const cached = build.useCache && !stage.isBusted ? findCached(build, createdBy) : undefined;
  stage.isBusted ||= cached === undefined;
  if (cached === undefined) return false;
  stage.image = cached;
  await build.write(` ---> Using cache\n`);
  return true;
}

/** The last line of a step. */
export async function showImage({ stage, write }: Build): Promise<void> {
  await write(` ---> ${stage.image === undefined ? '' : shortDigest(stage.image.id)}\n`);
}

function findCached({ images, stage, cacheFrom }: Build, createdBy: string): StoredImage | undefined {
  const parent = stage.image?.id;
  const [local] = images
    .all()
    .filter(
      (image) =>
        image.parent === parent &&
        image.json.history.at(-1)?.created_by === createdBy &&
        (parent !== undefined || image.json.history.length === 1),
    )
    .sort((a, b) => (a.created < b.created ? 1 : -1));
  if (cacheFrom === undefined) return local;
  if (local !== undefined && cacheFrom.some((source) => isBelow(images, source, local.id))) return local;
  return cacheFrom.find((source) => hasStep(source, stage.image, createdBy));
}

/** Whether an image was built on another, step by step, on this node. */
function isBelow(images: DockerImages, image: StoredImage, id: string): boolean {
  for (let above = image.parent; above !== undefined; above = images.find(above)?.parent) if (above === id) return true;
  return false;
}

/**
 * Whether an image has, after all steps of `parent`, this one as its last; it may have been built elsewhere. Throws ExitError where more follows: an image of
 * its first steps alone is not made.
 */
function hasStep(source: StoredImage, parent: StoredImage | undefined, createdBy: string): boolean {
  const { history } = source.json;
  const before = parent?.json.history ?? [];
  const isFit =
    (parent?.layers ?? []).every((layer, at) => source.layers[at]?.digest === layer.digest) &&
    before.every(({ created_by }, at) => history[at]?.created_by === created_by) &&
    history[before.length]?.created_by === createdBy;
  if (isFit && history.length > before.length + 1)
    throw notSimulated(message('subject/cache-from-pulled', { image: source.id }));
  return isFit;
}

async function addStep({ images, stage }: Build, createdBy: string, made: MadeLayer | undefined): Promise<StoredImage> {
  const created = `${new Date().toISOString().slice(0, -1)}${String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0')}Z`;
  const base = stage.image ?? emptyImage(stage.config);
  const { json } = base;
  const layers = made === undefined ? base.layers : [...base.layers, made.layer];
  const entry = { created, created_by: createdBy, ...(made === undefined && { empty_layer: true }) };
  return images.add(
    {
      ...json,
      ...(stage.author !== undefined && { author: stage.author }),
      config: stage.config,
      created,
      history: [...json.history, entry],
      rehearsal: { runtime: base.runtime, size: base.size + (made?.size ?? 0) },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    },
    layers,
    stage.image?.id,
  );
}

/** What `FROM scratch` begins with; it is in no store. */
export function emptyImage(config: RunConfig): StoredImage {
  return imageOf(
    {
      architecture: 'amd64',
      config,
      created: new Date(0).toISOString(),
      docker_version: '20.10.24+dfsg1',
      history: [],
      os: 'linux',
      rehearsal: { runtime: 'scratch', size: 0 },
      rootfs: { type: 'layers', diff_ids: [] },
    },
    [],
    undefined,
  );
}
