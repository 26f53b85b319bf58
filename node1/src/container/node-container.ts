import type { Writable } from 'node:stream';
import type { Container } from '../workload.ts';
import type { ContainerContext } from './container-context.ts';
import { execWithin } from './exit-status.ts';
import { createLog } from './log.ts';
import { startNode } from './node-process.ts';
import { endOrphans } from './orphans.ts';
import { Terminal } from './terminal.ts';
import { usageOf } from './usage.ts';

/** A container that is a process of its own: Node with what its image brought. */
export async function startNodeContainer(
  place: ContainerContext,
  args: readonly string[],
  exec: Container['exec'],
): Promise<Container> {
  const { spec, processes, user } = place;
  const log = createLog(spec.tty, place.past?.log);
  const isTyped = spec.tty === true;
  const terminal = isTyped
    ? new Terminal(spec.terminal, (data) => {
        log.write('stdout', data);
      })
    : undefined;
  const {
    child,
    ended: endedWith,
    signal,
  } = await startNode(place, args, { pid: processes.hasInit ? 2 : 1, terminal });
  const { stdin, stdout, stderr } = child;
  // Not at `close`: what it left may hold its outputs open.
  child.on('exit', () => {
    endOrphans(place.root);
  });
  const first = processes.spawn({
    ...{ parent: processes.hasInit ? 1 : 0, command: ['node', ...args], tty: spec.tty === true },
    ...{ uid: user.uid, user: place.userName },
  });
  first.handler = (name) => {
    signal(name);
    return true;
  };
  const write = (stream: 'stdout' | 'stderr') => (data: Buffer) => {
    if (terminal) terminal.write(data);
    else log.write(stream, data);
  };
  stdout?.on('data', write('stdout'));
  stderr?.on('data', write('stderr'));
  if (terminal) {
    terminal.foreground = signal;
    void typeInto(terminal, stdin, first.signal);
  }
  // What is written to a program that has ended is of no interest any more.
  stdin?.on('error', () => undefined);
  if (spec.stdin !== true && terminal === undefined) stdin?.end();
  const ended = endedWith.then((exitCode) => {
    log.end();
    first.end();
    terminal?.hangUp();
    processes.killAll();
    return { exitCode };
  });

  return {
    pid: child.pid ?? 0,
    log,
    writeStdin: (data) => {
      if (terminal) terminal.type(data);
      else stdin?.write(data);
    },
    closeStdin: () => {
      if (terminal) terminal.hangUp();
      else stdin?.end();
    },
    async stop(graceSeconds) {
      signal(graceSeconds > 0 ? (spec.stopSignal ?? place.stopSignal) : 'SIGKILL');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
    kill: signal,
    resize: (size) => terminal?.resize(size),
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

/** Hands on what a terminal gives to be read, to its end. */
async function typeInto(terminal: Terminal, stdin: Writable | null, signal: AbortSignal): Promise<void> {
  try {
    for (let chunk = await terminal.read(signal); chunk !== undefined; chunk = await terminal.read(signal))
      stdin?.write(chunk);
  } catch {
    // The program has ended.
  }
  stdin?.end();
}
