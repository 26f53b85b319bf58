import type { Container } from '../workload.ts';
import type { ContainerContext } from './container-context.ts';
import { execWithin, killedCode } from './exit-status.ts';
import { createLog } from './log.ts';

/** What a program inside the rehearsal reads and writes. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (data: string | Uint8Array) => void;
  readonly stderr: (data: string | Uint8Array) => void;
}

/** A program inside the rehearsal; the number is its exit code. Ends soon after `signal` is aborted. */
export type Main = (place: ContainerContext, io: Io, signal: AbortSignal) => Promise<number>;

/** How a built-in container runs. */
export interface TaskOptions {
  readonly place: ContainerContext;
  readonly main: Main;
  /**
   * Exit code after SIGTERM; undefined: as process 1 of a container, it does not notice it; or what delivers a signal to a program that
   * decides itself.
   */
  readonly onTerminate: number | undefined | ((signal: NodeJS.Signals) => void);
  readonly exec: Container['exec'];
  /** Takes back what the container had; called once, at its end. */
  readonly onEnd: () => void;
  /** Shown as its process id. */
  readonly pid: number;
}

/** A container whose program is a function of ours instead of a process. */
export function startTask({ place, main, onTerminate, exec, onEnd, pid }: TaskOptions): Container {
  const log = createLog(place.spec.tty, place.past?.log);
  const controller = new AbortController();
  const input = createInput();
  let resolve: (end: { readonly exitCode: number }) => void = () => undefined;
  const ended = new Promise<{ readonly exitCode: number }>((fulfil) => {
    resolve = fulfil;
  });
  let isOver = false;

  function end(exitCode: number): void {
    if (isOver) return;
    isOver = true;
    controller.abort();
    input.close();
    onEnd();
    log.end();
    resolve({ exitCode });
  }
  function terminate(signal: NodeJS.Signals): void {
    if (typeof onTerminate === 'number') end(onTerminate);
    else onTerminate?.(signal);
  }
  const io: Io = {
    stdin: input.read,
    stdout: (data) => {
      if (!isOver) log.write('stdout', data);
    },
    stderr: (data) => {
      if (!isOver) log.write('stderr', data);
    },
  };
  main(place, io, controller.signal).then(end, (error: unknown) => {
    io.stderr(`${error instanceof Error ? error.message : String(error)}\n`);
    end(1);
  });
  if (place.spec.stdin !== true) input.close();

  return {
    pid,
    log,
    writeStdin: (data) => {
      input.push(data);
    },
    closeStdin: () => {
      input.close();
    },
    async stop(graceSeconds) {
      if (graceSeconds > 0) terminate('SIGTERM');
      const timer = setTimeout(() => {
        end(killedCode);
      }, graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
    kill(signal) {
      if (signal === 'SIGKILL') end(killedCode);
      else terminate(signal);
    },
    ended,
    exec: execWithin(exec, ended),
  };
}

/** Standard input that is written from outside and read by one program. */
function createInput(): { readonly read: AsyncIterable<Uint8Array>; push(data: Uint8Array): void; close(): void } {
  const chunks: Uint8Array[] = [];
  let isClosed = false;
  let wake: () => void = () => undefined;
  async function* read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (isClosed) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return {
    read: read(),
    push(data) {
      if (!isClosed) chunks.push(data);
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}
