import { ExitError } from '../../cli-kit/exit-error.ts';
import { ImageError } from '../../images.ts';
import { humanSize } from '../cli/units.ts';
import { type ImageProgress, shortDigest } from '../image/pull.ts';
import { parseReference, withTag } from '../image/reference.ts';
import type { StoredImage } from '../image/store.ts';
import type { DockerImages } from '../images.ts';
import { BuildArgs } from './build-args.ts';
import { type Build, type FailedStep, type RunConfig, showImage } from './builder.ts';
import { type Command, labelCommand, readStages, readTrigger, type Recipe, type Stage } from './commands.ts';
import type { BuildContext } from './context.ts';
import { refuseInstruction } from './copy.ts';
import { DockerfileError, parseDockerfile } from './dockerfile.ts';
import { commandRunners, splitArg } from './instructions.ts';
import type { Workshop } from './run-container.ts';
import { expandWord, WordError } from './words.ts';

/** What to build, and where its output goes. */
export interface BuildOptions {
  readonly images: DockerImages;
  readonly context: BuildContext;
  /** The text of the Dockerfile, and how it is called in messages. */
  readonly dockerfile: { readonly text: string; readonly name: string };
  readonly tags: readonly string[];
  readonly labels: readonly (readonly [string, string])[];
  /** Name of the last stage that counts. */
  readonly target: string | undefined;
  /** Undefined: named on the command line, but with no value anywhere. */
  readonly buildArgs: ReadonlyMap<string, string | undefined>;
  readonly useCache: boolean;
  /** `--cache-from`: images out of which alone the cache may be. */
  readonly cacheFrom: readonly StoredImage[] | undefined;
  /** Looks for newer images although there are some. */
  readonly pull: boolean;
  readonly forceRemove: boolean;
  /** Containers of steps that were carried out go. */
  readonly removes: boolean;
  /** Lines of /etc/hosts for commands. */
  readonly extraHosts: Build['extraHosts'];
  readonly workshop: Workshop;
  readonly signal: AbortSignal;
  readonly write: (text: string) => Promise<void>;
  /** Shows what a pull for FROM does. */
  readonly progress: ImageProgress;
  readonly keepFailed: (failed: FailedStep) => void;
}

/** Builds an image as docker's own builder (not BuildKit) does; gives its id. Throws ExitError with what docker prints. */
export async function buildImage(options: BuildOptions): Promise<string> {
  const { images, write, signal, context } = options;
  await write(`Sending build context to Docker daemon ${humanSize(context.size, 4).padStart(8)}\r\r\n`);
  const { recipe, escape, warnings } = read(options);
  // As all that is an error of a build, in red.
  if (warnings.length > 0) await write(`\x1b[91m${warnings.join('\n')}\n\x1b[0m`);
  const done: { name: string; image: StoredImage | undefined }[] = [];
  const build: Build = {
    ...{ images, context, escape, workshop: options.workshop, signal, write, done },
    args: new BuildArgs(options.buildArgs),
    ...{ useCache: options.useCache, cacheFrom: options.cacheFrom },
    ...{ forceRemove: options.forceRemove, removes: options.removes, extraHosts: options.extraHosts },
    imageFor: (name) => imageFor(options, name),
    keepFailed: options.keepFailed,
    stage: newStage(undefined),
  };
  const total = recipe.metaArgs.length + recipe.stages.reduce((sum, { commands }) => sum + 1 + commands.length, 0);
  let step = 0;
  const announce = ({ source }: Command) => write(`Step ${++step}/${total} : ${source}\n`);

  for (const command of recipe.metaArgs) {
    await announce(command);
    addMetaArgs(build, command);
  }
  for (const stage of recipe.stages) {
    if (stage.name !== '' && done.some(({ name }) => name === stage.name)) {
      throw new ExitError(`${stage.name} stage name already used`);
    }
    await announce(stage.from);
    await beginStage(build, stage);
    await showImage(build);
    for (const command of stage.commands) {
      signal.throwIfAborted();
      await announce(command);
      await carryOut(build, command);
      await showImage(build);
    }
    build.args.endStage();
    done.push({ name: stage.name, image: build.stage.image });
  }
  const unused = build.args.unused();
  if (unused.length > 0) await write(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed\n`);
  const { image } = build.stage;
  if (image === undefined) throw new ExitError('No image was generated. Is your Dockerfile empty?');
  await write(`Successfully built ${shortDigest(image.id)}\n`);
  for (const tag of options.tags) {
    const reference = parseReference(tag);
    images.tag(reference, image.id);
    await write(`Successfully tagged ${withTag(reference)}\n`);
  }
  return image.id;
}

interface Read {
  readonly recipe: Recipe;
  readonly escape: string;
  readonly warnings: readonly string[];
}

/** All of the Dockerfile, before anything is done. Throws ExitError. */
function read({ dockerfile, target, labels }: BuildOptions): Read {
  try {
    const parsed = parseDockerfile(dockerfile.text, dockerfile.name);
    const { metaArgs, stages } = readStages(parsed);
    const last = target === undefined ? stages.length - 1 : findStage(stages, target);
    if (last < 0) throw new DockerfileError(`failed to reach build target ${target ?? ''} in Dockerfile`);
    const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
    stages[last]?.commands.push(...sorted.map(([key, value]) => labelCommand(key, value)));
    const recipe = { metaArgs, stages: stages.slice(0, last + 1) };
    return { recipe, escape: parsed.escape, warnings: parsed.warnings };
  } catch (error) {
    if (error instanceof DockerfileError) throw new ExitError(`Error response from daemon: ${error.message}`);
    throw error;
  }
}

function findStage(stages: readonly Stage[], target: string): number {
  return stages.findIndex(({ name }) => name !== '' && name === target.toLowerCase());
}

const noConfig: RunConfig = { Env: null, Cmd: null, Entrypoint: null, WorkingDir: '', Labels: null };

function newStage(image: StoredImage | undefined): Build['stage'] {
  const config = image?.json.config ?? {
    ...noConfig,
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  };
  return { image, config, author: image?.json.author, hasCmd: false, isBusted: false };
}

function addMetaArgs({ args, escape }: Build, { words }: Command): void {
  for (const word of words) {
    const [name, value] = splitArg(word);
    args.addMeta(name, value === undefined ? undefined : expandMeta(value, args, escape));
  }
}

function expandMeta(word: string, args: BuildArgs, escape: string): string {
  try {
    return expandWord(word, args.meta(), escape);
  } catch (error) {
    if (error instanceof WordError) {
      throw new ExitError(`failed to process ${JSON.stringify(word)}: ${error.message}`);
    }
    throw error;
  }
}

async function beginStage(build: Build, { from, base }: Stage): Promise<void> {
  const platform = from.flags.get('platform');
  if (platform !== undefined && !/^linux(\/(amd64|x86_64))?$/.test(expandMeta(platform, build.args, build.escape))) {
    throw refuseInstruction(`FROM --platform=${platform}`, from);
  }
  const name = expandMeta(base, build.args, build.escape);
  if (name === '') throw new ExitError(`base name (${base}) should not be blank`);
  const earlier = build.done.find((stage) => stage.name !== '' && stage.name === name.toLowerCase());
  const image = earlier === undefined ? (name === 'scratch' ? undefined : await build.imageFor(name)) : earlier.image;
  build.stage = newStage(image);
  const triggers = build.stage.config.OnBuild ?? [];
  if (triggers.length === 0) return;
  build.stage.config = { ...build.stage.config, OnBuild: null };
  await build.write(`# Executing ${triggers.length} build trigger${triggers.length > 1 ? 's' : ''}\n`);
  for (const trigger of triggers) await carryOut(build, readTrigger(trigger, build.escape));
}

async function carryOut(build: Build, command: Command): Promise<void> {
  try {
    await commandRunners.get(command.name)?.(build, command);
  } catch (error) {
    // What its text says was read when the build began; what variables made of it was not.
    if (error instanceof DockerfileError) throw new ExitError(error.message);
    throw error;
  }
}

/** An image for FROM or COPY --from, pulled where the node has none. Throws ExitError. */
async function imageFor({ images, pull, signal, progress, write }: BuildOptions, name: string): Promise<StoredImage> {
  const known = images.find(name);
  const isId = known !== undefined && /^(sha256:)?[0-9a-f]+$/.test(name) && !images.tags().has(`${name}:latest`);
  if (known !== undefined && (!pull || isId)) return known;
  try {
    const pulled = await images.pullAloud(name, signal, progress);
    const { image, reference } = pulled;
    const isNewer = known?.id !== image.id;
    await write(
      `Digest: ${image.digest}\nStatus: ${isNewer ? 'Downloaded newer image for' : 'Image is up to date for'} ${withTag(reference)}\n`,
    );
    return image;
  } catch (error) {
    if (error instanceof ImageError) throw new ExitError(error.message);
    throw error;
  }
}
