import type { Invocation, Program } from '../program.ts';
import { chooseServices, type ComposeCall } from './compose/call.ts';
import { formatConfig } from './compose/config.ts';
import { build, pull, push } from './compose/images.ts';
import { ComposeError, readProject } from './compose/project.ts';
import { down, logs, ps, up } from './compose/services.ts';
import { DaemonError } from './engine/containers.ts';
import type { Engine } from './engine.ts';

const VERSION = 'docker-compose version 1.29.2, build unknown';

type Run = (call: ComposeCall) => Promise<number>;
const zero =
  (run: (call: ComposeCall) => Promise<void>): Run =>
  async (call) => {
    await run(call);
    return 0;
  };

const commands: ReadonlyMap<string, { readonly run: Run; readonly options: readonly string[] }> = new Map([
  ['build', { run: zero(build), options: ['--no-cache', '--pull', '--parallel', '-q', '--quiet'] }],
  ['config', { run: zero((call) => call.out(formatConfig(call.project))), options: ['-q', '--quiet'] }],
  ['down', { run: zero(down), options: ['-v', '--volumes', '--remove-orphans'] }],
  ['logs', { run: logs, options: ['-f', '--follow', '--no-color'] }],
  ['ps', { run: zero(ps), options: ['-a', '--all'] }],
  ['pull', { run: zero(pull), options: ['-q', '--quiet'] }],
  ['push', { run: zero(push), options: [] }],
  ['up', { run: up, options: ['-d', '--detach', '--build', '--no-color'] }],
]);

/** The command `docker-compose` (1.29) on an engine. */
export function createCompose(engine: Engine): Program {
  return async (invocation) => {
    const remark = (text: string) => invocation.stderr.write(text);
    try {
      return await dispatch(engine, invocation);
    } catch (error) {
      if (error instanceof ComposeError || error instanceof DaemonError) {
        const word = invocation.stderr.isTTY ? '\x1b[31mERROR\x1b[0m' : 'ERROR';
        await remark(error.message.startsWith('rehearsal: ') ? `${error.message}\n` : `${word}: ${error.message}\n`);
        return 1;
      }
      if (invocation.signal.aborted) {
        await remark('ERROR: Aborting.\n');
        return 1;
      }
      throw error;
    }
  };
}

async function dispatch(engine: Engine, invocation: Invocation): Promise<number> {
  const { file, name, command, words } = parseGlobal(invocation.args);
  const out = (text: string) => invocation.stdout.write(text);
  const remark = (text: string) => invocation.stderr.write(text);
  if (command === '--version' || command === '-v') {
    await out(`${VERSION}\n`);
    return 0;
  }
  if (command === 'version') {
    await out(`${VERSION}\ndocker-py version: 5.0.3\nCPython version: 3.11.2\n`);
    return 0;
  }
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    await out(HELP);
    return command === undefined ? 1 : 0;
  }
  const known = commands.get(command);
  if (known === undefined) {
    await remark(unknown(command));
    return 1;
  }
  const options = words.filter((word) => word.startsWith('-'));
  const refused = options.find((option) => !known.options.includes(option));
  if (refused !== undefined) {
    throw new ComposeError(`rehearsal: docker-compose ${command} ${refused} is not simulated; use a real cluster`);
  }
  const project = await readProject(invocation.cwd, invocation.env, file, name);
  for (const warning of project.warnings) await remark(`WARNING: ${warning}\n`);
  const names = words.filter((word) => !word.startsWith('-'));
  const services = chooseServices(project, names);
  return known.run({
    engine,
    project,
    invocation,
    services,
    isNamed: names.length > 0,
    options: new Set(options),
    out,
    remark,
  });
}

interface Global {
  readonly file: string | undefined;
  readonly name: string | undefined;
  readonly command: string | undefined;
  readonly words: readonly string[];
}

function parseGlobal(args: readonly string[]): Global {
  let file: string | undefined;
  let name: string | undefined;
  let index = 0;
  for (; index < args.length; index++) {
    const [flag = '', inline] = (args[index] ?? '').split(/=(.*)/s);
    if (flag === '-f' || flag === '--file') {
      if (file !== undefined)
        throw new ComposeError('rehearsal: several compose files are not simulated; use a real cluster');
      file = inline ?? args[++index];
    } else if (flag === '-p' || flag === '--project-name') name = inline ?? args[++index];
    else break;
  }
  return { file, name, command: args[index], words: args.slice(index + 1) };
}

const REAL = 'create events exec images kill pause port restart rm run scale start stop top unpause'.split(' ');

function unknown(command: string): string {
  if (!REAL.includes(command)) return `No such command: ${command}\n\n${HELP}`;
  const list = [...commands.keys()].join(' ');
  return `rehearsal: docker-compose ${command} is not simulated; use a real cluster\nrehearsal: it knows: ${list} version\n`;
}

const HELP = `Define and run multi-container applications with Docker.

Usage:
  docker-compose [-f <arg>] [options] [COMMAND] [ARGS...]
  docker-compose -h|--help

Options:
  -f, --file FILE             Specify an alternate compose file
                              (default: docker-compose.yml)
  -p, --project-name NAME     Specify an alternate project name
                              (default: directory name)
  -v, --version               Print version and exit

Commands (those that the rehearsal knows):
  build              Build or rebuild services
  config             Validate and view the Compose file
  down               Stop and remove resources
  logs               View output from containers
  ps                 List containers
  pull               Pull service images
  push               Push service images
  up                 Create and start containers
  version            Show version information and quit
`;
