import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import { type Flag, flag, FlagError, parseFlags } from '../cli-kit/flags.ts';
import type { Language } from '../messages/codes.ts';
import { message, refusal, word } from '../messages/message.ts';
import type { Invocation, Program } from '../program.ts';
import { chooseServices, type ComposeCall, warningText } from './compose/call.ts';
import { formatConfig } from './compose/config.ts';
import { build, pull, push } from './compose/images.ts';
import { exec, restart, rm, start, stop } from './compose/lifecycle.ts';
import { readProject } from './compose/project.ts';
import { down, logs, ps, up } from './compose/services.ts';
import type { Engine } from './engine.ts';
import { DaemonError } from './engine/containers.ts';

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
  readonly flags: readonly Flag[];
  /** Its first argument is a service, the rest a command. */
  readonly isExec?: boolean;
}

const quiet = [flag.bool('quiet', 'q')] as const;
const timeout = [flag.text('timeout', 't')] as const;

const commands: ReadonlyMap<string, ComposeCommand> = new Map<string, ComposeCommand>([
  [
    'build',
    {
      run: zero(build),
      summary: 'Build or rebuild services',
      flags: [
        flag.bool('no-cache'),
        flag.bool('pull'),
        flag.bool('parallel'),
        flag.bool('force-rm'),
        ...quiet,
        ...flag.absent('build-arg='),
      ],
    },
  ],
  [
    'config',
    {
      run: zero((call) =>
        call.flags.given('services')
          ? call.out(call.project.services.map(({ name }) => `${name}\n`).join(''))
          : call.flags.given('quiet')
            ? Promise.resolve()
            : call.out(formatConfig(call.project)),
      ),
      summary: 'Validate and view the Compose file',
      flags: [
        ...quiet,
        flag.bool('services'),
        ...flag.absent('volumes', 'hash=', 'resolve-image-digests', 'no-interpolate'),
      ],
    },
  ],
  [
    'down',
    {
      run: zero(down),
      summary: 'Stop and remove resources',
      flags: [flag.bool('volumes', 'v'), flag.bool('remove-orphans'), ...timeout, ...flag.absent('rmi=')],
    },
  ],
  [
    'exec',
    {
      run: exec,
      summary: 'Execute a command in a running container',
      isExec: true,
      flags: [
        flag.bool('detach', 'd'),
        flag.bool('no-tty', 'T'),
        flag.list('env', 'e'),
        flag.text('workdir', 'w'),
        ...flag.absent('u:user=', 'privileged', 'index='),
      ],
    },
  ],
  [
    'logs',
    {
      run: logs,
      summary: 'View output from containers',
      flags: [
        flag.bool('follow', 'f'),
        flag.bool('timestamps', 't'),
        flag.text('tail'),
        flag.bool('no-color'),
        ...flag.absent('no-log-prefix'),
      ],
    },
  ],
  [
    'ps',
    {
      run: zero(ps),
      summary: 'List containers',
      flags: [flag.bool('all', 'a'), ...quiet, flag.bool('services'), ...flag.absent('filter=')],
    },
  ],
  [
    'pull',
    { run: zero(pull), summary: 'Pull service images', flags: [...quiet, ...flag.absent('ignore-pull-failures')] },
  ],
  ['push', { run: zero(push), summary: 'Push service images', flags: flag.absent('ignore-push-failures') }],
  ['restart', { run: zero(restart), summary: 'Restart services', flags: timeout }],
  [
    'rm',
    {
      run: zero(rm),
      summary: 'Remove stopped containers',
      flags: [flag.bool('force', 'f'), flag.bool('stop', 's'), flag.bool('v', 'v')],
    },
  ],
  ['start', { run: zero(start), summary: 'Start services', flags: [] }],
  ['stop', { run: zero(stop), summary: 'Stop services', flags: timeout }],
  [
    'up',
    {
      run: up,
      summary: 'Create and start containers',
      flags: [
        flag.bool('detach', 'd'),
        flag.bool('build'),
        flag.bool('no-color'),
        flag.bool('remove-orphans'),
        ...timeout,
        ...flag.absent('scale=', 'force-recreate', 'no-recreate', 'no-build', 'no-start', 'no-deps', 'quiet-pull'),
        ...flag.absent('abort-on-container-exit', 'exit-code-from=', 'always-recreate-deps', 'V:renew-anon-volumes'),
      ],
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
      if (error instanceof ExitError || error instanceof DaemonError) {
        // Without a terminal, docker-compose 1.29 leaves out the words ERROR and WARNING.
        const text = error instanceof ExitError ? word(error.text, invocation.lang) : error.message;
        // What the rehearsal says for itself is no error of docker-compose's.
        const isOwn = error instanceof ExitError && typeof error.text !== 'string';
        await remark(isOwn || !invocation.stderr.isTTY ? `${text}\n` : `\x1b[31mERROR\x1b[0m: ${text}\n`);
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
    await out(rootHelp(invocation.lang));
    return command === undefined ? 1 : 0;
  }
  const known = commands.get(command);
  if (known === undefined) {
    await remark(unknown(command, invocation.lang));
    return 1;
  }
  if (words[0] === '--help' || words[0] === '-h') {
    await out(helpOf(command, known, invocation.lang));
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

/** Parts the words of a command. Throws ExitError for a flag that the rehearsal does not know. */
function parseWords(command: string, { flags, isExec }: ComposeCommand, words: readonly string[]) {
  try {
    const parsed = parseFlags(flags, words, { interspersed: isExec !== true });
    const [absent] = parsed.notable;
    if (absent === undefined) return parsed;
    const known = flags.filter((each) => each.absent !== true).map(({ name }) => `--${name}`);
    throw notSimulated(`docker-compose ${command} --${absent.name}`, known);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw new ExitError(message('refusal/compose-flags', { command, problem: error.message }));
  }
}

function helpOf(command: string, { summary, flags, isExec }: ComposeCommand, lang: Language | undefined): string {
  const lines = flags
    .filter(({ absent }) => absent !== true)
    .map(({ name, short, type }) => {
      const letter = short === undefined ? '    ' : `-${short}, `;
      return `    ${letter}--${name}${type === 'bool' ? '' : ' VALUE'}\n`;
    });
  const words = isExec === true ? 'SERVICE COMMAND [ARGS...]' : '[SERVICE...]';
  const list = lines.length === 0 ? '' : `\n${word(message('help/known-options'), lang)}\n${lines.join('')}`;
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
      if (file !== undefined) throw notSimulated(message('subject/several-compose-files'));
      file = inline ?? args[++index];
    } else if (flag === '-p' || flag === '--project-name') name = inline ?? args[++index];
    else break;
  }
  return { file, name, command: args[index], words: args.slice(index + 1) };
}

const real = 'create events images kill pause port run scale top unpause'.split(' ');

function unknown(command: string, lang: Language | undefined): string {
  if (!real.includes(command)) return `No such command: ${command}\n\n${rootHelp(lang)}`;
  return `${word(refusal(`docker-compose ${command}`, [...commands.keys(), 'version']), lang)}\n`;
}

function rootHelp(lang: Language | undefined): string {
  return `Define and run multi-container applications with Docker.

Usage:
  docker-compose [-f <arg>] [options] [COMMAND] [ARGS...]
  docker-compose -h|--help

Options:
  -f, --file FILE             Specify an alternate compose file
                              (default: docker-compose.yml)
  -p, --project-name NAME     Specify an alternate project name
                              (default: directory name)
  -v, --version               Print version and exit

${word(message('help/known-commands'), lang)}
${[...commands].map(([name, { summary }]) => `  ${name.padEnd(18)} ${summary}\n`).join('')}  version            Show version information and quit
`;
}
