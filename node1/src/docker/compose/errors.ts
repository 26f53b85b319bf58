import { ExitError } from '../../cli-kit/exit-error.ts';
import { DaemonError } from '../engine/containers.ts';

/** What ends a command of docker-compose: what its log says of it, if anything, and the exit code. */
export class ComposeError extends Error {
  override readonly name: string = 'ComposeError';
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** An image that no registry has: `up` asks whether to go on. */
export class ImageNotFound extends ComposeError {
  override readonly name = 'ImageNotFound';
}

/** The command ends with this code, and says no more. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('');
    this.exitCode = exitCode;
  }
}

/** What an operation on a container says of its failure; undefined for what is no failure of docker's. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof ComposeError || error instanceof DaemonError) return error.message;
  return error instanceof ExitError && typeof error.text === 'string' ? error.text : undefined;
}

/** Of a failed start: also what the runtime itself says. */
export function startReason(error: unknown): string | undefined {
  const known = reasonOf(error);
  if (known !== undefined || !(error instanceof Error) || error instanceof ExitError || error instanceof Exit)
    return known;
  const isRuntime = /^OCI runtime|executable file not found|no such file or directory/.test(error.message);
  return isRuntime && !error.message.startsWith('failed to create shim task')
    ? `failed to create shim task: ${error.message}`
    : error.message;
}
