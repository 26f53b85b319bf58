import type { Readable } from 'node:stream';
import type { Container } from '../../workload.ts';
import { createLog } from './log.ts';
import { startNode } from './node-process.ts';
import { endOrphans } from './orphans.ts';
import type { Place } from './place.ts';

/** A container that is a process of its own: Node with what its image brought. */
export async function startNodeContainer(
  place: Place,
  args: readonly string[],
  exec: Container['exec'],
): Promise<Container> {
  const { child, ended: endedWith } = await startNode(place, args);
  const { stdin, stdout, stderr } = child;
  // Not at `close`: what it left may hold its outputs open.
  child.on('exit', () => {
    endOrphans(place.root);
  });
  const log = createLog(place.spec.tty);
  let isOver = false;
  const keep = (name: 'stdout' | 'stderr', output: Readable | null) => {
    output?.on('data', (data: Buffer) => {
      const reader = log.write(name, data);
      if (reader === undefined) return;
      output.pause();
      void reader.then(() => output.resume());
    });
  };
  keep('stdout', stdout);
  keep('stderr', stderr);
  // What is written to a program that has ended is of no interest any more.
  stdin?.on('error', () => undefined);
  if (place.spec.stdin !== true) stdin?.end();
  const ended = endedWith.then((exitCode) => {
    isOver = true;
    log.end();
    return { exitCode };
  });

  return {
    pid: child.pid ?? 0,
    logs: log.lines,
    onLog: (listener) => log.onLine(listener),
    writeStdin: (data) => stdin?.write(data),
    closeStdin: () => stdin?.end(),
    async stop(graceSeconds) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
    kill: (signal) => {
      child.kill(signal);
    },
    ended,
    exec: async (command, io, signal) => (isOver ? 1 : await exec(command, io, signal)),
  };
}
