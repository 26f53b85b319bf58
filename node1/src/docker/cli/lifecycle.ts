import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { DaemonError, type DockerContainer } from '../engine/containers.ts';
import { signalOf } from '../engine/signals.ts';
import { attachTo } from './attach.ts';
import type { DockerCall, DockerCommand } from './command.ts';
import { isPodContainer, requireContainer, runningPodContainer } from './find-container.ts';
import { startProblem } from './run.ts';

const stop = each('stop', 'Stop one or more running containers', [flag.number('time', '10', 't')], (call, container) =>
  call.engine.containers.stop(container, call.flags.given('time') ? call.flags.number('time') : undefined),
);

const kill = each(
  'kill',
  'Kill one or more running containers',
  [flag.text('signal', 's', 'KILL')],
  async ({ engine, flags }, container) => {
    await engine.containers.kill(container, signalOf(flags.text('signal')));
  },
  ({ flags }) => {
    signalOf(flags.text('signal'));
  },
);

const restart = each(
  'restart',
  'Restart one or more containers',
  [flag.number('time', '10', 't')],
  async ({ engine, flags }, container) => {
    await engine.containers.stop(container, flags.given('time') ? flags.number('time') : undefined);
    await begin(engine.containers.start(container));
  },
);

const pause = each('pause', 'Pause all processes within one or more containers', [], ({ engine }, container) => {
  engine.containers.pause(container);
  return Promise.resolve();
});

const unpause = each('unpause', 'Unpause all processes within one or more containers', [], ({ engine }, container) => {
  engine.containers.unpause(container);
  return Promise.resolve();
});

const remove = each(
  'rm',
  'Remove one or more containers',
  [flag.bool('force', 'f'), flag.bool('volumes', 'v'), ...flag.absent('l:link')],
  (call, container) => call.engine.containers.remove(container, call.flags.on('force'), call.flags.on('volumes')),
);

const wait: DockerCommand = {
  ...each(
    'wait',
    'Block until one or more containers stop, then print their exit codes',
    [],
    async (call, container) => {
      const { signal } = call.invocation;
      const stopped = new Promise<undefined>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve(undefined);
        });
      });
      const code = await Promise.race([call.engine.containers.ended(container), stopped]);
      if (code !== undefined) await call.out(`${code}\n`);
    },
  ),
};

/** Problems of a start are the daemon's. */
async function begin(started: Promise<unknown>): Promise<void> {
  try {
    await started;
  } catch (error) {
    if (error instanceof DaemonError || !(error instanceof Error) || error instanceof ExitError) throw error;
    throw new DaemonError(startProblem(error));
  }
}

const start: DockerCommand = {
  name: 'start',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  summary: 'Start one or more stopped containers',
  flags: [
    flag.bool('attach', 'a'),
    flag.bool('interactive', 'i'),
    ...flag.absent('detach-keys=', 'checkpoint=', 'checkpoint-dir='),
  ],
  least: 1,
  most: Infinity,
  async run(call) {
    const { engine, flags, args } = call;
    if (flags.on('attach') || flags.on('interactive')) {
      if (args.length > 1) throw new ExitError('you cannot start and attach multiple containers at once');
      return startAttached(call, requireContainer(call, args[0] ?? ''));
    }
    const failed: string[] = [];
    for (const name of args) {
      try {
        const found = engine.containers.find(name);
        if (found === undefined) throw isPodContainer(call, name) ?? new DaemonError(`No such container: ${name}`);
        if (found.state === 'paused') throw new DaemonError('cannot start a paused container, try unpause instead');
        if (found.state !== 'running') await begin(engine.containers.start(found));
        await call.out(`${name}\n`);
      } catch (error) {
        if (!(error instanceof DaemonError)) throw error;
        await call.err(`Error response from daemon: ${error.message}\n`);
        failed.push(name);
      }
    }
    if (failed.length === 0) return 0;
    throw new ExitError(`Error: failed to start containers: ${failed.join(', ')}`);
  },
};

async function startAttached(call: DockerCall, container: DockerContainer): Promise<number> {
  const { flags, engine, invocation } = call;
  const { options } = container;
  const withStdin = flags.on('interactive') && options.stdin;
  if (withStdin && options.tty && !invocation.stdin.isTTY) throw new ExitError('the input device is not a TTY');
  const log = container.process?.log;
  const before = container.state === 'running' || log === undefined ? 0 : log.dropped + log.lines.length;
  await begin(engine.containers.start(container));
  if (container.process === undefined) return container.exitCode;
  return attachTo(call, container, container.process, { withStdin, canDetach: options.tty && withStdin, before });
}

const rename: DockerCommand = {
  name: 'rename',
  usage: 'CONTAINER NEW_NAME',
  summary: 'Rename a container',
  flags: [],
  least: 2,
  most: 2,
  async run({ engine, args: [from = '', to = ''], err }) {
    if (from.trim() === '' || to.trim() === '') throw new ExitError('Error: Neither old nor new names may be empty');
    try {
      const found = engine.containers.find(from);
      if (found === undefined) throw new DaemonError(`No such container: ${from}`);
      engine.containers.rename(found, to);
      return 0;
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      await err(`Error response from daemon: ${error.message}\n`);
      throw new ExitError(`Error: failed to rename container named ${from}`);
    }
  },
};

/** Ends a container of a pod, which kubelet begins anew; false where there is none, or where the command does something else. */
async function endOfPod(call: DockerCall, name: string, text: string): Promise<boolean> {
  const { flags } = call;
  const isForced = name === 'rm' && flags.on('force');
  if (name !== 'stop' && name !== 'kill' && !isForced) return false;
  const container = runningPodContainer(call, text);
  if (container === undefined) return false;
  if (name === 'kill') container.kill(signalOf(flags.text('signal')));
  else await container.stop(isForced ? 0 : flags.number('time'));
  return true;
}

/** A command that does one thing to every container that it names, and prints each name. */
function each(
  name: string,
  summary: string,
  flags: DockerCommand['flags'],
  change: (call: DockerCall, container: DockerContainer) => Promise<void>,
  before: (call: DockerCall) => void = () => undefined,
): DockerCommand {
  return {
    name,
    usage: '[OPTIONS] CONTAINER [CONTAINER...]',
    summary,
    flags,
    least: 1,
    most: Infinity,
    async run(call) {
      let code = 0;
      for (const text of call.args) {
        try {
          before(call);
          const found = call.engine.containers.find(text);
          if (found === undefined && (await endOfPod(call, name, text))) {
            await call.out(`${text}\n`);
            continue;
          }
          if (found === undefined) {
            const refusal = isPodContainer(call, text);
            if (refusal !== undefined) throw refusal;
            throw new DaemonError(
              `${name === 'kill' ? `Cannot kill container: ${text}: ` : ''}No such container: ${text}`,
            );
          }
          await change(call, found);
          if (name !== 'wait') await call.out(`${text}\n`);
        } catch (error) {
          if (!(error instanceof DaemonError)) throw error;
          // Each of these commands tells of a missing container in its own way.
          const isMissing = error.message.startsWith('No such container') && name === 'rm';
          const verb =
            name === 'restart' && !error.message.startsWith('No such') ? `Cannot restart container ${text}: ` : '';
          await call.err(`${isMissing ? 'Error' : 'Error response from daemon'}: ${verb}${error.message}\n`);
          // `rm -f` of what is not there is what was asked for.
          if (!isMissing || !call.flags.on('force')) code = 1;
        }
      }
      return code;
    },
  };
}

/** The commands that begin, end and name containers. */
export const lifecycleCommands: readonly DockerCommand[] = [
  ...[stop, kill, start, restart, remove, pause, unpause, wait, rename],
];
