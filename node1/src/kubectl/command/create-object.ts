import { type Flag, flag } from '../../cli-kit/flags.ts';
import { RefusedError } from '../../kube/errors.ts';
import { ApiError, type Kinds, type Resource } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { dryRunFlag, outputFlags, saveConfigFlag } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { kindOf } from '../kinds.ts';
import { createAndReport, notYet } from './print-result.ts';

/** The flags of every command that makes an object. */
export const madeFlags: readonly Flag[] = [dryRunFlag, ...outputFlags, saveConfigFlag, ...flag.ignored('validate')];

/** The one name that a command takes. Throws ExitError for none, and for more. */
export function oneName(call: KubectlCall): string {
  const [name, ...more] = call.dash < 0 ? call.args : call.args.slice(0, call.dash);
  if (name === undefined || more.length > 0)
    return failUsage(call.command, `exactly one NAME is required, got ${name === undefined ? 0 : more.length + 1}`);
  return name;
}

/** The metadata of an object that kubectl makes itself; with a namespace only where one was asked for. */
export function madeMetadata(call: KubectlCall, name: string) {
  const { namespace, flags } = call;
  return {
    name,
    creationTimestamp: notYet,
    ...(namespace === 'default' && !flags.given('namespace') ? {} : { namespace }),
  };
}

/** The values of a flag that may be given several times and takes lists with commas. */
export function valuesOf(call: KubectlCall, flag: string): readonly string[] {
  return call.flags.list(flag).flatMap((list) => list.split(','));
}

/** Makes an object and says so; with `what`, the server's refusals begin with `failed to create WHAT`. */
export async function make<R extends Resource>(
  call: KubectlCall,
  resource: R,
  object: Kinds[R],
  what?: string,
): Promise<number> {
  try {
    await createAndReport(call, kindOf(resource), object);
  } catch (error) {
    if (what !== undefined && error instanceof ApiError && !(error instanceof RefusedError))
      fail(`failed to create ${what}: ${error.message}`);
    throw error;
  }
  return 0;
}
