import type { Container } from '../workload.ts';
import type { ContainerContext } from './container-context.ts';
import { execWithin } from './exit-status.ts';
import { createLog } from './log.ts';
import { startNode } from './node-process.ts';
import { endOrphans } from './orphans.ts';
import { usageOf } from './usage.ts';

/** A container that is a process of its own: Node with what its image brought. */
export async function startNodeContainer(
  place: ContainerContext,
  args: readonly string[],
  exec: Container['exec'],
): Promise<Container> {
  const { child, ended: endedWith } = await startNode(place, args);
  const { stdin, stdout, stderr } = child;
  // Not at `close`: what it left may hold its outputs open.
  child.on('exit', () => {
    endOrphans(place.root);
  });
  const { spec, processes, user } = place;
  const first = processes.spawn({
    ...{ parent: processes.hasInit ? 1 : 0, command: ['node', ...args], tty: spec.tty === true },
    ...{ uid: user.uid, user: place.userName },
  });
  const log = createLog(place.spec.tty, place.past?.log);
  stdout?.on('data', (data: Buffer) => {
    log.write('stdout', data);
  });
  stderr?.on('data', (data: Buffer) => {
    log.write('stderr', data);
  });
  // What is written to a program that has ended is of no interest any more.
  stdin?.on('error', () => undefined);
  if (place.spec.stdin !== true) stdin?.end();
  const ended = endedWith.then((exitCode) => {
    log.end();
    first.end();
    processes.killAll();
    return { exitCode };
  });

  return {
    pid: child.pid ?? 0,
    log,
    writeStdin: (data) => stdin?.write(data),
    closeStdin: () => stdin?.end(),
    async stop(graceSeconds) {
      child.kill(graceSeconds > 0 ? place.stopSignal : 'SIGKILL');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
    kill: (signal) => {
      child.kill(signal);
    },
    resize: () => undefined,
    processes: () => (child.exitCode === null && child.signalCode === null ? place.processes.list() : []),
    usage: () => ({ ...usageOf(child.pid), pids: place.processes.list().length }),
    pause: () => {
      child.kill('SIGSTOP');
      place.processes.pause();
    },
    unpause: () => {
      child.kill('SIGCONT');
      place.processes.unpause();
    },
    ended,
    exec: execWithin(exec, ended),
  };
}
