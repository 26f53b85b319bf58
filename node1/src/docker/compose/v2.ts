import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag, FlagError, type Flags, parseFlags } from '../../cli-kit/flags.ts';
import { message, word } from '../../messages/message.ts';
import type { Invocation } from '../../program.ts';
import type { Engine } from '../engine.ts';
import { DaemonError } from '../engine/containers.ts';
import { type Loaded, loadProjectConfig } from './config.ts';
import { ConfigError } from './config/python.ts';
import type { DocArguments } from './docopt.ts';
import { ComposeError, startReason } from './errors.ts';
import { label } from './labels.ts';
import type { Output } from './output.ts';
import { createProject } from './project.ts';
import { type V2Call, type V2Command, V2Error } from './v2/call.ts';
import { config } from './v2/config.ts';
import { logs } from './v2/logs.ts';
import type { ProgressMode } from './v2/progress.ts';
import { pull } from './v2/pull.ts';
import { runCommands } from './v2/run.ts';
import { showCommands, v2Version } from './v2/show.ts';
import { stopCommands } from './v2/stop.ts';
import { upCommands } from './v2/up.ts';
import { warn } from './v2/warn.ts';

const commands: readonly V2Command[] = [
  ...[...upCommands, ...stopCommands, ...showCommands, ...runCommands],
  ...[logs, pull, config],
];

const globalFlags = [
  ...[flag.list('file', 'f'), flag.text('project-name', 'p'), flag.list('profile'), flag.list('env-file')],
  ...[flag.text('project-directory'), flag.text('ansi', undefined, 'auto'), flag.text('progress', undefined, 'auto')],
  ...flag.ignored('parallel=', 'all-resources'),
  ...flag.absent('compatibility', 'dry-run', 'v:version', 'verbose', 'no-ansi', 'workdir=', 'h:help'),
];

const [syntaxFailure, notFound] = [16, 14];

/** The command `docker compose` (2.27) on an engine; `words` are what stands behind `compose`. Throws ExitError for what is refused. */
export async function composeV2(engine: Engine, invocation: Invocation, words: readonly string[]): Promise<number> {
  const { stderr } = invocation;
  const fail = async (text: string, code: number) => {
    if (text !== '') await stderr.write(`${text}\n`);
    return code;
  };
  try {
    return await dispatch(engine, invocation, words);
  } catch (error) {
    if (error instanceof FlagError) return fail(error.message, syntaxFailure);
    if (error instanceof V2Error) return fail(error.message, error.exitCode);
    if (error instanceof DaemonError) return fail(`Error response from daemon: ${error.message}`, 1);
    if (error instanceof ComposeError) {
      const reason = error.message.replace(/^Cannot (?:create container for|start) service \S+: /, '');
      return fail(`Error response from daemon: ${reason}`, 1);
    }
    if (error instanceof ExitError) return fail(word(error.text, invocation.lang), error.exitCode);
    if (invocation.signal.aborted) return fail('canceled', 130);
    const reason = startReason(error);
    if (reason === undefined || !(error instanceof Error)) throw error;
    return fail(`Error response from daemon: ${reason}`, 1);
  }
}

async function dispatch(engine: Engine, invocation: Invocation, words: readonly string[]): Promise<number> {
  const global = parseFlags(globalFlags, words, { interspersed: false });
  const [absent] = global.notable;
  if (absent !== undefined) throw notSimulated(`docker compose --${absent.name}`);
  const [name, ...rest] = global.args;
  if (name === undefined || name === 'help') throw notSimulated('docker compose --help');
  if (name === 'version') return version(invocation, rest);
  const command = commands.find((each) => each.name === name);
  if (command === undefined)
    throw notSimulated(`docker compose ${name}`, [...commands.map((each) => each.name), 'version']);
  const { flags, args, notable } = parseFlags([...command.flags, ...flag.absent('h:help')], rest, {
    interspersed: command.stopsAtArgument !== true,
  });
  const [refused] = notable;
  if (refused !== undefined) throw notSimulated(`docker compose ${name} --${refused.name}`);
  if (args.length < command.least) {
    throw new V2Error(`requires at least ${command.least} arg(s), only received ${args.length}`);
  }
  if (args.length > command.most) {
    throw command.most === 0
      ? new V2Error(`unknown command ${JSON.stringify(args[0])} for "docker compose ${name}"`)
      : notSimulated(`docker compose ${name} ${args.join(' ')}`);
  }
  return command.run(await open(engine, invocation, { flags, args, name }, global.flags));
}

async function version({ stdout }: Invocation, words: readonly string[]): Promise<number> {
  const { flags, args } = parseFlags([flag.bool('short'), flag.text('format', 'f')], words);
  if (args.length > 0) throw new V2Error(`unknown command ${JSON.stringify(args[0])} for "docker compose version"`);
  const text = flags.on('short')
    ? v2Version
    : flags.value('format') === 'json'
      ? `{"version":"v${v2Version}"}`
      : `Docker Compose version v${v2Version}`;
  await stdout.write(`${text}\n`);
  return 0;
}

interface Typed {
  readonly name: string;
  readonly flags: Flags;
  readonly args: readonly string[];
}

/** Reads the files. Throws V2Error, and ExitError for mistakes in them: docker compose has other words for them than docker-compose. */
async function open(engine: Engine, invocation: Invocation, typed: Typed, global: Flags): Promise<V2Call> {
  const { cwd, env, stdout } = invocation;
  const mode = modeOf(invocation, global);
  const ansi = env['COMPOSE_ANSI'] ?? global.text('ansi');
  const hasColours = ansi === 'always' || (ansi === 'auto' && stdout.isTTY && (env['NO_COLOR'] ?? '') === '');
  // It looks at all projects.
  const loaded = typed.name === 'ls' ? undefined : await load(invocation, global);
  const named = global.text('project-name') || (loaded?.environment.get('COMPOSE_PROJECT_NAME') ?? '');
  const folder = loaded?.folder ?? cwd;
  const name = (named === '' ? basename(folder) : named)
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[_-]+/, '');
  if (named !== '' && named !== name) {
    throw new V2Error(
      `invalid project name ${JSON.stringify(named)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
    );
  }
  if (name === '') throw new V2Error("project name can't be empty. Use `--project-name` to set a valid name");
  const profiles = global.list('profile');
  const shellProfiles = loaded?.environment.get('COMPOSE_PROFILES') ?? '';
  const files = (loaded?.labels[label.configFiles] ?? '').split(',').map((file) => resolve(cwd, file));
  for (const file of loaded?.versioned ?? []) await warn(invocation, `${resolve(cwd, file)}: \`version\` is obsolete`);
  const nothing = () => Promise.resolve();
  const output = outputOf(nothing);
  const project = await createProject({
    ...{ name, output, config: loaded?.config ?? none },
    labels: { [label.workingDir]: folder, [label.configFiles]: files.join(',') },
    profiles: profiles.length > 0 ? profiles : shellProfiles === '' ? [] : shellProfiles.split(','),
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
    style: { separator: '-', version: v2Version },
  });
  return {
    ...{ engine, invocation, project, output, mode, hasColours, flags: typed.flags, args: typed.args },
    env: (variable) => loaded?.environment.get(variable),
    isOn: (variable, otherwise) => loaded?.environment.isOn(variable, otherwise) ?? false,
  };
}

const none = {
  ...{ version: 'spec' as const, shownVersion: '', services: [] },
  ...{ volumes: {}, networks: {}, secrets: {}, configs: {} },
};

async function load(invocation: Invocation, global: Flags): Promise<Loaded> {
  const { cwd, env } = invocation;
  const odd: string[] = [];
  const tell = (text: string) => {
    const name = /^The (\S+) variable is not set\. Defaulting to a blank string\.$/.exec(text)?.[1];
    if (name !== undefined) return warn(invocation, `The "${name}" variable is not set. Defaulting to a blank string.`);
    odd.push(text);
    return Promise.resolve();
  };
  const wish = { isSilent: false, interpolates: true, needsContexts: false };
  try {
    const loaded = await loadProjectConfig(invocation, asArguments(global), outputOf(tell), wish);
    if (odd.length > 0 || loaded.config.version === 'v1') throw notSimulated(message('subject/compose-mistake'));
    return loaded;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const missing = /^\.FileNotFoundError: .*: '(.*)'$/.exec(error.message)?.[1];
    if (missing !== undefined) throw new V2Error(`open ${resolve(cwd, missing)}: no such file or directory`, notFound);
    if (!error.message.includes("Can't find a suitable")) throw notSimulated(message('subject/compose-mistake'));
    const isNamed = global.text('project-name') !== '' || (env['COMPOSE_PROJECT_NAME'] ?? '') !== '';
    if (isNamed) throw notSimulated('docker compose --project-name');
    throw new V2Error('no configuration file provided: not found', notFound);
  }
}

/** The flags as the loader of files reads them. */
function asArguments(flags: Flags): DocArguments {
  const values = (name: string): readonly string[] => {
    const own = name.replace(/^--/, '');
    if (own === 'file' || own === 'env-file') return flags.list(own);
    return flags.given(own) ? [flags.text(own)] : [];
  };
  return { has: (name) => values(name).length > 0, value: (name) => values(name)[0], list: values, words: [] };
}

function outputOf(warn: (text: string) => Promise<void>): Output {
  const nothing = () => Promise.resolve();
  return {
    ...{ print: nothing, printNow: nothing, flush: nothing, info: nothing, error: nothing, raw: nothing, warn },
    parallel: { add: nothing, write: nothing },
    hasColours: false,
  };
}

/** Throws V2Error. */
function modeOf({ stderr, env }: Invocation, flags: Flags): ProgressMode {
  const ansi = env['COMPOSE_ANSI'] ?? flags.text('ansi');
  const wanted = flags.text('progress');
  const auto = stderr.isTTY && ansi !== 'never' ? 'tty' : 'plain';
  if (wanted === 'auto') return auto;
  if (wanted === 'none' || wanted === 'quiet') return 'quiet';
  if (wanted === 'tty' && ansi === 'never')
    throw new V2Error("can't use --progress tty while ANSI support is disabled");
  if (wanted === 'plain' && ansi === 'always') {
    throw new V2Error("can't use --progress plain while ANSI support is forced");
  }
  if (wanted === 'tty' || wanted === 'plain') return wanted === 'tty' && stderr.isTTY ? 'tty' : 'plain';
  throw new V2Error(`unsupported --progress value ${JSON.stringify(wanted)}`);
}
