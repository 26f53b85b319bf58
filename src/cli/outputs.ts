import { closeSync, openSync, writeSync } from 'node:fs';
import { type Message, message } from '../messages/message.ts';
import { reasonOf as messageOf, systemReason } from '../messages/message-error.ts';
import type { Output } from '../report/reporter.ts';
import { UsageError } from './errors.ts';

/** The terminal (or pipe) that the program writes to. */
export interface StreamOutput extends Output {
  /** Fulfilled when the reader has taken what was written, nearly all of it; at once when it is gone, or by the signal. */
  ready(signal: AbortSignal): Promise<void>;
}

/** The terminal (or pipe) that the program writes to. */
export function streamOutput(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): StreamOutput {
  const isTTY = stream.isTTY && env['TERM'] !== 'dumb';
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return {
    write: (text) => {
      stream.write(text);
    },
    ready: async (signal) => {
      if (stream.writableNeedDrain && !signal.aborted) await drained(stream, signal);
    },
    isTTY,
    get columns() {
      return stream.columns || 80;
    },
    colors: forced || (isTTY && !env['NO_COLOR']),
  };
}

function drained(stream: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'] as const;
    const end = (): void => {
      for (const event of events) stream.off(event, end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    for (const event of events) stream.on(event, end);
    signal.addEventListener('abort', end);
  });
}

/** A file that was opened for a reporter or a recording. */
export interface FileOutput extends Output {
  readonly path: string;
  /** Throws when what was written cannot be kept. */
  close(): void;
}

/** A file to write to, made anew. Throws UsageError when it cannot be. */
export function fileOutput(path: string): FileOutput {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'w');
  } catch (error) {
    throw new UsageError(message('cli/cannot-write', { file: path, reason: reasonOf(error) }));
  }
  return {
    write: (text) => {
      // On a disk that is nearly full, the system takes a part, and says no only to the rest.
      for (let rest = Buffer.from(text); rest.length > 0;) rest = rest.subarray(writeSync(descriptor, rest));
    },
    path,
    isTTY: false,
    columns: 80,
    colors: false,
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** Why the system refused. */
export function reasonOf(error: unknown): Message {
  return systemReason(error) ?? messageOf(error);
}
