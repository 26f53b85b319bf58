import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { runCommand } from '../cli/dispatch.ts';
import { exec as dockerExec } from '../cli/exec.ts';
import { type ComposeCall, containersOf } from './call.ts';
import { stopAll } from './services.ts';

/** `docker-compose stop` */
export async function stop(call: ComposeCall): Promise<void> {
  await stopAll(call, containersOf(call));
}

/** `docker-compose start`: only what has been made before. */
export async function start(call: ComposeCall): Promise<void> {
  const stopped = containersOf(call).filter(({ state }) => state !== 'running');
  for (const container of stopped) await call.engine.containers.start(container);
  for (const { name } of call.services) await call.remark(`Starting ${name} ... done\n`);
}

/** `docker-compose restart` */
export async function restart(call: ComposeCall): Promise<void> {
  const { containers } = call.engine;
  const seconds = Number(call.flags.value('timeout') ?? 10);
  await Promise.all(
    containersOf(call).map(async (container) => {
      await containers.stop(container, seconds);
      await containers.start(container);
      await call.remark(`Restarting ${container.name} ... done\n`);
    }),
  );
}

/** `docker-compose rm -f`: stopped containers go. */
export async function rm(call: ComposeCall): Promise<void> {
  if (call.flags.given('stop')) await stop(call);
  const stopped = containersOf(call).filter(({ state }) => state !== 'running');
  if (stopped.length === 0) {
    await call.remark('No stopped containers\n');
    return;
  }
  if (!call.flags.given('force'))
    throw notSimulated(message('subject/without-force', { command: 'docker-compose rm' }));
  await call.remark(`Going to remove ${stopped.map(({ name }) => name).join(', ')}\n`);
  for (const container of stopped) {
    await call.engine.containers.remove(container, false);
    await call.remark(`Removing ${container.name} ... done\n`);
  }
}

/** `docker-compose exec SERVICE COMMAND`, by `docker exec`. Without -T it wants a terminal. */
export async function exec(call: ComposeCall): Promise<number> {
  const [service] = call.services;
  const container = containersOf(call).find(({ state }) => state === 'running');
  if (service === undefined || container === undefined)
    throw new ExitError(`No container found for ${service?.name ?? ''}_1`);
  if (!call.flags.given('no-tty') && !call.invocation.stdin.isTTY) {
    await call.remark('the input device is not a TTY\n');
    return 1;
  }
  const words = [
    ...(call.flags.given('no-tty') ? ['-i'] : ['-it']),
    ...(call.flags.given('detach') ? ['-d'] : []),
    ...call.flags.list('env').flatMap((pair) => ['-e', pair]),
    ...(call.flags.value('workdir') === undefined ? [] : ['-w', call.flags.value('workdir') ?? '']),
  ];
  return runCommand(call.engine, dockerExec, call.invocation, [...words, container.name, ...call.words]);
}
