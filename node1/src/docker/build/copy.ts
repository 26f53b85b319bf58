import { join, posix } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import type { Message } from '../../messages/codes.ts';
import { message } from '../../messages/message.ts';
import type { LayerEntry } from '../image/layers.ts';
import { type Build, currentImage, expand } from './builder.ts';
import { findSource, type Found, hashFiles } from './context.ts';
import { commandWords, type Instruction, splitWords } from './dockerfile.ts';

/** What a COPY or ADD adds to the image, and how docker's history writes it. Throws ExitError. */
export async function copyInstruction(
  build: Build,
  instruction: Instruction,
): Promise<{ readonly history: string; readonly entries: readonly LayerEntry[] }> {
  const { name } = instruction;
  const text = expand(build, instruction);
  const words = text.startsWith('[') ? commandWords(text) : splitWords(text);
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const refused = options.find((option) => !option.startsWith('--chown=') && !option.startsWith('--chmod='));
  if (refused !== undefined) throw refuseInstruction(`${name} ${refused}`, instruction);
  const target = paths.at(-1);
  const sources = paths.slice(0, -1);
  if (target === undefined || sources.length === 0) {
    throw new ExitError(
      `Error response from daemon: dockerfile parse error line ${instruction.line}: ${name} requires at least two arguments, but only one was provided. Destination could not be determined.`,
    );
  }

  const found = sources.flatMap((source) => locate(build, instruction, source));
  const isFolder = /(^|\/)\.{0,2}$/.test(target) || found.length !== 1 || found[0]?.isWhole === false;
  if (sources.length > 1 && !target.endsWith('/') && !/(^|\/)\.$/.test(target)) {
    throw new ExitError(
      `When using ${name} with more than one source file, the destination must be a directory and end with a /`,
    );
  }
  const destination = posix.resolve('/', currentImage(build).config.workingDir, target);
  const hash = await hashFiles(build.context.folder, found);
  const kind =
    found.length === 1 && found[0]?.isWhole === true ? 'file' : found.every((each) => each.isWhole) ? 'multi' : 'dir';
  return {
    history: `${name} ${kind}:${hash} in ${destination} `,
    entries: found.map((each) => entry(build, each, isFolder ? posix.join(destination, each.name) : destination)),
  };
}

/** An instruction, or a part of one, that is not simulated; `known` lists what could stand there. */
export function refuseInstruction(what: string | Message, { line }: Instruction, known?: readonly string[]): ExitError {
  return new ExitError(message('refusal/of-dockerfile', { what, line, ...(known && { known }) }));
}

function locate({ context }: Build, instruction: Instruction, source: string): readonly Found[] {
  const { name } = instruction;
  if (/^https?:\/\//.test(source))
    throw refuseInstruction(message('subject/of-url', { instruction: name }), instruction);
  if (name === 'ADD' && /\.(tar|tgz|tar\.(gz|bz2|xz))$/.test(source))
    throw refuseInstruction(message('subject/add-archive'), instruction);
  if (posix.normalize(source).split('/')[0] === '..') {
    throw new ExitError(`${name} failed: forbidden path outside the build context: ${source} ()`);
  }
  const found = findSource(context, source);
  if (found !== undefined) return found;
  const problem = /[*?]/.test(source)
    ? 'no source files were specified'
    : `file not found in build context or excluded by .dockerignore: stat ${source}: file does not exist`;
  throw new ExitError(`${name} failed: ${problem}`);
}

function entry({ context }: Build, { file }: Found, path: string): LayerEntry {
  const name = path.slice(1);
  if (file.kind === 'folder') return { name: `${name}/`, mode: file.mode, content: { kind: 'folder' } };
  if (file.kind === 'link') return { name, mode: 0o777, content: { kind: 'link', target: file.target } };
  return { name, mode: file.mode, content: { kind: 'file', path: join(context.folder, file.path), size: file.size } };
}
