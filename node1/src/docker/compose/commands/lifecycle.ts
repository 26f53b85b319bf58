import { constants } from 'node:os';
import { notSimulated } from '../../../cli-kit/exit-error.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import type { ComposeCall } from '../command.ts';
import { startContainer, stopContainer } from '../containers.ts';
import { isRunning, scaleService } from '../converge.ts';
import { ComposeError } from '../errors.ts';
import { numberOf, serviceOf } from '../labels.ts';
import { parallel } from '../parallel.ts';
import { chooseServices, type Compose, containersOf, dependencyNames, findService } from '../project.ts';
import { removeNetworks, removeVolumes } from '../resources.ts';
import { handleOrphans } from '../up.ts';

/** `-t SECONDS`. Throws ExitError where it is no number: 1.29.2 shows a traceback of its code then. */
export function timeoutOf({ args }: ComposeCall): number | undefined {
  const text = args.value('--timeout');
  if (text === undefined) return undefined;
  if (/^\s*[+-]?\d+\s*$/.test(text)) return Number(text);
  throw notSimulated(`docker-compose --timeout ${text}`);
}

/** Stops what runs of the services, those first that others need not. */
export async function stopProject(
  compose: Compose,
  which: { readonly services?: readonly string[]; readonly oneOff?: 'include' | 'exclude' },
  timeout: number | undefined,
): Promise<void> {
  const containers = containersOf(compose, which);
  await parallel(compose.output, {
    items: containers,
    nameOf: ({ name }) => name,
    message: 'Stopping',
    run: (container) => stopContainer(compose, container, timeout),
    needs: (container) =>
      containers
        .filter((other) =>
          dependencyNames(findService(compose.project, serviceOf(other))).includes(serviceOf(container)),
        )
        .map((item) => ({ item })),
  });
}

/** `docker-compose stop` */
export async function stop(call: ComposeCall): Promise<number> {
  await stopProject(call, { services: call.args.words }, timeoutOf(call));
  return 0;
}

/** `docker-compose start`: only what has been made before. */
export async function start(call: ComposeCall): Promise<number> {
  const { project, output } = call;
  const services = chooseServices(project, call.args.words);
  const all = (name: string) => containersOf(call, { services: [name], stopped: true });
  const { results } = await parallel(output, {
    items: services,
    nameOf: ({ name }) => name,
    message: 'Starting',
    needs: (service) => dependencyNames(service).map((name) => ({ item: findService(project, name) })),
    run: async (service) => {
      const containers = all(service.name);
      for (const container of containers) if (!isRunning(container)) await startContainer(call, service, container);
      return containers;
    },
    hasFailed: ({ name }) => all(name).length === 0,
  });
  return results.flat().length === 0 ? noContainers(call, 'start') : 0;
}

async function noContainers({ output }: ComposeCall, verb: string): Promise<number> {
  await output.error(`No containers to ${verb}`);
  return 1;
}

/** `docker-compose restart` */
export async function restart(call: ComposeCall): Promise<number> {
  const services = chooseServices(call.project, call.args.words).map(({ name }) => name);
  const containers = services.length === 0 ? [] : containersOf(call, { services, stopped: true });
  const timeout = timeoutOf(call);
  await operate(call, containers, 'Restarting', async (container) => {
    await stopContainer(call, container, timeout);
    await call.engine.containers.start(container);
  });
  return containers.length === 0 ? noContainers(call, 'restart') : 0;
}

/** `docker-compose kill` */
export async function kill(call: ComposeCall): Promise<number> {
  const given = call.args.value('-s') ?? 'SIGKILL';
  const containers = containersOf(call, { services: call.args.words });
  await operate(call, containers, 'Killing', async (container) => {
    const signal = signalOf(given);
    if (signal === undefined) throw new ComposeError(`Invalid signal: ${given}`);
    await call.engine.containers.kill(container, signal);
  });
  return 0;
}

/** As `docker-compose kill` does it, of these services. */
export async function killServices(call: ComposeCall, services: readonly string[]): Promise<void> {
  const containers = containersOf(call, { services });
  await operate(call, containers, 'Killing', (container) => call.engine.containers.kill(container, 'SIGKILL'));
}

function signalOf(text: string): NodeJS.Signals | undefined {
  const names = Object.entries(constants.signals) as [NodeJS.Signals, number][];
  const name = `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  return names.find(([known, number]) => known === name || String(number) === text)?.[0];
}

/** `docker-compose pause` */
export async function pause(call: ComposeCall): Promise<number> {
  const containers = containersOf(call, { services: call.args.words });
  await operate(call, [...containers].reverse(), 'Pausing', (container) => {
    call.engine.containers.pause(container);
    return Promise.resolve();
  });
  return containers.length === 0 ? noContainers(call, 'pause') : 0;
}

/** `docker-compose unpause` */
export async function unpause(call: ComposeCall): Promise<number> {
  const containers = containersOf(call, { services: call.args.words });
  await operate(call, containers, 'Unpausing', (container) => {
    call.engine.containers.unpause(container);
    return Promise.resolve();
  });
  return containers.length === 0 ? noContainers(call, 'unpause') : 0;
}

async function operate(
  { output }: ComposeCall,
  containers: readonly DockerContainer[],
  message: string,
  run: (container: DockerContainer) => Promise<void>,
): Promise<void> {
  const named = containers.map((container) => ({ container, name: container.name }));
  await parallel(output, { items: named, nameOf: ({ name }) => name, message, run: ({ container }) => run(container) });
}

async function removeStopped(
  call: ComposeCall,
  containers: readonly DockerContainer[],
  withVolumes: boolean,
): Promise<void> {
  await operate(call, containers, 'Removing', (container) =>
    call.engine.containers.remove(container, false, withVolumes),
  );
}

/** `docker-compose rm` */
export async function rm(call: ComposeCall): Promise<number> {
  const { args, output, invocation } = call;
  if (args.has('--all')) {
    await output.warn('--all flag is obsolete. This is now the default behavior of `docker-compose rm`');
  }
  if (args.has('--stop')) await stopProject(call, { services: args.words, oneOff: 'include' }, undefined);
  const all = containersOf(call, { services: args.words, stopped: true, oneOff: 'include' });
  const stopped = all.filter((container) => !isRunning(container));
  if (stopped.length === 0) {
    await output.print('No stopped containers\n');
    return 0;
  }
  await output.print(`Going to remove ${stopped.map(({ name }) => name).join(', ')}\n`);
  if (!args.has('--force')) {
    await output.printNow('Are you sure? [yN] ');
    if (!(await saysYes(invocation.stdin))) return 0;
  }
  await removeStopped(call, stopped, args.has('-v'));
  return 0;
}

/** Reads one line. */
export async function saysYes(input: AsyncIterable<Uint8Array>): Promise<boolean> {
  let answer = '';
  for await (const chunk of input) {
    answer += Buffer.from(chunk).toString();
    if (answer.includes('\n')) break;
  }
  return /^\s*(?:y|yes)\s*$/i.test(answer.split('\n')[0] ?? '');
}

/** `docker-compose down` */
export async function down(call: ComposeCall): Promise<number> {
  const { args, engine, project, output } = call;
  const ignoresOrphans = call.isOn('COMPOSE_IGNORE_ORPHANS');
  if (ignoresOrphans && args.has('--remove-orphans')) {
    throw new ComposeError('COMPOSE_IGNORE_ORPHANS and --remove-orphans cannot be combined.');
  }
  const rmi = args.value('--rmi');
  if (rmi !== undefined && !['all', 'local', 'none'].includes(rmi)) {
    throw new ComposeError('--rmi flag must be one of: all, local');
  }
  const withVolumes = args.has('--volumes');
  await stopProject(call, { oneOff: 'include' }, timeoutOf(call));
  if (!ignoresOrphans) await handleOrphans(call, args.has('--remove-orphans'));
  const stopped = containersOf(call, { stopped: true, oneOff: 'include' }).filter((container) => !isRunning(container));
  await removeStopped(call, stopped, withVolumes);
  await removeNetworks(engine, project.networks, output);
  if (withVolumes) await removeVolumes(engine, project.volumes, output);
  if (rmi === 'all' || rmi === 'local') await removeImages(call, rmi === 'local');
  return 0;
}

async function removeImages({ engine, project, output, invocation }: ComposeCall, isLocal: boolean): Promise<void> {
  // Late, as little else needs it.
  const [{ runCommand }, { imageCommands }] = await Promise.all([
    import('../../cli/dispatch.ts'),
    import('../../cli/images.ts'),
  ]);
  const rmi = imageCommands.find(({ name }) => name === 'rmi');
  if (rmi === undefined) throw notSimulated('docker-compose down --rmi');
  for (const { imageName, options, name } of project.services) {
    if (isLocal && typeof options['image'] === 'string') continue;
    await output.info(`Removing image ${imageName}`);
    if (engine.images.find(imageName) === undefined) {
      await output.warn(`Image ${imageName} not found.`);
      continue;
    }
    let problem = '';
    const quiet = { ...invocation.stdout, write: () => Promise.resolve() };
    const stderr = {
      ...invocation.stderr,
      write: (data: string | Uint8Array) => {
        problem += Buffer.from(data as string).toString();
        return Promise.resolve();
      },
    };
    const code = await runCommand(engine, rmi, { ...invocation, stdout: quiet, stderr }, [imageName]);
    if (code === 0) continue;
    const reason = problem.replace(/^Error response from daemon: /, '').trimEnd();
    await output.error(
      `Failed to remove image for service ${name}: 409 Client Error for http+docker://localhost/v1.41/images/${imageName}?force=False&noprune=False: Conflict ("${reason}")`,
    );
  }
}

/** `docker-compose scale` */
export async function scale(call: ComposeCall): Promise<number> {
  const timeout = timeoutOf(call);
  await call.output.warn('The scale command is deprecated. Use the up command with the --scale flag instead.');
  for (const [name, count] of parseScales(call.args.words)) {
    await scaleService(call, findService(call.project, name), count, timeout);
  }
  return 0;
}

/** `web=2`. Throws ComposeError. */
export function parseScales(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    words.map((word) => {
      const equals = word.indexOf('=');
      if (equals < 0) throw new ComposeError('Arguments to scale should be in the form service=num');
      const [name, count] = [word.slice(0, equals), word.slice(equals + 1)];
      if (!/^\s*[+-]?\d+\s*$/.test(count)) {
        throw new ComposeError(`Number of containers for service "${name}" is not a number`);
      }
      return [name, Number(count)];
    }),
  );
}

/** The running container of a service with a number. Throws ComposeError. */
export function numbered(call: ComposeCall, name: string, index: string): DockerContainer {
  findService(call.project, name);
  if (!/^\d+$/.test(index)) throw notSimulated(`docker-compose --index ${index}`);
  const found = containersOf(call, { services: [name] }).find((container) => numberOf(container) === Number(index));
  if (found === undefined) throw new ComposeError(`No container found for ${name}_${Number(index)}`);
  return found;
}
