import type { Container } from '../workload.ts';
import { atExit, type ContainerContext } from './container-context.ts';
import { execWithin, killedCode } from './exit-status.ts';
import { createPipe, Input, type Io, type Sink } from './io.ts';
import { createLog } from './log.ts';
import { Killed, type Process } from './processes.ts';
import { Terminal } from './terminal.ts';

export type { Io } from './io.ts';

/** A program inside the rehearsal; the number is its exit code. Ends soon after `signal` is aborted. */
export type Main = (place: ContainerContext, io: Io, signal: AbortSignal, process: Process) => Promise<number>;

/** How a built-in container runs. */
export interface TaskOptions {
  readonly place: ContainerContext;
  readonly main: Main;
  /**
   * Exit code after SIGTERM and the like; undefined: as process 1 of a container, it does not notice it; or what delivers a signal to a
   * program that decides itself.
   */
  readonly onTerminate: number | undefined | ((signal: NodeJS.Signals) => void);
  /** What it is called in lists of processes. */
  readonly command: readonly string[];
  readonly exec: Container['exec'];
  /** Takes back what the container had; called once, at its end. */
  readonly onEnd: () => void;
  /** Shown as its process id. */
  readonly pid: number;
}

/** A container whose program is a function of ours instead of a process. */
export function startTask({ place, main, onTerminate, command, exec, onEnd, pid }: TaskOptions): Container {
  const { spec, processes, user } = place;
  const log = createLog(spec.tty, place.past?.log);
  let resolve: (end: { readonly exitCode: number }) => void = () => undefined;
  const ended = new Promise<{ readonly exitCode: number }>((fulfil) => {
    resolve = fulfil;
  });
  let isOver = false;
  const first = processes.spawn({
    ...{ parent: processes.hasInit ? 1 : 0, command, tty: spec.tty === true },
    ...{ uid: user.uid, user: place.userName },
  });

  function end(exitCode: number): void {
    if (isOver) return;
    isOver = true;
    // Also the first: what it has begun (a server that listens) ends by its signal.
    processes.killAll();
    first.end();
    terminal?.hangUp();
    input.close();
    onEnd();
    log.end();
    resolve({ exitCode });
  }
  const terminating: ReadonlySet<NodeJS.Signals> = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP']);
  if (typeof onTerminate === 'number') {
    first.handler = (signal) => {
      if (terminating.has(signal)) end(onTerminate);
      return true;
    };
  } else if (onTerminate !== undefined) {
    first.handler = (signal) => {
      onTerminate(signal);
      return true;
    };
  }
  const input = createPipe(() => new Error('closed'), Infinity);
  const room = () => processes.awake;
  const write = (stream: 'stdout' | 'stderr', data: string | Uint8Array): void => {
    if (!isOver) log.write(stream, data);
  };
  const writer = (stream: 'stdout' | 'stderr'): Sink =>
    Object.assign(
      (data: string | Uint8Array) => {
        write(stream, data);
      },
      { room },
    );
  const shown = writer('stdout');
  const terminal = spec.tty === true ? new Terminal(spec.terminal, shown) : undefined;
  if (terminal) {
    terminal.foreground = (signal) => {
      processes.deliver(first, signal);
    };
  }
  first.signal.addEventListener('abort', () => {
    end(atExit(first.signal));
  });
  const io = terminal === undefined ? pipeIo(input.input.for(first.signal), writer) : terminalIo(terminal, first);
  main(place, io, first.signal, first).then(end, (error: unknown) => {
    if (!(error instanceof Killed)) io.stderr(`${error instanceof Error ? error.message : String(error)}\n`);
    end(error instanceof Killed ? atExit(first.signal) : 1);
  });
  if (spec.stdin !== true && terminal === undefined) input.close();

  return {
    pid,
    log,
    writeStdin: (data) => {
      if (terminal) terminal.type(data);
      else input.sink(data);
    },
    closeStdin: () => {
      if (terminal) terminal.hangUp();
      else input.close();
    },
    async stop(graceSeconds) {
      if (graceSeconds > 0) processes.deliver(first, spec.stopSignal ?? place.stopSignal);
      const timer = setTimeout(() => {
        end(killedCode);
      }, graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
    kill(signal) {
      if (signal === 'SIGKILL') end(killedCode);
      else processes.deliver(first, signal);
    },
    resize: (size) => terminal?.resize(size),
    processes: () => (isOver ? [] : processes.list()),
    usage: () => ({
      cpu: processes.busy,
      memory: 1024 * 1024 * processes.list().length,
      pids: processes.list().length,
    }),
    pause: () => {
      processes.pause();
    },
    unpause: () => {
      processes.unpause();
    },
    ended,
    exec: execWithin(exec, ended),
  };
}

function pipeIo(stdin: Input, writer: (stream: 'stdout' | 'stderr') => Sink): Io {
  return { stdin, stdout: writer('stdout'), stderr: writer('stderr') };
}

/** The streams of a program that has a terminal. */
export function terminalIo(terminal: Terminal, { signal }: Process): Io {
  const write = (data: string | Uint8Array): void => {
    terminal.write(data);
  };
  const sink: Sink = Object.assign(write, { terminal, room: () => terminal.room() });
  return { stdin: new Input((until) => terminal.read(until), signal, terminal), stdout: sink, stderr: sink };
}
