import type { Container, LogLine } from '../../workload.ts';
import type { Call } from '../command.ts';

/** One container whose log is shown. */
export interface Source {
  readonly container: Container | undefined;
  readonly prefix: string;
}

/** Which lines are shown, and how. */
export interface LogOptions {
  /** The newest lines only; negative for all. */
  readonly limit: number;
  /** Milliseconds since the epoch. */
  readonly since: number | undefined;
  readonly timestamps: boolean;
}

/** Characters that wait for a slow reader before the containers have to wait as well. */
const mostPending = 1024 * 1024;

/** The text of log lines as kubectl prints it. */
export function logLines({ prefix }: Source, lines: readonly LogLine[], options: LogOptions): string {
  const young = options.since === undefined ? lines : lines.filter(({ at }) => at >= (options.since ?? 0));
  const shown = options.limit < 0 ? young : options.limit === 0 ? [] : young.slice(-options.limit);
  return shown.map((line) => lineText(line, prefix, options)).join('');
}

function lineText({ at, text }: LogLine, prefix: string, { timestamps }: LogOptions): string {
  // The engine's times have nanoseconds; ours stop at milliseconds.
  const time = timestamps ? `${new Date(at).toISOString().slice(0, -1)}000000Z ` : '';
  return prefix + time + text;
}

/** Shows logs and what is added to them, until their containers end (0) or the command is interrupted (130). */
export async function streamLogs(call: Call, sources: readonly Source[], options: LogOptions): Promise<number> {
  const { signal } = call.invocation;
  const pending: string[] = [];
  let size = 0;
  let caughtUp: Promise<void> | undefined;
  let release = (): void => undefined;
  let running = sources.length;
  let wake = (): void => undefined;
  const stops: (() => void)[] = [];
  const interrupted = (): void => {
    wake();
  };
  signal.addEventListener('abort', interrupted, { once: true });
  for (const source of sources) {
    const { container } = source;
    if (container === undefined) {
      running--;
      continue;
    }
    pending.push(logLines(source, container.logs, options));
    stops.push(
      container.onLog((line) => {
        const text = lineText(line, source.prefix, options);
        pending.push(text);
        size += text.length;
        wake();
        if (size > mostPending) caughtUp ??= new Promise((resolve) => (release = resolve));
        return caughtUp;
      }),
    );
    void container.ended.then(() => {
      running--;
      wake();
    });
  }
  try {
    for (;;) {
      if (signal.aborted) return 130;
      if (pending.length > 0) {
        const text = pending.splice(0).join('');
        size = 0;
        await call.out(text);
        release();
        caughtUp = undefined;
      } else if (running === 0) return 0;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    release();
    signal.removeEventListener('abort', interrupted);
    for (const stop of stops) stop();
  }
}
