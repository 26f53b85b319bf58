import { isDeepStrictEqual } from 'node:util';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { ApiError, type Resource, type Stored } from '../../objects.ts';
import type { KubectlCall } from '../command.ts';
import { commandError, fail } from '../errors.ts';
import { findObjects, isFromFiles, readManifests } from '../manifest.ts';
import { choose, type Found } from '../selection.ts';
import { recordCause } from './change-cause.ts';
import { changed, isLocal } from './change-object.ts';
import { objectOf } from './create-file.ts';
import { type DryRun, report } from './print-result.ts';

/** Objects to be changed, and what went wrong in finding the others. */
interface Selected {
  readonly found: readonly Found[];
  readonly errors: readonly unknown[];
}

/** The objects that a command of `set` (or `label`) names; with `--local`, those of files as they stand there. Throws ExitError. */
export async function selectObjects(call: KubectlCall, args: readonly string[]): Promise<Selected> {
  const { flags } = call;
  const files = flags.list('filename');
  if (isLocal(call)) {
    if (args.length > 0)
      throw new ExitError(
        'error: you must specify resources by --filename when --local is set.\n' +
          "Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
      );
    const { found, errors } = await readManifests(call, files);
    return {
      found: found.map((each) => ({ kind: each.kind, object: objectOf(each) as Stored<Resource> })),
      errors,
    };
  }
  if (isFromFiles(call)) {
    if (args.length > 0)
      fail('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    return await findObjects(call, files);
  }
  const selector = flags.has('selector') ? flags.text('selector') : '';
  return choose(call.cluster.store, args, {
    namespace: call.namespace,
    selector,
    all: flags.has('all') && flags.on('all'),
  });
}

/** `deployments/web`: an object as these commands name it in errors. */
export function objectName({ kind, object }: Found): string {
  return `${kind.resource}/${object.metadata.name}`;
}

/**
 * Changes objects one after the other, and reports those that are another after it. What `edit` throws is told of the object;
 * `doing` stands before what the API server refuses.
 */
export async function changeAll(
  call: KubectlCall,
  { found, errors }: Selected,
  how: { readonly verb: string; readonly dryRun: DryRun; readonly doing: string },
  edit: (copy: Stored<Resource>, of: Found) => void,
): Promise<unknown[]> {
  const problems: unknown[] = [...errors];
  for (const each of found) {
    const copy = structuredClone(each.object);
    try {
      edit(copy, each);
    } catch (error) {
      if (!(error instanceof ExitError)) throw error;
      problems.push(error);
      continue;
    }
    if (isDeepStrictEqual(copy, each.object)) continue;
    try {
      const now = changed(call, each, how.dryRun, (live) => {
        edit(live, each);
        recordCause(call, live);
      });
      await report(call, now, how.verb, isLocal(call) ? '' : how.dryRun);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problems.push(how.doing === '' ? error : commandError(how.doing + error.message));
    }
  }
  return problems;
}
