import { posix } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { createLayer, unpackedSize } from '../image/layers.ts';
import { type Build, commit, currentImage, expand, type InstructionRunner } from './builder.ts';
import { copyInstruction } from './copy.ts';
import { commandWords, type Instruction, splitWords } from './dockerfile.ts';
import { run } from './run-instruction.ts';

async function workdir(build: Build, instruction: Instruction): Promise<void> {
  const base = currentImage(build);
  const path = posix.resolve('/', base.config.workingDir, expand(build, instruction));
  const entries = [{ name: `${path.slice(1)}/`, mode: 0o755, content: { kind: 'folder' } }] as const;
  await commit(build, {
    history: `WORKDIR ${path}`,
    config: { WorkingDir: path },
    ...(path !== '/' && { layer: async () => ({ layer: await createLayer(build.images.blobs, entries), size: 0 }) }),
  });
}

async function cmd(build: Build, { name, text }: Instruction): Promise<void> {
  const words = commandWords(text);
  const shown = JSON.stringify(words).replaceAll('","', '" "');
  // A new entrypoint drops the cmd that the base image had for its own.
  const config = name === 'CMD' ? { Cmd: words } : { Entrypoint: words, Cmd: null };
  await commit(build, { history: ` ${name} ${shown}`, config });
}

async function env(build: Build, instruction: Instruction): Promise<void> {
  const pairs = parsePairs(expand(build, instruction), instruction, 'ENV');
  const values = new Map(
    currentImage(build).config.env.map((line): [string, string] => [line.slice(0, line.indexOf('=')), line]),
  );
  for (const [key, value] of pairs) values.set(key, `${key}=${value}`);
  const shown = pairs.map(([key, value]) => `${key}=${value}`).join(' ');
  await commit(build, { history: ` ENV ${shown}`, config: { Env: [...values.values()] } });
}

async function label(build: Build, instruction: Instruction): Promise<void> {
  const pairs = parsePairs(expand(build, instruction), instruction, 'LABEL');
  const shown = pairs.map(([key, value]) => `${key}=${value}`).join(' ');
  const Labels = { ...currentImage(build).config.labels, ...Object.fromEntries(pairs) };
  await commit(build, { history: ` LABEL ${shown}`, config: { Labels } });
}

async function expose(build: Build, instruction: Instruction): Promise<void> {
  const ports = splitWords(expand(build, instruction)).map((port) => {
    const [, number, protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(port) ?? [];
    if (number === undefined || Number(number) < 1 || Number(number) > 65_535) {
      throw new ExitError(`Error response from daemon: Invalid containerPort: ${port}`);
    }
    return `${number}/${protocol}`;
  });
  const all = [...currentImage(build).config.exposedPorts, ...ports];
  const ExposedPorts = Object.fromEntries([...new Set(all)].sort().map((port) => [port, {}]));
  await commit(build, { history: ` EXPOSE ${instruction.text}`, config: { ExposedPorts } });
}

async function arg(build: Build, instruction: Instruction): Promise<void> {
  const [key = '', fallback] = expand(build, instruction).split(/=(.*)/s);
  const value = build.given.get(key) ?? fallback;
  if (value !== undefined) build.args.set(key, value);
  // Before FROM, it belongs to no image.
  if (build.image !== undefined) await commit(build, { history: ` ARG ${instruction.text}`, config: {} });
}

function note(build: Build, { name, text }: Instruction): Promise<void> {
  return commit(build, { history: ` ${name} ${text}`, config: {} });
}

async function copy(build: Build, instruction: Instruction): Promise<void> {
  const { history, entries } = await copyInstruction(build, instruction);
  await commit(build, {
    history,
    config: {},
    isQuiet: true,
    layer: async () => ({ layer: await createLayer(build.images.blobs, entries), size: unpackedSize(entries) }),
  });
}

/** The instructions that a rehearsal knows, besides FROM. */
export const instructionRunners: ReadonlyMap<string, InstructionRunner> = new Map([
  ['ADD', copy],
  ['ARG', arg],
  ['CMD', cmd],
  ['COPY', copy],
  ['ENTRYPOINT', cmd],
  ['ENV', env],
  ['EXPOSE', expose],
  ['LABEL', label],
  ['MAINTAINER', note],
  ['RUN', run],
  ['STOPSIGNAL', note],
  ['USER', note],
  ['VOLUME', note],
  ['WORKDIR', workdir],
]);

/** `A=1 B="x y"`, or the old form `A the rest`. */
function parsePairs(text: string, { line }: Instruction, name: string): readonly (readonly [string, string])[] {
  const words = splitWords(text);
  const [first = ''] = words;
  if (!first.includes('=')) {
    if (words.length < 2) {
      throw new ExitError(
        `Error response from daemon: dockerfile parse error line ${line}: ${name} must have two arguments`,
      );
    }
    return [[first, text.slice(text.indexOf(first) + first.length).trim()]];
  }
  return words.map((word): readonly [string, string] => {
    const equals = word.indexOf('=');
    if (equals > 0) return [word.slice(0, equals), word.slice(equals + 1)];
    const message = `Syntax error - can't find = in "${word}". Must be of the form: name=value`;
    throw new ExitError(`Error response from daemon: dockerfile parse error line ${line}: ${message}`);
  });
}
