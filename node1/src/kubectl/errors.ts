import { InvalidError } from '../kube/errors.ts';
import { ApiError } from '../objects.ts';

/** An end of kubectl that is not a success: what it prints on stderr, as it is printed, and its exit code. */
export class KubectlError extends Error {
  override readonly name = 'KubectlError';
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ends the command as kubectl's CheckErr does: `error: ...`, exit code 1. */
export function fail(message: string): never {
  throw new KubectlError(`error: ${message}`);
}

/** A mistake in how a command was typed (cmdutil.UsageErrorf): the message, then where its help is. */
export function failUsage(command: string, message: string): never {
  fail(`${message}\nSee 'kubectl ${command} -h' for help and examples`);
}

/** What the rehearsal does not know: said plainly, never guessed; `known` lists what it does know. */
export function notSimulated(what: string, known?: readonly string[]): KubectlError {
  const list = known === undefined ? '' : `\nrehearsal: it knows ${known.join(', ')}`;
  return new KubectlError(`rehearsal: ${what} is not simulated; use a real cluster${list}`);
}

/**
 * The text of a refusal by the API server as kubectl prints it. `doing` (`error when creating "x.yaml"`) stands before the
 * message when the object came from a file; an invalid object is printed without it, one problem per line.
 */
export function serverMessage(error: ApiError, doing?: string): string {
  if (error instanceof InvalidError) return error.printed;
  if (error.reason === 'NotSimulated') return error.message;
  const message = doing === undefined ? error.message : `${doing}: ${error.message}`;
  return `Error from server (${error.reason}): ${message}`;
}

/** What is printed for any error that a command ends with; a bug of ours is not hidden. */
export function errorText(error: unknown): string {
  if (error instanceof KubectlError) return error.message;
  if (error instanceof ApiError) return serverMessage(error);
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}

/** Several errors of one command, printed one per line; the exit code is 1. */
export function failAll(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new KubectlError(errors.map(errorText).join('\n'));
}
