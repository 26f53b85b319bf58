import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import { type Flag, FlagError, type ParsedFlags, parseFlags } from '../cli-kit/flags.ts';
import type { Cluster } from '../cluster.ts';
import { message, word } from '../messages/message.ts';
import { type Invocation, type Program, signalCode } from '../program.ts';
import { clusterFor, userOfConnection } from './authorized.ts';
import type { KubectlCall, KubectlCommand } from './command.ts';
import { missingWarning } from './command/config.ts';
import { rootCommand } from './command-tree.ts';
import { errorText } from './errors.ts';
import { findCommand } from './find-command.ts';
import { globalFlags } from './global-flags.ts';
import { helpFor, realFlags } from './help.ts';
import { connectionOf, requireServer } from './kubeconfig/connection.ts';
import { type ConfigReader, createConfigReader, filesOf, loadConfig } from './kubeconfig/kubeconfig.ts';
import { TemplateFailure } from './print/go-template.ts';
import { requestTimeout } from './request-timeout.ts';
import { type KubernetesVersion, type Texts, textsOf } from './texts.ts';

/** kubectl 1.20.2 as far as the rehearsal knows it; everything it shows and changes is in the cluster's store. */
export function createKubectl(cluster: Cluster, kubernetes?: KubernetesVersion): Program {
  const texts = textsOf(kubernetes);
  const configs = createConfigReader();
  return async (invocation) => {
    try {
      return await dispatch(cluster, invocation, configs, texts);
    } catch (error) {
      if (error instanceof TemplateFailure) await invocation.stdout.write(error.printed);
      const text = word(errorText(error), invocation.lang);
      await invocation.stderr.write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
      return error instanceof ExitError ? error.exitCode : 1;
    }
  };
}

async function dispatch(
  cluster: Cluster,
  invocation: Invocation,
  configs: ConfigReader,
  texts: Texts,
): Promise<number> {
  // `kubectl help get` is `kubectl get --help`.
  const [first, ...rest] = invocation.args;
  const topics = first === 'help' ? rest.filter((each) => !each.startsWith('-')) : [];
  if (
    topics[0] !== undefined &&
    rootCommand.commands?.some((each) => each.name === topics[0] || each.aliases?.includes(topics[0] ?? '')) !== true
  ) {
    const usage = helpFor('').replace(/^.*?(?=Basic Commands)/s, '');
    await invocation.stderr.write(
      `Unknown help topic [${topics.map((each) => `\`${each}\``).join(' ')}]\n\n\n${usage}`,
    );
    return 0;
  }
  const { command, path, args } = findCommand(first === 'help' ? [...rest, '--help'] : invocation.args);
  const title = path.join(' ');
  const parsed = parse([...command.flags, ...globalFlags], args, title);
  if (parsed.flags.on('help') || (command.run === undefined && command === rootCommand && parsed.args.length === 0)) {
    // `options` hides its own help.
    if (command.name !== 'options') await invocation.stdout.write(helpFor(title));
    return 0;
  }
  if (command.absent === true) throw notSimulated(`kubectl ${title}`, simulated());
  const missing = (command.required ?? []).filter((name) => !parsed.flags.given(name));
  if (missing.length > 0)
    throw new ExitError(`Error: required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
  if (command.run === undefined) return await group(title, parsed, invocation);
  for (const { name, absent, deprecated } of parsed.notable) {
    if (absent === true) throw notSimulated(`kubectl ${title} --${name}`);
    await invocation.stderr.write(`Flag --${name} has been deprecated, ${deprecated ?? ''}\n`);
  }
  const verbosity = parsed.flags.number('v');
  if (verbosity > 3) throw notSimulated(`kubectl -v=${verbosity}`);
  const { flags } = parsed;
  const connection = command.local === true ? undefined : await connect(invocation, configs, parsed);
  requestTimeout(flags);
  const call: KubectlCall = {
    cluster: clusterOf(cluster, command, connection),
    invocation,
    command: title,
    args: parsed.args,
    dash: parsed.dash,
    flags,
    configs,
    connection,
    namespace: connection?.namespace ?? (flags.text('namespace') || 'default'),
    printed: { count: 0 },
    texts,
    out: (text) => invocation.stdout.write(text),
    err: (text) => invocation.stderr.write(text),
  };
  try {
    return await command.run(call);
  } catch (error) {
    // A signal ends what waits; like a process that is ended by it, the command says nothing more.
    if (!invocation.signal.aborted || error instanceof ExitError) throw error;
    return command.interrupted ?? signalCode(invocation.signal);
  }
}

/** Commands that reach a container, or the API itself: what others may do there is not told apart. */
const privileged = new Set(['logs', 'exec', 'attach', 'port-forward', 'cp', 'proxy', 'run', 'drain', 'debug']);

/** The cluster as the user of a connection may see it. Throws ApiError, ExitError. */
function clusterOf(cluster: Cluster, command: KubectlCommand, connection: KubectlCall['connection']): Cluster {
  if (connection === undefined || command.asksForOthers === true) return cluster;
  if (connection.user === undefined && connection.as === '') return cluster;
  if (privileged.has(command.name)) throw notSimulated(message('subject/other-user'));
  const certificate = ['client-certificate', 'client-certificate-data', 'username', 'exec', 'auth-provider'];
  if (certificate.some((key) => connection.user?.[key] !== undefined))
    throw notSimulated(message('subject/other-user'));
  return clusterFor(cluster, userOfConnection(cluster.store, connection));
}

/** Who asks, and where. Throws ExitError where no server would answer. */
async function connect(
  invocation: Invocation,
  configs: ConfigReader,
  { flags }: ParsedFlags,
): Promise<KubectlCall['connection']> {
  const files = filesOf(flags.text('kubeconfig'), invocation.env, invocation.cwd);
  const config = loadConfig(configs, files);
  if (config.missing && invocation.env['KUBECONFIG']) await invocation.stderr.write(missingWarning(files.typed));
  const connection = connectionOf(config, flags);
  requireServer(connection);
  return connection;
}

/** Groups whose help, shown in place of a command, goes to stdout. */
const toStdout = new Set(['rollout', 'alpha', 'certificate']);

/** `rollout`, `set`, `create service`: a command that only has commands below it. */
async function group(title: string, { args }: ParsedFlags, { stdout, stderr }: Invocation): Promise<number> {
  if (args.length > 0 && title !== 'alpha')
    throw new ExitError(
      `error: unknown command ${JSON.stringify(args.join(' '))}\nSee 'kubectl ${title} -h' for help and examples`,
    );
  await (toStdout.has(title) ? stdout : stderr).write(helpFor(title));
  return title === 'alpha' || title === 'certificate' ? 0 : 1;
}

/** Takes the flags apart. One that only the real command has is refused, one that no kubectl has is a mistake. Throws ExitError. */
function parse(specs: readonly Flag[], args: readonly string[], title: string): ParsedFlags {
  try {
    return parseFlags(specs, args, { underscores: true });
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const known = error.message.startsWith('unknown') ? parseReal(specs, args, title) : undefined;
    if (known !== undefined) return known;
    throw new ExitError(`Error: ${error.message}\nSee '${`kubectl ${title}`.trim()} --help' for usage.`);
  }
}

function parseReal(specs: readonly Flag[], args: readonly string[], title: string): ParsedFlags | undefined {
  try {
    return parseFlags([...specs, ...realFlags(title)], args, { underscores: true });
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return undefined;
  }
}

function simulated(): readonly string[] {
  return (rootCommand.commands ?? []).filter(({ absent }) => absent !== true).map(({ name }) => name);
}
