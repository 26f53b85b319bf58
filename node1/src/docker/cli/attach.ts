import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { takeTerminal } from '../../terminal-session.ts';
import type { Container } from '../../workload.ts';
import type { DockerContainer } from '../engine/container.ts';
import { type DockerCall, type DockerCommand } from './command.ts';
import { requireContainer } from './find-container.ts';
import { showLog } from './logs.ts';

const ctrlP = 0x10;
const ctrlQ = 0x11;

/** How somebody is attached to a container. */
export interface Attachment {
  /** It runs already: what it shows is to be seen again. */
  readonly redraws?: boolean;
  /** What is typed goes to it. */
  readonly withStdin: boolean;
  /** ^P ^Q leaves it running. */
  readonly canDetach: boolean;
  /** Lines of its log that are not shown: what it said before. */
  readonly before: number;
  /** ^C is a signal for it. Default: true. */
  readonly passesSignals?: boolean;
}

/** Shows a container's output until it ends or is left; gives its exit code, 0 where it was left. */
export async function attachTo(
  call: DockerCall,
  container: DockerContainer,
  process: Container,
  { withStdin, canDetach, before, passesSignals = true, redraws = false }: Attachment,
): Promise<number> {
  const { stdin, signal } = call.invocation;
  const left = new AbortController();
  const stop = () => {
    if (passesSignals) process.kill('SIGINT');
    else left.abort();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const ended = call.engine.containers.ended(container);
  const session = withStdin && container.options.tty ? takeTerminal(call.invocation, new Uint8Array()) : undefined;
  if (session) {
    // Another size first makes programs draw their prompt again.
    if (redraws) process.resize({ ...session.size, rows: session.size.rows + 1 });
    process.resize(session.size);
  }
  const unsubscribe = session?.onResize((size) => {
    process.resize(size);
  });
  if (withStdin) {
    void feed(process, stdin, canDetach, container.options.tty, () => {
      left.abort();
    });
  }
  const { log } = process;
  // Also what it says after ^C.
  await showLog(call, process, left.signal, Math.max(0, log.dropped + log.lines.length - before)).finally(() => {
    unsubscribe?.();
    session?.close();
  });
  signal.removeEventListener('abort', stop);
  if (left.signal.aborted) {
    if (canDetach && !signal.aborted) await call.err('read escape sequence\n');
    // As `docker attach` ends, but for the keys of `run` and `start`.
    return Number(redraws && canDetach && !signal.aborted);
  }
  return ended;
}

async function feed(
  process: Container,
  stdin: AsyncIterable<Uint8Array>,
  canDetach: boolean,
  tty: boolean,
  leave: () => void,
): Promise<void> {
  let isEscaping = false;
  try {
    for await (const chunk of stdin) {
      if (!canDetach) {
        process.writeStdin(chunk);
        continue;
      }
      const kept: number[] = [];
      for (const byte of chunk) {
        if (isEscaping && byte === ctrlQ) {
          if (kept.length > 0) process.writeStdin(Uint8Array.from(kept));
          leave();
          return;
        }
        if (isEscaping) kept.push(ctrlP);
        isEscaping = byte === ctrlP;
        if (!isEscaping) kept.push(byte);
      }
      if (kept.length > 0) process.writeStdin(Uint8Array.from(kept));
    }
    process.closeStdin();
  } catch (error) {
    if (!tty) process.closeStdin();
    throw error;
  }
}

/** `docker attach`. */
export const attach: DockerCommand = {
  name: 'attach',
  usage: '[OPTIONS] CONTAINER',
  summary: 'Attach local standard input, output, and error streams to a running container',
  flags: [flag.bool('no-stdin'), flag.bool('sig-proxy'), ...flag.absent('detach-keys=')],
  least: 1,
  most: 1,
  async run(call) {
    const container = requireContainer(call, call.args[0] ?? '');
    const { process, options, state } = container;
    if (state === 'paused') throw new ExitError('You cannot attach to a paused container, unpause it first');
    if (state === 'restarting')
      throw new ExitError('You cannot attach to a restarting container, wait until it is running');
    if (state !== 'running' || process === undefined) {
      throw new ExitError('You cannot attach to a stopped container, start it first');
    }
    const withStdin = options.stdin && !call.flags.on('no-stdin');
    if (withStdin && options.tty && !call.invocation.stdin.isTTY) {
      throw new ExitError('the input device is not a TTY');
    }
    const { log } = process;
    const passesSignals = !call.flags.given('sig-proxy') || call.flags.on('sig-proxy');
    return attachTo(call, container, process, {
      withStdin,
      canDetach: options.tty,
      before: log.dropped + log.lines.length,
      passesSignals,
      redraws: true,
    });
  },
};
