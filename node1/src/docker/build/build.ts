import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { ImageError } from '../../images.ts';
import { message } from '../../messages/message.ts';
import { humanSize } from '../cli/units.ts';
import { type ImageProgress, shortDigest } from '../image/pull.ts';
import { parseReference, withTag } from '../image/reference.ts';
import type { DockerImages } from '../images.ts';
import { type Build, expand } from './builder.ts';
import { readContext } from './context.ts';
import { refuseInstruction } from './copy.ts';
import { DockerfileError, type Instruction, parseDockerfile, splitWords } from './dockerfile.ts';
import { instructionRunners } from './instructions.ts';
import type { Workshop } from './run-container.ts';

/** What to build, and where its output goes. */
export interface BuildOptions {
  readonly images: DockerImages;
  /** Absolute path of the context. */
  readonly folder: string;
  /** Of the Dockerfile, in the context. */
  readonly dockerfile: string;
  readonly tags: readonly string[];
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly useCache: boolean;
  readonly workshop: Workshop;
  readonly signal: AbortSignal;
  readonly write: (text: string) => Promise<void>;
  /** Shows what a pull for FROM does. */
  readonly progress: ImageProgress;
}

/** Builds an image as docker's own builder (not BuildKit) does; gives its id. Throws ExitError with what docker prints. */
export async function buildImage(options: BuildOptions): Promise<string> {
  const { images, write, signal } = options;
  const source = await readDockerfile(options);
  const context = await readContext(options.folder, options.dockerfile).catch((error: unknown) => {
    throw error;
  });
  await write(`Sending build context to Docker daemon  ${humanSize(context.size, 4)}\n`);
  const instructions = parse(source);
  const { buildArgs: given, useCache, workshop } = options;
  const build: Build = { images, context, args: new Map(), given, useCache, workshop, signal, image: undefined, write };

  refuseUnknown(instructions);
  for (const [index, instruction] of instructions.entries()) {
    signal.throwIfAborted();
    const { name, text } = instruction;
    await write(`Step ${index + 1}/${instructions.length} : ${name} ${text}\n`);
    if (name === 'FROM') await runFrom(build, instruction, options);
    else await instructionRunners.get(name)?.(build, instruction);
  }
  const { image } = build;
  if (image === undefined) throw new ExitError('Error response from daemon: no build stage in current context');
  await write(`Successfully built ${shortDigest(image.id)}\n`);
  for (const tag of options.tags) {
    const reference = parseReference(tag);
    images.tag(reference, image.id);
    await write(`Successfully tagged ${withTag(reference)}\n`);
  }
  return image.id;
}

/** Refuses what is not simulated before the first step: half a build teaches nothing. Throws ExitError. */
function refuseUnknown(instructions: readonly Instruction[]): void {
  const [, secondStage] = instructions.filter(({ name }) => name === 'FROM');
  if (secondStage !== undefined) throw refuseInstruction(message('subject/several-stages'), secondStage);
  const unknown = instructions.find(({ name }) => name !== 'FROM' && !instructionRunners.has(name));
  if (unknown === undefined) return;
  throw refuseInstruction(unknown.name, unknown, ['FROM', ...instructionRunners.keys()]);
}

async function readDockerfile({ folder, dockerfile }: BuildOptions): Promise<string> {
  const path = join(folder, dockerfile);
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new ExitError(
      `unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${path}: no such file or directory`,
    );
  }
}

function parse(source: string): readonly Instruction[] {
  try {
    return parseDockerfile(source);
  } catch (error) {
    if (error instanceof DockerfileError) throw new ExitError(`Error response from daemon: ${error.message}`);
    throw error;
  }
}

async function runFrom(build: Build, instruction: Instruction, { progress, write }: BuildOptions): Promise<void> {
  const words = splitWords(expand(build, instruction)).filter((word) => !word.startsWith('--platform'));
  const [name = ''] = words;
  if (name === 'scratch') throw refuseInstruction('FROM scratch', instruction);
  let image = build.images.find(name);
  if (image === undefined) {
    try {
      const pulled = await build.images.pullAloud(name, build.signal, progress);
      image = pulled.image;
      await write(`Digest: ${image.digest}\nStatus: Downloaded newer image for ${withTag(pulled.reference)}\n`);
    } catch (error) {
      if (error instanceof ImageError) throw new ExitError(error.message);
      throw error;
    }
  }
  build.image = image;
  await write(` ---> ${shortDigest(image.id)}\n`);
}
