import { closeSync, openSync, writeSync } from 'node:fs';
import { type Message, message } from '../messages/message.ts';
import { reasonOf as messageOf } from '../messages/message-error.ts';
import type { Output } from '../report/reporter.ts';
import { UsageError } from './errors.ts';

/** The terminal (or pipe) that the program writes to. */
export function streamOutput(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Output {
  const isTTY = stream.isTTY && env['TERM'] !== 'dumb';
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY,
    get columns() {
      return stream.columns || 80;
    },
    colors: forced || (isTTY && !env['NO_COLOR']),
  };
}

/** A file that was opened for a reporter or a recording. */
export interface FileOutput extends Output {
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
      writeSync(descriptor, text);
    },
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
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return message('cli/no-such-file');
    case 'EISDIR':
      return message('cli/it-is-folder');
    case 'EACCES':
    case 'EPERM':
      return message('cli/permission-denied');
    case 'ENOSPC':
      return message('cli/no-space');
    default:
      return messageOf(error);
  }
}
