import { parse } from 'yaml';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { message } from '../../messages/message.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { findObjects } from '../manifest.ts';
import { choose, type Found } from '../selection.ts';
import { sign } from './field-manager.ts';
import { applyJsonPatch, type JsonPatch } from './json-patch.ts';
import { mergePatch, mergeThreeWay } from './merge.ts';
import { isDryRun, report } from './print-result.ts';

const types = ['json', 'merge', 'strategic'];

/** What a patch makes of an object. */
type PatchChange = (live: unknown) => unknown;

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const text = flags.text('patch');
  const type = flags.text('type');
  if (!types.includes(type)) fail(`--type must be one of [${types.join(' ')}], not ${JSON.stringify(type)}`);
  if (text === '') fail('must specify --patch or --patch-file containing the contents of the patch');
  const files = flags.list('filename');
  const { found, errors } =
    files.length > 0
      ? await findObjects(call, files)
      : choose(call.cluster.store, call.args, { namespace: call.namespace });
  const change = readPatch(type, text);
  const dryRun = await isDryRun(call);
  const problems: unknown[] = [...errors];
  for (const each of found) {
    try {
      await patchOne(call, each, change, dryRun);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ExitError)) throw error;
      problems.push(error);
    }
  }
  failAll(problems);
  return 0;
}

async function patchOne(
  call: KubectlCall,
  { kind, object }: Found,
  change: PatchChange,
  dryRun: boolean,
): Promise<void> {
  const wanted = change(structuredClone(object)) as Found['object'];
  const same = JSON.stringify(wanted) === JSON.stringify(object);
  const patched = dryRun
    ? wanted
    : same
      ? object
      : call.cluster.store.patch(kind.resource, object.metadata.namespace ?? '', object.metadata.name, (copy) => {
          for (const key of Object.keys(copy)) if (!(key in wanted)) Reflect.deleteProperty(copy, key);
          Object.assign(copy, change(structuredClone(copy)));
          sign(call, copy);
        });
  await report(call, { kind, object: patched }, same ? 'patched (no change)' : 'patched', dryRun);
}

function readPatch(type: string, text: string): PatchChange {
  const patch = parsePatch(text);
  if (type === 'json') {
    if (!Array.isArray(patch)) return fail('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
    return (live) => applyJsonPatch(live, patch as JsonPatch);
  }
  if (JSON.stringify(patch).includes('"$')) throw notSimulated(message('subject/patch-directives'));
  return type === 'merge' ? (live) => mergePatch(live, patch) : (live) => mergeThreeWay({}, patch, live);
}

/** JSON, or YAML, as kubectl takes both. */
function parsePatch(text: string): unknown {
  let patch: unknown;
  try {
    patch = parse(text);
  } catch {
    throw new ExitError(`error: unable to parse ${JSON.stringify(text)}: yaml: invalid patch`);
  }
  if (typeof patch !== 'object' || patch === null)
    throw new ExitError(`error: unable to parse ${JSON.stringify(text)}: yaml: invalid patch`);
  return patch;
}

/** `kubectl patch`. */
export const patch: KubectlCommand = {
  name: 'patch',
  flags: [
    flag.text('patch', 'p'),
    flag.text('type', undefined, 'strategic'),
    ...fileFlags,
    dryRunFlag,
    ...outputFlags,
    ...flag.ignored('record'),
    ...flag.absent('patch-file=', 'local'),
  ],
  run,
};
