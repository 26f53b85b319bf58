import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { flag } from '../../../cli-kit/flags.ts';
import type { DockerContainer } from '../../engine/containers.ts';
import { signalOf } from '../../engine/signals.ts';
import { graceOf } from '../containers.ts';
import { isRunning } from '../converge.ts';
import { serviceOf } from '../labels.ts';
import {
  done,
  eventId,
  needsOf,
  ownContainers,
  servicesOf,
  usersOf,
  type V2Call,
  type V2Command,
  V2Error,
  withProgress,
  working,
} from './call.ts';
import { inOrder } from './order.ts';
import type { Progress } from './progress.ts';

const timeout = flag.number('timeout', '0', 't');
const dryRun = flag.absent('dry-run');

/** Seconds of `--timeout`; undefined without it. */
export function timeoutOf({ flags }: V2Call): number | undefined {
  return flags.given('timeout') ? flags.number('timeout') : undefined;
}

async function stopOne(call: V2Call, container: DockerContainer, progress: Progress): Promise<void> {
  await progress.event(working(eventId(container), 'Stopping'));
  const service = call.project.services.find(({ name }) => name === serviceOf(container));
  const seconds = timeoutOf(call);
  await call.engine.containers.stop(container, service === undefined ? (seconds ?? 10) : graceOf(service, seconds));
  await progress.event(done(eventId(container), 'Stopped'));
}

/** Stops services, those first that others do not need. */
export async function stopServices(call: V2Call, names: readonly string[], title: string): Promise<void> {
  const services = servicesOf(call, names, false);
  await withProgress(call, title, (progress) =>
    inOrder(call.project.services, usersOf(call), async (service) => {
      if (!services.includes(service)) return;
      const containers = ownContainers(call, [service.name], { stopped: true });
      await Promise.all(containers.map((container) => stopOne(call, container, progress)));
    }),
  );
}

async function removeOne(call: V2Call, container: DockerContainer, progress: Progress, withVolumes: boolean) {
  await stopOne(call, container, progress);
  const id = eventId(container);
  await progress.event(working(id, 'Removing'));
  await call.engine.containers.remove(container, true, withVolumes);
  await progress.event(done(id, 'Removed'));
}

/** Stops and removes containers that belong to no service any more. */
export async function removeOrphans(call: V2Call, progress: Progress): Promise<void> {
  await Promise.all(orphansOf(call).map((container) => removeOne(call, container, progress, false)));
}

/** Containers of the project whose service is in the files no more. */
export function orphansOf(call: V2Call): readonly DockerContainer[] {
  const names = call.project.services.map(({ name }) => name);
  return ownContainers(call, [], { stopped: true, oneOff: 'include' }).filter(
    (container) => !names.includes(serviceOf(container)),
  );
}

const down: V2Command = {
  name: 'down',
  flags: [timeout, flag.bool('volumes', 'v'), flag.bool('remove-orphans'), ...dryRun, ...flag.absent('rmi=')],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args, engine, project } = call;
    if (args.length > 0) throw notSimulated('docker compose down SERVICE');
    const withVolumes = flags.on('volumes');
    await withProgress(call, 'Running', async (progress) => {
      const all = flags.on('remove-orphans');
      await inOrder(project.services, usersOf(call), async ({ name }) => {
        const containers = ownContainers(call, [name], { stopped: true, oneOff: all ? 'include' : 'exclude' });
        await Promise.all(containers.map((container) => removeOne(call, container, progress, withVolumes)));
      });
      if (all) await removeOrphans(call, progress);
      for (const { name, isExternal } of project.networks) {
        const known = isExternal ? undefined : engine.networks.find(name);
        if (known === undefined) continue;
        const id = `Network ${name}`;
        await progress.event(working(id, 'Removing'));
        const isUsed = engine.containers
          .all()
          .some(({ endpoints }) => endpoints.some((each) => each.network === known.id && each.address !== undefined));
        if (isUsed) {
          await progress.event({ id, status: 'warning', statusText: 'Resource is still in use' });
          continue;
        }
        engine.networks.remove(known);
        await progress.event(done(id, 'Removed'));
      }
      for (const { name, isExternal } of withVolumes ? project.volumes : []) {
        if (isExternal) continue;
        const id = `Volume ${name}`;
        await progress.event(working(id, 'Removing'));
        if (engine.volumes.find(name) === undefined) {
          await progress.event(done(id, 'Warning: No resource found to remove'));
        } else if (engine.containers.all().some(({ mounts }) => mounts.some((mount) => mount.name === name))) {
          await progress.event({ id, status: 'warning', statusText: 'Resource is still in use' });
        } else {
          engine.volumes.remove(name);
          await progress.event(done(id, 'Removed'));
        }
      }
    });
    return 0;
  },
};

const stop: V2Command = {
  name: 'stop',
  flags: [timeout, ...dryRun],
  least: 0,
  most: Infinity,
  async run(call) {
    await stopServices(call, call.args, 'Stopping');
    return 0;
  },
};

const restart: V2Command = {
  name: 'restart',
  flags: [timeout, ...dryRun, flag.bool('no-deps')],
  least: 0,
  most: Infinity,
  async run(call) {
    const services = servicesOf(call, call.args, false);
    await withProgress(call, 'Restarting', (progress) =>
      inOrder(services, needsOf(call), async (service) => {
        const containers = ownContainers(call, [service.name], { stopped: true });
        await Promise.all(
          containers.map(async (container) => {
            await progress.event(working(eventId(container), 'Restarting'));
            await call.engine.containers.stop(container, graceOf(service, timeoutOf(call)));
            await call.engine.containers.start(container);
            await progress.event(done(eventId(container), 'Started'));
          }),
        );
      }),
    );
    return 0;
  },
};

const kill: V2Command = {
  name: 'kill',
  flags: [flag.text('signal', 's', 'SIGKILL'), ...flag.absent('remove-orphans', 'dry-run')],
  least: 0,
  most: Infinity,
  async run(call) {
    servicesOf(call, call.args, false);
    const containers = ownContainers(call, call.args, { oneOff: 'include' });
    if (containers.length === 0) {
      await call.invocation.stderr.write('no container to kill');
      return 0;
    }
    await withProgress(call, 'Killing', async (progress) => {
      for (const container of containers) await progress.event(working(eventId(container), 'Killing'));
      for (const container of containers) {
        await call.engine.containers.kill(container, signalOf(call.flags.text('signal')));
        await progress.event(done(eventId(container), 'Killed'));
      }
    });
    return 0;
  },
};

function pausing(name: string, title: string, text: string, act: 'pause' | 'unpause'): V2Command {
  return {
    name,
    flags: [...dryRun],
    least: 0,
    most: Infinity,
    async run(call) {
      servicesOf(call, call.args, false);
      await withProgress(call, title, async (progress) => {
        for (const container of ownContainers(call, call.args, {})) {
          call.engine.containers[act](container);
          await progress.event(done(eventId(container), text));
        }
      });
      return 0;
    },
  };
}

const rm: V2Command = {
  name: 'rm',
  flags: [flag.bool('force', 'f'), flag.bool('stop', 's'), flag.bool('volumes', 'v'), ...dryRun],
  least: 0,
  most: Infinity,
  async run(call) {
    const { flags, args, engine, invocation } = call;
    servicesOf(call, args, false);
    if (flags.on('stop')) await stopServices(call, args, 'Stopping');
    const stopped = ownContainers(call, args, { stopped: true }).filter((container) => !isRunning(container));
    if (stopped.length === 0) {
      await invocation.stderr.write('No stopped containers\n');
      return 0;
    }
    // Asked at a terminal, by a dialogue of a library.
    if (!flags.on('force')) throw notSimulated('docker compose rm', ['--force']);
    await invocation.stdout.write(`Going to remove ${stopped.map(({ name }) => name).join(', ')}\n`);
    await withProgress(call, 'Removing', async (progress) => {
      for (const container of stopped) {
        await progress.event(working(eventId(container), 'Removing'));
        await engine.containers.remove(container, true, flags.on('volumes'));
        await progress.event(done(eventId(container), 'Removed'));
      }
    });
    return 0;
  },
};

const start: V2Command = {
  name: 'start',
  flags: [...dryRun],
  least: 0,
  most: Infinity,
  async run(call) {
    const services = servicesOf(call, call.args, true);
    await withProgress(call, 'Running', (progress) =>
      inOrder(services, needsOf(call), async ({ name }) => {
        if (ownContainers(call, [], { stopped: true }).length === 0) {
          throw new V2Error(`service ${JSON.stringify(name)} has no container to start`);
        }
        for (const container of ownContainers(call, [name], { stopped: true })) {
          if (!isRunning(container)) await startOne(call, container, progress);
        }
      }),
    );
    return 0;
  },
};

/** Starts a container. Throws DaemonError. */
export async function startOne(call: V2Call, container: DockerContainer, progress: Progress): Promise<void> {
  await progress.event(working(eventId(container), 'Starting'));
  await call.engine.containers.start(container);
  await progress.event(done(eventId(container), 'Started'));
}

/** Commands that stop, start and remove what is there. */
export const stopCommands: readonly V2Command[] = [
  ...[down, stop, restart, kill, rm, start],
  pausing('pause', 'Pausing', 'Paused', 'pause'),
  pausing('unpause', 'Running', 'Unpaused', 'unpause'),
];
