import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { runCommand } from '../../cli/dispatch.ts';
import { exec as dockerExec } from '../../cli/exec.ts';
import { lifecycleCommands } from '../../cli/lifecycle.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import type { ComposeCall } from '../command.ts';
import { splitKeyValue, toEntries } from '../config/entries.ts';
import { parseVolume } from '../config/mounts.ts';
import { commandVariables } from '../container-options.ts';
import { startContainer } from '../containers.ts';
import { isRunning, type Strategy } from '../converge.ts';
import { ComposeError, Exit, ImageNotFound } from '../errors.ts';
import { isOneOff, serviceOf } from '../labels.ts';
import { showLogs } from '../logs.ts';
import { chooseServices, containersOf, findService, projectContainers, type Service } from '../project.ts';
import { bringUp, type UpOptions } from '../up.ts';
import { isNative } from './build.ts';
import { killServices, numbered, parseScales, saysYes, stopProject, timeoutOf } from './lifecycle.ts';

/** `docker-compose up` */
export async function up(call: ComposeCall): Promise<number> {
  const { args, output, invocation, engine } = call;
  const names = args.words;
  const exitFrom = args.value('--exit-code-from');
  if (exitFrom !== undefined && !args.has('--abort-on-container-exit')) {
    await output.warn('using --exit-code-from implies --abort-on-container-exit');
  }
  if (exitFrom !== undefined && !chooseServices(call.project, []).some(({ name }) => name === exitFrom)) {
    await output.error(`No service named "${exitFrom}" was found in your compose file.`);
    return 2;
  }
  const cascades = args.has('--abort-on-container-exit') || exitFrom !== undefined;
  const timeout = timeoutOf(call);
  const [isDetached, startsNot] = [args.has('--detach'), args.has('--no-start')];
  if (isDetached && (cascades || args.has('--attach-dependencies'))) {
    throw new ComposeError('-d cannot be combined with --abort-on-container-exit or --attach-dependencies.');
  }
  const ignoresOrphans = call.isOn('COMPOSE_IGNORE_ORPHANS');
  if (ignoresOrphans && args.has('--remove-orphans')) {
    throw new ComposeError('COMPOSE_IGNORE_ORPHANS and --remove-orphans cannot be combined.');
  }
  for (const flag of ['--detach', '--abort-on-container-exit', '--exit-code-from', '--attach-dependencies']) {
    const isGiven = args.has(flag) || (flag === '--abort-on-container-exit' && cascades);
    if (isGiven && startsNot) throw new ComposeError(`--no-start and ${flag} cannot be combined.`);
  }
  const options: UpOptions = {
    ...{ names, timeout, ignoresOrphans, starts: !startsNot, rescales: true, oneOff: [] },
    withNeeds: !args.has('--no-deps'),
    strategy: strategyOf(call),
    images: { isNative: isNative(call, true), isQuiet: args.has('--quiet-pull'), ...buildWish(call) },
    removesOrphans: args.has('--remove-orphans'),
    recreatesNeeds: args.has('--always-recreate-deps'),
    renews: args.has('--renew-anon-volumes'),
    scales: parseScales(args.list('--scale')),
  };
  const before = saidBefore(call);
  const containers = await bringUpOrAsk(call, options);
  if (isDetached || startsNot) return 0;
  const attached = containers.filter(
    (container) => names.length === 0 || args.has('--attach-dependencies') || names.includes(serviceOf(container)),
  );
  const shown = attached.filter(({ options: { isMute } }) => isMute !== true);
  let first: DockerContainer | undefined;
  await output.print(`Attaching to ${shown.map(({ name }) => name).join(', ')}\n`);
  await showLogs(call, shown, {
    ...{ follows: true, hasTimes: false, tail: Infinity, signal: invocation.signal, before },
    hasColours: output.hasColours && !args.has('--no-color'),
    hasPrefix: !args.has('--no-log-prefix'),
    ...(cascades && {
      endsWithFirst: (container: DockerContainer) => {
        first ??= container;
      },
    }),
  });
  if (invocation.signal.aborted) {
    await output.print('Gracefully stopping... (press Ctrl+C again to force)\n');
    return stopUnlessForced(call, names, timeout);
  }
  if (!cascades) return 0;
  await output.print('Aborting on container exit...\n');
  const code = first !== undefined && !isRunning(first) ? first.exitCode : 0;
  await stopProject(call, { services: names }, timeout);
  if (exitFrom === undefined) return code;
  const candidates = attached.filter((container) => serviceOf(container) === exitFrom);
  const [only] = candidates;
  if (only === undefined) {
    await output.error(`No containers matching the spec "${exitFrom}" were run.`);
    return 2;
  }
  await engine.containers.ended(only);
  return candidates.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
}

/** Stops what `up` started; a second ^C kills it, and is exit code 2. */
async function stopUnlessForced(
  call: ComposeCall,
  services: readonly string[],
  timeout: number | undefined,
): Promise<number> {
  const forced = new Promise<'forced'>((resolve) => {
    call.invocation.onForce?.(() => {
      resolve('forced');
    });
  });
  const stopped = stopProject(call, { services }, timeout);
  if ((await Promise.race([stopped, forced])) !== 'forced') return 0;
  stopped.catch(() => undefined);
  await killServices(call, services);
  await call.output.error('2');
  return 2;
}

/** How many lines those have said that do not run: `up` starts them, and shows what comes then. */
function saidBefore({ engine, project }: ComposeCall): ReadonlyMap<string, number> {
  const stopped = projectContainers(engine, project, { stopped: true }).filter((container) => !isRunning(container));
  return new Map(stopped.map(({ id, process }) => [id, process ? process.log.dropped + process.log.lines.length : 0]));
}

async function bringUpOrAsk(call: ComposeCall, options: UpOptions): Promise<readonly DockerContainer[]> {
  try {
    return await bringUp(call, options);
  } catch (error) {
    if (!(error instanceof ImageNotFound)) throw error;
    await call.output.error(
      "The image for the service you're trying to recreate has been removed. If you continue, volume data could be lost. Consider backing up your data before continuing.\n",
    );
    await call.output.printNow('Continue with the new image? [yN]');
    if (await saysYes(call.invocation.stdin)) return bringUp(call, options);
    throw error;
  }
}

function strategyOf({ args }: ComposeCall): Strategy {
  const [forces, keeps] = [args.has('--force-recreate'), args.has('--no-recreate')];
  if (forces && keeps) throw new ComposeError('--force-recreate and --no-recreate cannot be combined.');
  if (keeps && args.has('--renew-anon-volumes')) {
    throw new ComposeError('--no-recreate and --renew-anon-volumes cannot be combined.');
  }
  return forces || args.has('--renew-anon-volumes') ? 'always' : keeps ? 'never' : 'changed';
}

function buildWish({ args }: ComposeCall): { readonly build?: 'force' | 'skip' } {
  if (args.has('--build') && args.has('--no-build')) {
    throw new ComposeError('--build and --no-build can not be combined.');
  }
  return args.has('--build') ? { build: 'force' } : args.has('--no-build') ? { build: 'skip' } : {};
}

/** `docker-compose create` */
export async function create(call: ComposeCall): Promise<number> {
  await call.output.warn('The create command is deprecated. Use the up command with the --no-start flag instead.');
  const { makeWithoutNetworks } = await import('../create.ts');
  await makeWithoutNetworks(call, { strategy: strategyOf(call), images: { isNative: false, ...buildWish(call) } });
  return 0;
}

/** `docker-compose run` */
export async function run(call: ComposeCall): Promise<number> {
  const { args, output, engine } = call;
  const [name = '', ...words] = args.words;
  const service = findService(call.project, name);
  if (args.list('--publish').length > 0 && args.has('--service-ports')) {
    throw new ComposeError('Service port mapping and manual port mapping can not be used together');
  }
  if (call.isOn('COMPOSE_INTERACTIVE_NO_CLI')) throw notSimulated('COMPOSE_INTERACTIVE_NO_CLI=1');
  const isDetached = args.has('--detach');
  const containers = await bringUp(call, {
    ...{
      names: [name],
      timeout: undefined,
      ignoresOrphans: false,
      removesOrphans: false,
      starts: true,
      rescales: false,
    },
    withNeeds: !args.has('--no-deps'),
    strategy: 'never',
    images: { isNative: isNative(call, false) },
    ...{ recreatesNeeds: false, renews: false, scales: new Map(), oneOff: [name] },
    overrides: overridesOf(call, service, words),
  });
  const container = containers.find((each) => serviceOf(each) === name && isOneOff(each));
  if (container === undefined) throw new ComposeError('Could not bring up the requested service');
  if (isDetached) {
    await startContainer(call, service, container);
    await output.print(`${container.name}\n`);
    return 0;
  }
  try {
    return await attach(call, container);
  } finally {
    if (args.has('--rm')) await engine.containers.remove(container, true, true);
  }
}

function overridesOf({ args, invocation }: ComposeCall, service: Service, words: readonly string[]) {
  const entrypoint = args.value('--entrypoint');
  const command = words.length > 0 ? words : entrypoint !== undefined ? [] : service.options['command'];
  const isDetached = args.has('--detach');
  const [user, name, workdir] = [args.value('--user'), args.value('--name'), args.value('--workdir')];
  const volumes = args.list('--volume').map(parseVolume);
  return {
    command,
    tty: !(isDetached || args.has('-T') || !invocation.stdin.isTTY),
    stdin_open: service.options['stdin_open'] ?? true,
    restart: null,
    environment: commandVariables(args.list('-e'), invocation.env),
    labels: toEntries(args.list('--label'), splitKeyValue, 'labels'),
    use_aliases: args.has('--use-aliases'),
    ...(entrypoint !== undefined && { entrypoint: entrypoint === '' ? [''] : entrypoint }),
    ...(user !== undefined && user !== '' && { user }),
    ...(!args.has('--service-ports') && { ports: args.list('--publish') }),
    ...(name !== undefined && name !== '' && { name }),
    ...(workdir !== undefined && workdir !== '' && { working_dir: workdir }),
    ...(volumes.length > 0 && { volumes: [...((service.options['volumes'] ?? []) as readonly unknown[]), ...volumes] }),
  };
}

/** By `docker start --attach --interactive`: its output here, this input there; ^C is sent to it. */
async function attach({ engine, invocation }: ComposeCall, container: DockerContainer): Promise<number> {
  const start = lifecycleCommands.find(({ name }) => name === 'start');
  if (start === undefined) throw new Exit(1);
  const words = ['--attach', ...(container.options.stdin ? ['--interactive'] : []), container.id];
  return runCommand(engine, start, invocation, words);
}

/** `docker-compose exec`, by `docker exec`. What goes wrong before that is not said: so it is in 1.29.2. */
export async function exec(call: ComposeCall): Promise<number> {
  const { args, engine, invocation } = call;
  const [name = '', ...words] = args.words;
  if (call.isOn('COMPOSE_INTERACTIVE_NO_CLI')) throw notSimulated('COMPOSE_INTERACTIVE_NO_CLI=1');
  const container = numbered(call, name, args.value('--index') ?? '1');
  const isDetached = args.has('--detach');
  const [user, workdir] = [args.value('--user'), args.value('--workdir')];
  const flags = [
    isDetached ? '--detach' : '--interactive',
    ...(args.has('-T') ? [] : ['--tty']),
    ...(args.has('--privileged') ? ['--privileged'] : []),
    ...(user === undefined ? [] : ['--user', user]),
    ...args.list('--env').flatMap((pair) => ['--env', pair]),
    ...(workdir === undefined ? [] : ['--workdir', workdir]),
  ];
  return runCommand(engine, dockerExec, invocation, [...flags, container.id, ...words]);
}

/** `docker-compose top` */
export async function top(call: ComposeCall): Promise<number> {
  const { drawProcesses } = await import('../processes.ts');
  const services = call.args.words;
  const containers = [...containersOf(call, { services }), ...containersOf(call, { services, oneOff: 'only' })].sort(
    (a, b) => (a.name < b.name ? -1 : 1),
  );
  for (const [index, container] of containers.entries()) {
    if (index > 0) await call.output.print('\n');
    await call.output.print(`${container.name}\n${drawProcesses(container, call.invocation)}`);
  }
  return 0;
}
