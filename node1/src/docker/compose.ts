import type { Invocation, Program } from '../program.ts';
import { AbsentFlagError, absentFlags, FlagError, parseFlags, type FlagSpecs } from './cli/flags.ts';
import { chooseServices, warningText, type ComposeCall } from './compose/call.ts';
import { formatConfig } from './compose/config.ts';
import { build, pull, push } from './compose/images.ts';
import { ComposeError, readProject } from './compose/project.ts';
import { exec, restart, rm, start, stop } from './compose/lifecycle.ts';
import { down, logs, ps, up } from './compose/services.ts';
import { DaemonError } from './engine/containers.ts';
import type { Engine } from './engine.ts';

const version = 'docker-compose version 1.29.2, build unknown';

type ComposeRunner = (call: ComposeCall) => Promise<number>;
function zero(run: (call: ComposeCall) => Promise<void>): ComposeRunner {
  return async (call) => {
    await run(call);
    return 0;
  };
}

interface ComposeCommand {
  readonly run: ComposeRunner;
  /** What its help says. */
  readonly summary: string;
  readonly flags: FlagSpecs;
  /** Its first argument is a service, the rest a command. */
  readonly isExec?: boolean;
}

const yes = { kind: 'boolean' } as const;
const quiet = { quiet: { letter: 'q', kind: 'boolean' } } as const;
const timeout = { timeout: { letter: 't', kind: 'value' } } as const;

const commands: ReadonlyMap<string, ComposeCommand> = new Map<string, ComposeCommand>([
  [
    'build',
    {
      run: zero(build),
      summary: 'Build or rebuild services',
      flags: { 'no-cache': yes, pull: yes, parallel: yes, 'force-rm': yes, ...quiet, ...absentFlags('build-arg=') },
    },
  ],
  [
    'config',
    {
      run: zero((call) =>
        call.flags.has('services')
          ? call.out(call.project.services.map(({ name }) => `${name}\n`).join(''))
          : call.flags.has('quiet')
            ? Promise.resolve()
            : call.out(formatConfig(call.project)),
      ),
      summary: 'Validate and view the Compose file',
      flags: { ...quiet, services: yes, ...absentFlags('volumes', 'hash=', 'resolve-image-digests', 'no-interpolate') },
    },
  ],
  [
    'down',
    {
      run: zero(down),
      summary: 'Stop and remove resources',
      flags: { volumes: { letter: 'v', kind: 'boolean' }, 'remove-orphans': yes, ...timeout, ...absentFlags('rmi=') },
    },
  ],
  [
    'exec',
    {
      run: exec,
      summary: 'Execute a command in a running container',
      isExec: true,
      flags: {
        detach: { letter: 'd', kind: 'boolean' },
        'no-tty': { letter: 'T', kind: 'boolean' },
        env: { letter: 'e', kind: 'list' },
        workdir: { letter: 'w', kind: 'value' },
        ...absentFlags('u:user=', 'privileged', 'index='),
      },
    },
  ],
  [
    'logs',
    {
      run: logs,
      summary: 'View output from containers',
      flags: {
        follow: { letter: 'f', kind: 'boolean' },
        timestamps: { letter: 't', kind: 'boolean' },
        tail: { kind: 'value' },
        'no-color': yes,
        ...absentFlags('no-log-prefix'),
      },
    },
  ],
  [
    'ps',
    {
      run: zero(ps),
      summary: 'List containers',
      flags: { all: { letter: 'a', kind: 'boolean' }, ...quiet, services: yes, ...absentFlags('filter=') },
    },
  ],
  [
    'pull',
    { run: zero(pull), summary: 'Pull service images', flags: { ...quiet, ...absentFlags('ignore-pull-failures') } },
  ],
  ['push', { run: zero(push), summary: 'Push service images', flags: absentFlags('ignore-push-failures') }],
  ['restart', { run: zero(restart), summary: 'Restart services', flags: timeout }],
  [
    'rm',
    {
      run: zero(rm),
      summary: 'Remove stopped containers',
      flags: {
        force: { letter: 'f', kind: 'boolean' },
        stop: { letter: 's', kind: 'boolean' },
        v: { letter: 'v', kind: 'boolean' },
      },
    },
  ],
  ['start', { run: zero(start), summary: 'Start services', flags: {} }],
  ['stop', { run: zero(stop), summary: 'Stop services', flags: timeout }],
  [
    'up',
    {
      run: up,
      summary: 'Create and start containers',
      flags: {
        detach: { letter: 'd', kind: 'boolean' },
        build: yes,
        'no-color': yes,
        'remove-orphans': yes,
        ...timeout,
        ...absentFlags('scale=', 'force-recreate', 'no-recreate', 'no-build', 'no-start', 'no-deps', 'quiet-pull'),
        ...absentFlags('abort-on-container-exit', 'exit-code-from=', 'always-recreate-deps', 'V:renew-anon-volumes'),
      },
    },
  ],
]);

/** The command `docker-compose` (1.29) on an engine. */
export function createCompose(engine: Engine): Program {
  return async (invocation) => {
    const remark = (text: string) => invocation.stderr.write(text);
    try {
      return await dispatch(engine, invocation);
    } catch (error) {
      if (error instanceof ComposeError || error instanceof DaemonError) {
        // Without a terminal, docker-compose 1.29 leaves out the words ERROR and WARNING.
        const isBare = error.message.startsWith('rehearsal: ') || !invocation.stderr.isTTY;
        await remark(isBare ? `${error.message}\n` : `\x1b[31mERROR\x1b[0m: ${error.message}\n`);
        return 1;
      }
      if (invocation.signal.aborted) {
        await remark(invocation.stderr.isTTY ? '\x1b[31mERROR\x1b[0m: Aborting.\n' : 'Aborting.\n');
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
    await out(`${version}\n`);
    return 0;
  }
  if (command === 'version') {
    await out(`${version}\ndocker-py version: 5.0.3\nCPython version: 3.11.2\n`);
    return 0;
  }
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    await out(help);
    return command === undefined ? 1 : 0;
  }
  const known = commands.get(command);
  if (known === undefined) {
    await remark(unknown(command));
    return 1;
  }
  if (words[0] === '--help' || words[0] === '-h') {
    await out(helpOf(command, known));
    return 0;
  }
  const { flags, args } = parseWords(command, known, words);
  const project = await readProject(invocation.cwd, invocation.env, file, name);
  for (const warning of project.warnings) await remark(warningText(invocation, warning));
  const names = known.isExec === true ? args.slice(0, 1) : args;
  const rest = known.isExec === true ? args.slice(1) : [];
  const services = chooseServices(project, names);
  return known.run({
    ...{ engine, project, invocation, services, flags, out, remark },
    isNamed: names.length > 0,
    words: rest,
  });
}

/** Parts the words of a command. Throws ComposeError for a flag that the rehearsal does not know. */
function parseWords(command: string, { flags, isExec }: ComposeCommand, words: readonly string[]) {
  try {
    return parseFlags(words, flags, isExec);
  } catch (error) {
    if (!(error instanceof FlagError) && !(error instanceof AbsentFlagError)) throw error;
    const list = Object.entries(flags).filter(([, { isAbsent }]) => isAbsent !== true);
    throw new ComposeError(
      error instanceof AbsentFlagError
        ? `rehearsal: docker-compose ${command} ${error.message} is not simulated; use a real cluster\nrehearsal: it knows: ${list.map(([name]) => `--${name}`).join(' ')}`
        : `rehearsal: docker-compose ${command}: ${error.message}; see docker-compose ${command} --help`,
    );
  }
}

function helpOf(command: string, { summary, flags, isExec }: ComposeCommand): string {
  const lines = Object.entries(flags)
    .filter(([, { isAbsent }]) => isAbsent !== true)
    .map(([name, { letter, kind }]) => {
      const short = letter === undefined ? '    ' : `-${letter}, `;
      return `    ${short}--${name}${kind === 'boolean' ? '' : ' VALUE'}\n`;
    });
  const words = isExec === true ? 'SERVICE COMMAND [ARGS...]' : '[SERVICE...]';
  const list = lines.length === 0 ? '' : `\nOptions (those that the rehearsal knows):\n${lines.join('')}`;
  return `${summary}.\n\nUsage: ${command} [options] ${words}\n${list}`;
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

const real = 'create events images kill pause port run scale top unpause'.split(' ');

function unknown(command: string): string {
  if (!real.includes(command)) return `No such command: ${command}\n\n${help}`;
  const list = [...commands.keys()].join(' ');
  return `rehearsal: docker-compose ${command} is not simulated; use a real cluster\nrehearsal: it knows: ${list} version\n`;
}

const help = `Define and run multi-container applications with Docker.

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
${[...commands].map(([name, { summary }]) => `  ${name.padEnd(18)} ${summary}\n`).join('')}  version            Show version information and quit
`;
