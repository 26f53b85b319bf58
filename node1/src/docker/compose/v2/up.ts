import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { flag } from '../../../cli-kit/flags.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import { isRunning } from '../converge.ts';
import { serviceOf } from '../labels.ts';
import type { Service } from '../project.ts';
import { ownContainers, servicesOf, shortName, type V2Call, type V2Command, V2Error, withProgress } from './call.ts';
import { createAll, type CreateWish, startAll } from './create.ts';
import { createPresenters, followAll } from './logs.ts';
import { createProgress } from './progress.ts';
import { stopServices, timeoutOf } from './stop.ts';

const createFlags = [
  ...[flag.bool('force-recreate'), flag.bool('no-recreate'), flag.bool('no-build'), flag.bool('quiet-pull')],
  ...[flag.bool('remove-orphans'), flag.list('scale'), ...flag.absent('build', 'pull=', 'dry-run')],
];

/** `--scale web=2`. Throws V2Error. */
function scalesOf({ flags, project }: V2Call): ReadonlyMap<string, number> {
  return new Map(
    flags.list('scale').map((pair) => {
      const [name = '', count] = pair.split('=');
      if (count === undefined || !/^[+-]?\d+$/.test(count)) {
        throw new V2Error(
          count === undefined
            ? `invalid --scale option ${JSON.stringify(pair)}. Should be SERVICE=NUM`
            : `strconv.Atoi: parsing ${JSON.stringify(count)}: invalid syntax`,
        );
      }
      if (!project.services.some((service) => service.name === name)) throw new V2Error(`no such service: ${name}`);
      return [name, Number(count)];
    }),
  );
}

function wishOf(call: V2Call): CreateWish {
  const { flags } = call;
  const [forces, keeps] = [flags.on('force-recreate'), flags.on('no-recreate')];
  if (forces && keeps) throw new V2Error('--force-recreate and --no-recreate are incompatible');
  const strategy = forces ? 'force' : keeps ? 'never' : 'diverged';
  const recreatesNeeds = flags.has('always-recreate-deps') && flags.on('always-recreate-deps');
  return {
    ...{ strategy, named: call.args, scales: scalesOf(call), timeout: timeoutOf(call) },
    needsStrategy: recreatesNeeds ? 'force' : keeps ? 'never' : 'diverged',
    renews: flags.has('renew-anon-volumes') && flags.on('renew-anon-volumes'),
    quietPull: flags.on('quiet-pull'),
    removesOrphans: flags.on('remove-orphans'),
  };
}

/** `docker compose create` */
const create: V2Command = {
  name: 'create',
  flags: createFlags,
  least: 0,
  most: Infinity,
  async run(call) {
    const services = servicesOf(call, call.args, true);
    await withProgress(call, 'Creating', (progress) => createAll(call, services, wishOf(call), progress));
    return 0;
  },
};

/** `docker compose up` */
const up: V2Command = {
  name: 'up',
  flags: [
    ...createFlags,
    ...[flag.bool('detach', 'd'), flag.bool('no-color'), flag.bool('no-log-prefix'), flag.bool('no-start')],
    ...[flag.bool('no-deps'), flag.bool('always-recreate-deps'), flag.bool('renew-anon-volumes', 'V')],
    ...[flag.bool('abort-on-container-exit'), flag.text('exit-code-from'), flag.number('timeout', '0', 't')],
    flag.bool('attach-dependencies'),
    ...flag.absent('abort-on-container-failure', 'attach=', 'no-attach=', 'timestamps', 'wait', 'wait-timeout='),
    ...flag.absent('w:watch', 'menu'),
  ],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args } = call;
    const [isDetached, startsNot] = [flags.on('detach'), flags.on('no-start')];
    const from = flags.value('exit-code-from');
    const cascades = flags.on('abort-on-container-exit') || from !== undefined;
    if (isDetached && (flags.on('attach-dependencies') || cascades)) {
      throw new V2Error(
        '--detach cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach or --attach-dependencies',
      );
    }
    if (from !== undefined) servicesOf(call, [from], false);
    const services = servicesOf(call, args, !flags.on('no-deps'));
    if (services.length === 0) throw new V2Error('no service selected');
    const wish = wishOf(call);
    const before = saidBefore(call);
    await withProgress(call, 'Running', async (progress) => {
      await createAll(call, services, wish, progress);
      if (isDetached && !startsNot) await startAll(call, services, progress);
    });
    return isDetached || startsNot ? 0 : attach(call, services, before, cascades, from);
  },
};

function saidBefore(call: V2Call): ReadonlyMap<string, number> {
  const stopped = ownContainers(call, [], { stopped: true }).filter((container) => !isRunning(container));
  return new Map(stopped.map(({ id, process }) => [id, process ? process.log.dropped + process.log.lines.length : 0]));
}

/** Starts services and shows what they say, until all have ended, or one where that is enough, or ^C. */
async function attach(
  call: V2Call,
  services: readonly Service[],
  before: ReadonlyMap<string, number>,
  cascades: boolean,
  from: string | undefined,
): Promise<number> {
  const { flags, invocation, args } = call;
  const named = args.length === 0 || flags.on('attach-dependencies') ? services.map(({ name }) => name) : args;
  const containers = ownContainers(call, named, { stopped: true });
  const presenters = createPresenters(call, {
    hasColours: call.hasColours && !flags.on('no-color'),
    hasPrefix: !flags.on('no-log-prefix'),
  });
  for (const container of containers) presenters.register(shortName(call, container));
  await invocation.stdout.write(`Attaching to ${containers.map((each) => shortName(call, each)).join(', ')}\n`);
  await startAll(call, services, createProgress(invocation.stderr, 'quiet'));
  let first: DockerContainer | undefined;
  await followAll(call, containers, presenters, {
    before,
    ...(cascades && {
      endsWith: (container: DockerContainer) => {
        first ??= container;
        return true;
      },
    }),
  });
  if (invocation.signal.aborted) {
    await invocation.stderr.write('Gracefully stopping... (press Ctrl+C again to force)\n');
    await stopServices(
      call,
      services.map(({ name }) => name),
      'Stopping',
    );
    throw new V2Error('canceled', 130);
  }
  if (first === undefined) return 0;
  await invocation.stderr.write('Aborting on container exit...\n');
  await stopServices(
    call,
    services.map(({ name }) => name),
    'Stopping',
  );
  const wanted = from ?? serviceOf(first);
  const ended = containers.filter((container) => serviceOf(container) === wanted);
  return ended.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
}

/** `docker compose build`: by BuildKit, whose output nobody can foretell. */
const build: V2Command = {
  name: 'build',
  flags: flag.absent(
    'build-arg=',
    'builder=',
    'dry-run',
    'm:memory=',
    'no-cache',
    'pull',
    'push',
    'q:quiet',
    'ssh=',
    'with-dependencies',
  ),
  least: 0,
  most: Infinity,
  run: () => Promise.reject(notSimulated('docker compose build')),
};

/** Commands that make containers. */
export const upCommands: readonly V2Command[] = [up, create, build];
