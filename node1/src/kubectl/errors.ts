import { ExitError } from '../cli-kit/exit-error.ts';
import { InvalidError, RefusedError } from '../kube/errors.ts';
import type { Text } from '../messages/codes.ts';
import { ApiError } from '../objects.ts';

/** Ends the command as kubectl's CheckErr does: `error: ...`, exit code 1. */
export function fail(message: string): never {
  throw new ExitError(`error: ${message}`);
}

/** A mistake in how a command was typed (cmdutil.UsageErrorf): the message, then where its help is. */
export function failUsage(command: string, message: string): never {
  fail(`${message}\nSee 'kubectl ${command} -h' for help and examples`);
}

/**
 * The text of a refusal by the API server as kubectl prints it. `doing` (`error when creating "x.yaml"`) stands before the
 * message when the object came from a file; an invalid object is printed without it, one problem per line.
 */
export function serverMessage(error: ApiError, doing?: string): Text {
  if (error instanceof InvalidError) return error.printed;
  if (error instanceof RefusedError) return error.refused;
  const message = doing === undefined ? error.message : `${doing}: ${error.message}`;
  return `Error from server (${error.reason}): ${message}`;
}

/** What is printed for any error that a command ends with; a bug of ours is not hidden. */
export function errorText(error: unknown): Text {
  if (error instanceof ExitError) return error.text;
  if (error instanceof ApiError) return serverMessage(error);
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}

/** Several errors of one command, printed one per line; the exit code is 1. */
export function failAll(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new ExitError(errors.map(errorText));
}
