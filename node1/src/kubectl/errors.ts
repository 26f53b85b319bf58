import { ExitError } from '../cli-kit/exit-error.ts';
import { InvalidError, RefusedError } from '../kube/errors.ts';
import type { Text } from '../messages/codes.ts';
import { ApiError } from '../objects.ts';

/** An error that kubectl prints after `error: ` when it is the only one of a command, and bare among others. */
class CommandError extends ExitError {
  readonly bare: string;
  constructor(bare: string) {
    super(`error: ${bare}`);
    this.bare = bare;
  }
}

/** A refusal by the API server of an object that came from a file: `error when creating "x.yaml"`. */
class SourceError extends ExitError {
  readonly error: ApiError;
  readonly doing: string;
  constructor(error: ApiError, doing: string) {
    super(serverMessage(error, doing));
    this.error = error;
    this.doing = doing;
  }
}

/** Errors that count as one. */
class Aggregate extends ExitError {
  readonly errors: readonly unknown[];
  constructor(errors: readonly unknown[]) {
    super(errors.map(errorLine));
    this.errors = errors;
  }
}

/** Ends the command as kubectl's CheckErr does: `error: ...`, exit code 1. */
export function fail(message: string): never {
  throw new CommandError(message);
}

/** The same error, for those who collect errors. */
export function commandError(message: string): ExitError {
  return new CommandError(message);
}

/** Several errors of files as the one that kubectl makes of them: `[a, b]` among others, on lines of their own alone. */
export function asOne(errors: readonly unknown[]): readonly unknown[] {
  return errors.length < 2 ? errors : [new Aggregate(errors)];
}

/** A mistake in how a command was typed (cmdutil.UsageErrorf): the message, then where its help is. */
export function failUsage(command: string, message: string): never {
  fail(`${message}\nSee 'kubectl ${command} -h' for help and examples`);
}

/** A refusal by the API server, told with what was being done (`error when creating "x.yaml"`). */
export function whileDoing(error: unknown, doing: string): unknown {
  return error instanceof ApiError && !(error instanceof RefusedError) ? new SourceError(error, doing) : error;
}

/**
 * The text of a refusal by the API server as kubectl prints it. `doing` (`error when creating "x.yaml"`) stands before the
 * message when the object came from a file; an invalid object is printed without it, one problem per line.
 */
function serverMessage(error: ApiError, doing?: string): Text {
  if (error instanceof InvalidError) return error.printed;
  if (error instanceof RefusedError) return error.refused;
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
  return `Error from server (${error.reason}): ${doing === undefined ? '' : `${doing}: `}${error.message}`;
}

/** What is printed for any error that a command ends with; a bug of ours is not hidden. */
export function errorText(error: unknown): Text {
  if (error instanceof ExitError) return error.text;
  if (error instanceof ApiError) return serverMessage(error);
  return `error: ${error instanceof Error ? error.message : String(error)}`;
}

/** What is printed for one of several errors: without `error: `, and an invalid object on one line. */
function errorLine(error: unknown): Text {
  if (error instanceof CommandError) return error.bare;
  if (error instanceof Aggregate) {
    const lines = error.errors.map(errorLine);
    // A refusal of ours among them is worded on its own line.
    return lines.every((line) => typeof line === 'string') ? `[${lines.join(', ')}]` : lines;
  }
  const { error: cause, doing } = error instanceof SourceError ? error : { error, doing: undefined };
  if (cause instanceof InvalidError)
    return `Error from server (Invalid): ${doing === undefined ? '' : `${doing}: `}${cause.message}`;
  if (error instanceof ExitError || error instanceof ApiError) return errorText(error);
  return error instanceof Error ? error.message : String(error);
}

/** Several errors of one command, printed one per line; the exit code is 1. One that occurs twice is printed once. */
export function failAll(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  if (errors.length === 1) throw errors[0] instanceof ExitError ? errors[0] : new ExitError(errorText(errors[0]));
  throw new ExitError(errors.map(errorLine));
}
