import { posix } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { type Command, readTrigger } from '../build/commands.ts';
import { DockerfileError, parseInstruction } from '../build/dockerfile.ts';
import { healthcheckOf } from '../build/healthcheck.ts';
import { exposedPorts } from '../build/instructions.ts';
import type { ImageJson } from '../image/image-json.ts';
import { daemonError } from './command.ts';

type Config = ImageJson['config'];

/** What `--change` of `commit` and `import` takes. */
const changes: ReadonlyMap<string, (config: Config, command: Command) => Config> = new Map([
  ['CMD', (config, command) => ({ ...config, Cmd: lineOf(command) })],
  ['ENTRYPOINT', (config, command) => ({ ...config, Entrypoint: lineOf(command), Cmd: null })],
  ['HEALTHCHECK', (config, command) => ({ ...config, Healthcheck: healthcheckOf(command) })],
  ['ENV', withEnv],
  ['EXPOSE', withPorts],
  [
    'LABEL',
    (config, { words }) => ({ ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairsOf(words)) } }),
  ],
  ['ONBUILD', (config, { words }) => ({ ...config, OnBuild: [...(config.OnBuild ?? []), ...words] })],
  ['USER', (config, { words: [User = ''] }) => ({ ...config, User })],
  [
    'VOLUME',
    (config, { words }) => ({
      ...config,
      Volumes: { ...config.Volumes, ...Object.fromEntries(words.map((path) => [path, {}])) },
    }),
  ],
  [
    'WORKDIR',
    (config, { words: [path = ''] }) => ({ ...config, WorkingDir: posix.resolve('/', config.WorkingDir, path) }),
  ],
]);

/** A configuration after one `--change`, an instruction of a Dockerfile. Throws ExitError. */
export function changedConfig(config: Config, change: string): Config {
  if (change.trim() === '') throw daemonError('file with no instructions');
  const { name } = parseInstruction(change.trim(), 1);
  const apply = changes.get(name);
  if (apply === undefined) throw daemonError(`${name.toLowerCase()} is not a valid change command`);
  try {
    return apply(config, readTrigger(change.trim(), '\\'));
  } catch (error) {
    if (error instanceof DockerfileError) {
      throw daemonError(error.message.replace(/^(dockerfile parse error line 1|failed to parse Dockerfile): /, ''));
    }
    if (error instanceof ExitError && typeof error.text === 'string') throw daemonError(error.text);
    throw error;
  }
}

/** A command as it is, or by the shell, which has no words of its own where none are given. */
function lineOf({ words, isExec }: Command): readonly string[] {
  return isExec ? words : ['/bin/sh', '-c', ...words];
}

function pairsOf(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, at) => (at % 2 === 0 ? [[unquoted(word), unquoted(words[at + 1] ?? '')] as const] : []));
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/s, '$2');
}

function withEnv(config: Config, { words }: Command): Config {
  const env = new Map((config.Env ?? []).map((line) => [line.split('=')[0] ?? '', line]));
  for (const [key, value] of pairsOf(words)) env.set(key, `${key}=${value}`);
  return { ...config, Env: [...env.values()] };
}

function withPorts(config: Config, { words }: Command): Config {
  const ports = words.flatMap(exposedPorts).map((port) => [port, {}]);
  return { ...config, ExposedPorts: { ...config.ExposedPorts, ...(Object.fromEntries(ports) as object) } };
}
