import { posix } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { createLayer, unpackedSize } from '../image/layers.ts';
import { type Build, type CommandRunner, commit, envOf, expand, noted, type RunConfig, valuesOf } from './builder.ts';
import type { Command } from './commands.ts';
import { copyInstruction } from './copy.ts';
import { healthcheckOf, showHealthcheck } from './healthcheck.ts';
import { run } from './run-instruction.ts';
import { isSignal } from './signals.ts';
import { expandWords, WordError } from './words.ts';

/** A step that changes the configuration alone. */
async function note(build: Build, text: string, config: Partial<RunConfig> = {}): Promise<void> {
  const { stage } = build;
  const shell = stage.config;
  stage.config = { ...stage.config, ...config };
  await commit(build, { createdBy: noted(` ${text}`, text.startsWith('SHELL') ? stage.config : shell) });
}

/** `["sh" "-c"]`, as Go's %q writes a list. */
function quoted(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(' ')}]`;
}

/** A command as it is, or by the shell. */
function commandLine({ words, isExec }: Command, { Shell }: RunConfig): readonly string[] {
  return isExec ? words : [...(Shell ?? ['/bin/sh', '-c']), ...words];
}

async function workdir(build: Build, { words: [word = ''] }: Command): Promise<void> {
  const { stage } = build;
  const wanted = expand(build, word);
  if (wanted === '') throw new ExitError('cannot normalize nothing');
  const path = posix.resolve('/', stage.config.WorkingDir, wanted);
  stage.config = { ...stage.config, WorkingDir: path };
  const entries = [{ name: `${path.slice(1)}/`, mode: 0o755, content: { kind: 'folder' } }] as const;
  await commit(build, {
    createdBy: noted(`WORKDIR ${path}`, stage.config),
    ...(path !== '/' && { layer: async () => ({ layer: await createLayer(build.images.blobs, entries), size: 0 }) }),
  });
}

async function cmd(build: Build, command: Command): Promise<void> {
  const words = commandLine(command, build.stage.config);
  const isEmpty = command.words.length === 0;
  await note(build, `CMD ${quoted(isEmpty ? [] : words)}`, { Cmd: isEmpty ? null : words });
  if (!isEmpty) build.stage.hasCmd = true;
}

async function entrypoint(build: Build, command: Command): Promise<void> {
  const isEmpty = command.words.length === 0;
  const words = isEmpty ? [] : commandLine(command, build.stage.config);
  await note(build, `ENTRYPOINT ${quoted(words)}`, {
    Entrypoint: isEmpty ? null : words,
    // A new entrypoint drops the cmd that the base image had for its own.
    ...(!build.stage.hasCmd && { Cmd: null }),
  });
}

async function env(build: Build, command: Command): Promise<void> {
  const values = new Map(envOf(build.stage.config));
  const pairs = expandPairs(build, command);
  for (const [key, value] of pairs) values.set(key, value);
  const Env = [...values].map(([key, value]) => `${key}=${value}`);
  await note(build, `ENV ${pairs.map((pair) => pair.join('=')).join(' ')}`, { Env });
}

async function label(build: Build, command: Command): Promise<void> {
  const pairs = expandPairs(build, command);
  const Labels = { ...build.stage.config.Labels, ...Object.fromEntries(pairs) };
  await note(build, `LABEL ${pairs.map((pair) => pair.join('=')).join(' ')}`, { Labels });
}

function expandPairs(build: Build, { words, isLiteral }: Command): readonly (readonly [string, string])[] {
  // All of them see what was set before the instruction.
  const values = valuesOf(build);
  const expanded = isLiteral === true ? words : words.map((word) => expand(build, word, values));
  const pairs: (readonly [string, string])[] = [];
  for (let at = 0; at < expanded.length; at += 2) pairs.push([expanded[at] ?? '', expanded[at + 1] ?? '']);
  return pairs;
}

async function expose(build: Build, { words }: Command): Promise<void> {
  let ports: readonly string[];
  try {
    ports = words.flatMap((word) => expandWords(word, valuesOf(build), build.escape));
  } catch (error) {
    if (error instanceof WordError) throw new ExitError(error.message);
    throw error;
  }
  const ExposedPorts = { ...build.stage.config.ExposedPorts };
  for (const port of ports.flatMap(exposedPorts)) ExposedPorts[port] = {};
  await note(build, `EXPOSE ${ports.join(' ')}`, { ExposedPorts: sorted(ExposedPorts) });
}

function sorted(ports: Readonly<Record<string, object>>): Readonly<Record<string, object>> {
  return Object.fromEntries(Object.entries(ports).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `80`, `80/udp`, `7000-7002`. Throws ExitError. */
export function exposedPorts(text: string): readonly string[] {
  const [range = '', protocol = 'tcp'] = text.split('/');
  const kind = protocol.toLowerCase();
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(range.replace(/^.*:/, '')) ?? [];
  if (first === undefined || Number(first) > 65_535 || Number(last) > 65_535 || Number(last) < Number(first)) {
    throw new ExitError(range === '' ? `No port specified: ${text}<empty>` : `Invalid containerPort: ${range}`);
  }
  if (!['tcp', 'udp', 'sctp'].includes(kind)) throw new ExitError(`Invalid proto: ${kind}`);
  const ports: string[] = [];
  for (let port = Number(first); port <= Number(last); port++) ports.push(`${port}/${kind}`);
  return ports;
}

async function arg(build: Build, { words }: Command): Promise<void> {
  const values = valuesOf(build);
  const shown = words.map((word) => {
    const [name, value] = splitArg(word);
    const [key, fallback] = [
      expand(build, name, values),
      value === undefined ? undefined : expand(build, value, values),
    ];
    build.args.add(key, fallback);
    return fallback === undefined ? key : `${key}=${fallback}`;
  });
  await note(build, `ARG ${shown.join(' ')}`);
}

/** `NAME=value` or `NAME`. */
export function splitArg(word: string): readonly [string, string | undefined] {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

async function user(build: Build, { words: [word = ''] }: Command): Promise<void> {
  const User = expand(build, word);
  await note(build, `USER ${User}`, { User });
}

async function stopsignal(build: Build, { words: [word = ''] }: Command): Promise<void> {
  const StopSignal = expand(build, word);
  if (!isSignal(StopSignal)) throw new ExitError(`Invalid signal: ${StopSignal}`);
  await note(build, `STOPSIGNAL ${StopSignal}`, { StopSignal });
}

async function volume(build: Build, { words }: Command): Promise<void> {
  const paths = words.map((word) => expand(build, word));
  const Volumes = { ...build.stage.config.Volumes, ...Object.fromEntries(paths.map((path) => [path, {}])) };
  await note(build, `VOLUME [${paths.join(' ')}]`, { Volumes });
}

async function shell(build: Build, { words }: Command): Promise<void> {
  await note(build, `SHELL [${words.join(' ')}]`, { Shell: words });
}

async function maintainer(build: Build, { words: [word = ''] }: Command): Promise<void> {
  build.stage.author = word;
  await note(build, `MAINTAINER ${word}`);
}

async function onbuild(build: Build, { words: [trigger = ''] }: Command): Promise<void> {
  await note(build, `ONBUILD ${trigger}`, { OnBuild: [...(build.stage.config.OnBuild ?? []), trigger] });
}

async function healthcheck(build: Build, command: Command): Promise<void> {
  const old = build.stage.config.Healthcheck?.Test ?? [];
  if (old.length > 0 && old[0] !== 'NONE') {
    await build.write(`Note: overriding previous HEALTHCHECK: [${old.join(' ')}]\n`);
  }
  const Healthcheck = healthcheckOf(command);
  await note(build, `HEALTHCHECK ${showHealthcheck(Healthcheck)}`, { Healthcheck });
}

async function copy(build: Build, command: Command): Promise<void> {
  const { history, entries, clean } = await copyInstruction(build, command);
  try {
    await commit(build, {
      createdBy: noted(history, build.stage.config),
      isQuiet: true,
      layer: async () => ({ layer: await createLayer(build.images.blobs, entries), size: unpackedSize(entries) }),
    });
  } finally {
    await clean();
  }
}

/** What carries out each instruction but FROM. */
export const commandRunners: ReadonlyMap<string, CommandRunner> = new Map<string, CommandRunner>([
  ['ADD', copy],
  ['ARG', arg],
  ['CMD', cmd],
  ['COPY', copy],
  ['ENTRYPOINT', entrypoint],
  ['ENV', env],
  ['EXPOSE', expose],
  ['HEALTHCHECK', healthcheck],
  ['LABEL', label],
  ['MAINTAINER', maintainer],
  ['ONBUILD', onbuild],
  ['RUN', run],
  ['SHELL', shell],
  ['STOPSIGNAL', stopsignal],
  ['USER', user],
  ['VOLUME', volume],
  ['WORKDIR', workdir],
]);
