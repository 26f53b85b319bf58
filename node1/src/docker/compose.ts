import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import { readData } from '../data.ts';
import { word } from '../messages/message.ts';
import { type Invocation, type Program, terminated } from '../program.ts';
import type { ComposeCommand } from './compose/command.ts';
import { build, pull, push } from './compose/commands/build.ts';
import { config } from './compose/commands/config.ts';
import { down, kill, pause, restart, rm, scale, start, stop, unpause } from './compose/commands/lifecycle.ts';
import { create, exec, run, top, up } from './compose/commands/run.ts';
import { events, images, logs, port, ps } from './compose/commands/show.ts';
import { type Loaded, loadProjectConfig } from './compose/config.ts';
import { ConfigError } from './compose/config/python.ts';
import { type DocArguments, type DocCommand, HelpWanted, parseDoc, readDoc, UsageError } from './compose/docopt.ts';
import { ComposeError, Exit } from './compose/errors.ts';
import { composeVersion } from './compose/labels.ts';
import { createOutput, type Output } from './compose/output.ts';
import { createProject } from './compose/project.ts';
import type { Engine } from './engine.ts';
import { DaemonError } from './engine/containers.ts';

const version = `docker-compose version ${composeVersion}, build unknown`;
const fullVersion = `${version}\ndocker-py version: 5.0.3\nCPython version: 3.11.2\nOpenSSL version: OpenSSL 3.0.22 25 Aug 2026`;

/** The commands that work on a project. Their help texts in `data/help/compose` say which options they have. */
const commands: ReadonlyMap<string, ComposeCommand> = new Map<string, ComposeCommand>([
  ...([
    ['build', build],
    ['create', create],
    ['down', down],
    ['events', events],
    ['exec', exec],
    ['images', images],
  ] as const),
  ...([
    ['kill', kill],
    ['logs', logs],
    ['pause', pause],
    ['port', port],
    ['ps', ps],
    ['pull', pull],
  ] as const),
  ...([
    ['push', push],
    ['restart', restart],
    ['rm', rm],
    ['run', run],
    ['scale', scale],
    ['start', start],
  ] as const),
  ...([
    ['stop', stop],
    ['top', top],
    ['unpause', unpause],
    ['up', up],
  ] as const),
]);

const others = ['config', 'help', 'version'];

/** What docker-compose itself does not warn of variables that are not set. */
const silent = new Set('events exec kill logs pause ps restart rm start stop top unpause'.split(' '));

/** The command `docker-compose` (1.29) on an engine. */
export function createCompose(engine: Engine): Program {
  return async (invocation) => {
    const state: { output: Output; command: string } = {
      output: createOutput(invocation, 'auto', 'INFO'),
      command: '',
    };
    try {
      return await dispatch(engine, invocation, state);
    } catch (error) {
      const { output } = state;
      if (error instanceof Exit) return error.exitCode;
      if (error instanceof ExitError && typeof error.text !== 'string') {
        // What the rehearsal says for itself is no error of docker-compose's.
        await output.raw(`${word(error.text, invocation.lang)}\n`);
        return error.exitCode;
      }
      const isOwn = error instanceof ComposeError || error instanceof ConfigError || error instanceof DaemonError;
      if (isOwn || error instanceof ExitError) {
        // 1.29.2 loses what goes wrong before `exec` begins.
        if (state.command !== 'exec') await output.error(error.message);
        return error instanceof ComposeError ? error.exitCode : 1;
      }
      if (!invocation.signal.aborted) throw error;
      // Nothing in Python ends it but the signal itself.
      if (invocation.signal.reason === terminated) return 143;
      await output.error('Aborting.');
      return 1;
    } finally {
      await state.output.flush();
    }
  };
}

async function dispatch(
  engine: Engine,
  invocation: Invocation,
  state: { output: Output; command: string },
): Promise<number> {
  const options = await parse(invocation, docOf('docker-compose'), invocation.args, { wrongCode: 1 });
  if (typeof options === 'number') return options;
  if (options.has('--version')) {
    await invocation.stdout.write(`${version}\n`);
    return 0;
  }
  const [command, ...words] = options.words;
  if (command === undefined) {
    await invocation.stderr.write(`${docOf('docker-compose').help}\n`);
    return 0;
  }
  state.command = command;
  const name = command.replaceAll('_', '-');
  if (!commands.has(name) && !others.includes(name)) throw new ComposeError(unknown(command));
  const args = await parse(invocation, docOf(name), words, { wrongCode: 0, isExec: name === 'exec' });
  if (typeof args === 'number') return args;
  state.output = await openOutput(invocation, options);
  const { output } = state;
  if (name === 'version') {
    await output.print(`${args.has('--short') ? composeVersion : fullVersion}\n`);
    return 0;
  }
  if (name === 'help') {
    const [subject = 'docker-compose'] = args.words;
    if (subject !== 'docker-compose' && !commands.has(subject) && !others.includes(subject)) {
      throw new ComposeError(unknown(subject));
    }
    await output.print(`${docOf(subject).help}\n`);
    return 0;
  }
  requireSimulated(options);
  const wish = {
    isSilent: silent.has(name),
    interpolates: !args.has('--no-interpolate'),
    needsContexts: !invocation.args.includes('pull') && !invocation.args.includes('--no-build'),
  };
  const loaded = await loadProjectConfig(invocation, options, output, wish);
  const open = () => openProject(engine, invocation, options, loaded, output);
  if (name === 'config') return config({ loaded, args, output, open });
  const runner = commands.get(name);
  if (runner === undefined) return 1;
  const code = await runner({ ...(await open()), args });
  // Python's sys.exit comes by main(), which logs what it was given.
  if (code !== 0 && name !== 'exec' && !invocation.signal.aborted) await output.error(String(code));
  return code;
}

/** The arguments, or the exit code where they are none: docopt shows the help for every mistake. */
async function parse(
  { stdout, stderr }: Invocation,
  doc: DocCommand,
  argv: readonly string[],
  { wrongCode, isExec = false }: { readonly wrongCode: number; readonly isExec?: boolean },
): Promise<DocArguments | number> {
  try {
    return parseDoc(doc, argv);
  } catch (error) {
    if (error instanceof HelpWanted) {
      await stdout.write(`${doc.help}\n`);
      return 0;
    }
    if (!(error instanceof UsageError)) throw error;
    // What `exec` was given wrong, 1.29.2 does not say.
    if (!isExec) await stderr.write(`${doc.help}\n`);
    return wrongCode;
  }
}

function docOf(name: string): DocCommand {
  return readDoc(readData(`help/compose/${name}.txt`).trimEnd());
}

function unknown(command: string): string {
  const list = /^Commands:\n[^]*$/m.exec(docOf('docker-compose').help)?.[0] ?? '';
  return `No such command: ${command}\n\n${list}`;
}

async function openOutput(invocation: Invocation, options: DocArguments): Promise<Output> {
  const given = options.value('--ansi');
  const plain = createOutput(invocation, 'never', 'INFO');
  const fail = (text: string) => new ComposeError(text);
  if (given !== undefined && given !== 'never' && given !== 'always' && given !== 'auto') {
    throw fail(`Invalid value for --ansi: ${given}. Expected one of never, always, auto.`);
  }
  if (options.has('--no-ansi')) {
    if (given !== undefined) throw fail('--no-ansi and --ansi cannot be combined.');
    await plain.warn(
      '--no-ansi option is deprecated and will be removed in future versions. Use `--ansi never` instead.',
    );
  }
  const level = (options.value('--log-level') ?? 'INFO').toUpperCase();
  if (level !== 'INFO' && level !== 'WARNING' && level !== 'ERROR' && level !== 'CRITICAL') {
    if (level === 'DEBUG') throw notSimulated('docker-compose --log-level DEBUG');
    throw fail('Invalid value for --log-level. Expected one of DEBUG, INFO, WARNING, ERROR, CRITICAL.');
  }
  return createOutput(invocation, options.has('--no-ansi') ? 'never' : (given ?? 'auto'), level);
}

const absent = [
  '--context',
  '--verbose',
  '--host',
  '--tls',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
  '--tlsverify',
  '--skip-hostname-check',
];

/** Throws ExitError for an option that is not done here. */
function requireSimulated(options: DocArguments): void {
  const found = absent.find((name) => options.has(name));
  if (found !== undefined) throw notSimulated(`docker-compose ${found}`);
}

async function openProject(
  engine: Engine,
  invocation: Invocation,
  options: DocArguments,
  { config: files, environment, folder, labels }: Loaded,
  output: Output,
) {
  const given = options.value('--project-name') ?? '';
  const name = given !== '' ? given : (environment.get('COMPOSE_PROJECT_NAME') ?? '');
  const normal = (name === '' ? basename(folder) : name).toLowerCase().replace(/[^-_a-z0-9]/g, '');
  const profiles = options.list('--profile');
  const shellProfiles = environment.get('COMPOSE_PROFILES') ?? '';
  checkParallelLimit(environment.get('COMPOSE_PARALLEL_LIMIT') ?? '');
  const project = await createProject({
    name: normal === '' ? 'default' : normal,
    config: files,
    labels,
    profiles: profiles.length > 0 ? profiles : shellProfiles === '' ? [] : shellProfiles.split(','),
    output,
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  });
  return {
    ...{ engine, invocation, output, project },
    env: (variable: string) => environment.get(variable),
    isOn: (variable: string, otherwise?: boolean) => environment.isOn(variable, otherwise),
  };
}

/** Throws ComposeError. More at the same time than there is makes no difference here. */
function checkParallelLimit(text: string): void {
  if (text === '') return;
  if (!/^\s*[+-]?\d+\s*$/.test(text)) {
    throw new ComposeError(`COMPOSE_PARALLEL_LIMIT must be an integer (found: "${text}")`);
  }
  if (Number(text) <= 1) throw new ComposeError('COMPOSE_PARALLEL_LIMIT can not be less than 2');
}
