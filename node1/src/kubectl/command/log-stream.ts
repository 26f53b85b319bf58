import { follow, missedText } from '../../follow.ts';
import { signalCode } from '../../program.ts';
import type { Container, LogLine } from '../../workload.ts';
import type { KubectlCall } from '../command.ts';
import { fail } from '../errors.ts';
import { requestTimeout } from '../request-timeout.ts';

/** One container whose log is shown. */
export interface LogSource {
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

/** The text of log lines as kubectl prints it. */
export function logLines({ prefix }: LogSource, lines: readonly LogLine[], options: LogOptions): string {
  const young = options.since === undefined ? lines : lines.filter(({ at }) => at >= (options.since ?? 0));
  const shown = options.limit < 0 ? young : options.limit === 0 ? [] : young.slice(-options.limit);
  return shown.map((line) => lineText(line, prefix, options)).join('');
}

function lineText({ at, text }: LogLine, prefix: string, { timestamps }: LogOptions): string {
  // The engine's times have nanoseconds; ours stop at milliseconds.
  const time = timestamps ? `${new Date(at).toISOString().slice(0, -1)}000000Z ` : '';
  return prefix + time + text;
}

/** Shows logs and what is added to them, until their containers end (0) or a signal ends the command (130, 143). */
export async function streamLogs(
  call: KubectlCall,
  sources: readonly LogSource[],
  options: LogOptions,
): Promise<number> {
  const timeLimit = requestTimeout(call.flags);
  const { signal: interrupt } = call.invocation;
  const signal = timeLimit === undefined ? interrupt : AbortSignal.any([interrupt, AbortSignal.timeout(timeLimit)]);
  const tail = options.limit < 0 ? Infinity : options.limit;
  const followed = sources.flatMap(({ container, prefix }) =>
    container === undefined ? [] : [{ container, prefix, tail }],
  );
  for await (const { index, lines, missed } of follow(followed, signal)) {
    if (missed > 0) await call.err(missedText(missed, call.invocation.lang));
    const young = lines.filter(({ at }) => at >= (options.since ?? 0));
    await call.out(young.map((line) => lineText(line, followed[index]?.prefix ?? '', options)).join(''));
  }
  if (signal.aborted && !interrupt.aborted)
    fail('net/http: request canceled (Client.Timeout or context cancellation while reading body)');
  return signal.aborted ? signalCode(signal) : 0;
}
