import { takeTerminal, type TerminalSession } from '../../terminal-session.ts';
import type { Container } from '../../workload.ts';
import type { DockerCall } from './command.ts';
import { showLog } from './logs.ts';

/** How this terminal takes part in a container. */
interface Attachment {
  /** What is typed goes to it. */
  readonly stdin: boolean;
  /** It has a terminal. */
  readonly tty: boolean;
  /** Keys that leave it. */
  readonly keys?: Uint8Array | undefined;
  /** Signals are passed on; without, ^C ends the command alone. */
  readonly sigProxy?: boolean;
  /** How many of the newest lines that it has said are shown first. Default: all. */
  readonly tail?: number;
}

/** Shows a container's output until it ends or is left; its exit code, undefined when it was left. ^C is passed on, or typed. */
export async function attachTo(call: DockerCall, container: Container, how: Attachment): Promise<number | undefined> {
  const { stdin, tty, keys, sigProxy = true, tail } = how;
  const { invocation } = call;
  const session = tty && stdin ? takeTerminal(invocation, keys) : undefined;
  const left = new AbortController();
  const leave = (): void => {
    left.abort();
  };
  const interrupt = (): void => {
    // As process 1 it may not notice.
    if (sigProxy && session === undefined) container.kill('SIGINT');
    else leave();
  };
  if (invocation.signal.aborted) interrupt();
  invocation.signal.addEventListener('abort', interrupt);
  const unsubscribe = session && followSize(session, container);
  void session?.detached.then(leave);
  if (stdin) void feed(container, session?.stdin ?? invocation.stdin, left.signal);
  try {
    await showLog(call, container, left.signal, tail);
    if (left.signal.aborted) return undefined;
    return (await container.ended).exitCode;
  } finally {
    unsubscribe?.();
    session?.close();
    leave();
    invocation.signal.removeEventListener('abort', interrupt);
  }
}

function followSize(session: TerminalSession, container: Container): () => void {
  container.resize(session.size);
  return session.onResize((size) => {
    container.resize(size);
  });
}

async function feed(container: Container, stdin: AsyncIterable<Uint8Array>, left: AbortSignal): Promise<void> {
  for await (const chunk of stdin) {
    if (left.aborted) return;
    container.writeStdin(chunk);
  }
  if (!left.aborted) container.closeStdin();
}
