import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { onlyKnownFields } from '../../kube/known-fields.ts';
import { message } from '../../messages/message.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, localFlag, outputFlags, recordFlag } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import type { Found } from '../selection.ts';
import { parseManifest } from '../yaml-documents.ts';
import { recordCause } from './change-cause.ts';
import { changed, isLocal } from './change-object.ts';
import { applyJsonPatch, type JsonPatch } from './json-patch.ts';
import { mergePatch, mergeThreeWay } from './merge.ts';
import { patchFault } from './patch-fault.ts';
import { type DryRun, isDryRun, report } from './print-result.ts';
import { selectObjects } from './set-select.ts';

const types = ['json', 'merge', 'strategic'];

/** What a patch makes of an object. */
type PatchChange = (live: unknown) => unknown;

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const [text, path] = [flags.text('patch'), flags.text('patch-file')];
  const type = flags.text('type').toLowerCase();
  const dryRun = await isDryRun(call);
  if (text !== '' && path !== '') fail('cannot specify --patch and --patch-file together');
  if (text === '' && path === '') fail('must specify --patch or --patch-file containing the contents of the patch');
  if (isLocal(call) && call.args.length > 0) fail('cannot specify --local and server resources');
  if (!types.includes(type))
    fail(`--type must be one of [${types.join(' ')}], not ${JSON.stringify(flags.text('type'))}`);
  const given =
    path === ''
      ? text
      : await readFile(resolve(call.invocation.cwd, path), 'utf8').catch(() =>
          fail(`unable to read patch file: open ${path}: no such file or directory`),
        );
  const patch = parsePatch(given, text);
  const { found, errors } = await selectObjects(call, call.args);
  const problems: unknown[] = [...errors];
  if (found.length === 0 && errors.length === 0) fail('no objects passed to patch');
  for (const each of found) {
    try {
      await patchOne(call, each, changeOf(type, patch), dryRun);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof ExitError)) throw error;
      problems.push(type === 'strategic' ? patchFault(error, patch) : error);
    }
  }
  failAll(problems);
  return 0;
}

async function patchOne(call: KubectlCall, found: Found, apply: PatchChange, dryRun: DryRun): Promise<void> {
  const change: PatchChange = (live) => onlyKnownFields(found.kind.kind, apply(live));
  const wanted = change(structuredClone(found.object)) as Found['object'];
  const { name } = found.object.metadata;
  if (wanted.metadata.name !== name)
    badPatch(`the name of the object (${wanted.metadata.name}) does not match the name on the URL (${name})`);
  const same = isDeepStrictEqual(wanted, found.object);
  const patched = same
    ? found
    : changed(call, found, dryRun, (copy) => {
        const made = change(structuredClone(copy)) as Found['object'];
        for (const key of Object.keys(copy)) if (!(key in made)) Reflect.deleteProperty(copy, key);
        Object.assign(copy, made);
        recordCause(call, copy);
      });
  const unchanged = isDeepStrictEqual(patched.object, found.object);
  await report(call, patched, unchanged ? 'patched (no change)' : 'patched', isLocal(call) ? '' : dryRun);
}

function changeOf(type: string, patch: unknown): PatchChange {
  if (type === 'json') {
    if (!Array.isArray(patch)) return badPatch('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
    return (live) => applyJsonPatch(live, patch as JsonPatch);
  }
  if (Array.isArray(patch))
    return badPatch('json: cannot unmarshal array into Go value of type map[string]interface {}');
  if (type === 'strategic' && JSON.stringify(patch).includes('"$'))
    throw notSimulated(message('subject/patch-directives'));
  return type === 'merge' ? (live) => mergePatch(live, patch) : (live) => mergeThreeWay({}, patch, live);
}

/** A patch that the API server cannot read. */
function badPatch(why: string): never {
  throw new ApiError(400, 'BadRequest', why);
}

/** A patch in JSON, which the API server reads. Throws ApiError. */
function jsonPatchText(text: string): unknown {
  try {
    return parseManifest(text, '');
  } catch (error) {
    return badPatch((error as Error).message.replace(/^error: error parsing : (?:json: line \d+: )?/, ''));
  }
}

/** JSON, or YAML, as kubectl takes both. Throws ExitError. */
function parsePatch(text: string, shown: string): unknown {
  let patch: unknown;
  // What begins with a brace is JSON, which the server reads.
  if (text.trimStart().startsWith('{')) return jsonPatchText(text);
  try {
    patch = parse(text, { version: '1.1', logLevel: 'silent' });
  } catch (error) {
    const line = Number(/line (\d+)/.exec((error as Error).message)?.[1] ?? 1);
    const where = line > 1 ? `line ${line - 1}: ` : '';
    return fail(
      `unable to parse ${JSON.stringify(shown)}: yaml: ${where}` +
        (text.trimStart().startsWith('[') ? "did not find expected ',' or ']'" : 'did not find expected key'),
    );
  }
  if (typeof patch === 'object' && patch !== null) return patch;
  const kind = typeof patch === 'number' ? 'number' : typeof patch === 'boolean' ? 'bool' : 'string';
  return badPatch(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
}

/** `kubectl patch`. */
export const patch: KubectlCommand = {
  name: 'patch',
  flags: [
    flag.text('patch', 'p'),
    flag.text('patch-file'),
    flag.text('type', undefined, 'strategic'),
    localFlag,
    recordFlag,
    ...fileFlags,
    dryRunFlag,
    ...outputFlags,
  ],
  run,
};
