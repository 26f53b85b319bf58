import { existsSync, rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { InvalidError } from '../../kube/errors.ts';
import { ApiError, type Resource, type Stored } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fileFlags, outputFlags, recordFlag, saveConfigFlag, validateFlag } from '../command.ts';
import { commandError, failAll } from '../errors.ts';
import { groupResource } from '../kinds.ts';
import { findObjects, isFromFiles, parseObjects } from '../manifest.ts';
import { formatOf } from '../print/object-printer.ts';
import { toJson, toYaml } from '../print/serialise.ts';
import { choose, type Found, parseRequest } from '../selection.ts';
import { without } from '../without.ts';
import { recordCause } from './change-cause.ts';
import { changed } from './change-object.ts';
import { editText } from './edit-editor.ts';
import { withLastApplied } from './last-applied.ts';
import { mergeThreeWay } from './merge.ts';
import { report } from './print-result.ts';

/** Why a file is opened again: a line, and points below it. */
interface Reason {
  readonly head: string;
  readonly points: readonly string[];
}

const intro =
  "# Please edit the object below. Lines beginning with a '#' will be ignored,\n" +
  '# and an empty file will abort the edit. If an error occurs while saving this file will be\n' +
  '# reopened with the relevant failures.\n#\n';

function header(reasons: readonly Reason[]): string {
  const hashed = (text: string): string => text.replaceAll('\n', '\n# ');
  const lines = reasons.map(
    ({ head, points }) =>
      `# ${hashed(head)}${points.length > 0 ? ':' : ''}\n${points.map((point) => `# * ${hashed(point)}\n`).join('')}#\n`,
  );
  return intro + lines.join('');
}

function stripped(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');
}

async function select(call: KubectlCall): Promise<readonly Found[]> {
  const files = call.flags.list('filename');
  const all = !isFromFiles(call) && parseRequest(call.args)?.by === 'type';
  const { found, errors } = isFromFiles(call)
    ? await findObjects(call, files)
    : choose(call.cluster.store, call.args, { namespace: call.namespace, all });
  failAll(errors);
  if (found.length === 0) throw commandError('edit cancelled, no objects found');
  return found;
}

function bufferText(found: readonly Found[], json: boolean): string {
  const items = found.map(({ object }) => ({ ...object, metadata: without(object.metadata, 'managedFields') }));
  const [first] = items;
  const whole = items.length === 1 ? first : { apiVersion: 'v1', items, kind: 'List', metadata: {} };
  return json ? toJson(whole) : toYaml(whole);
}

async function run(call: KubectlCall): Promise<number> {
  const found = await select(call);
  const json = formatOf(call).format === 'json';
  const original = bufferText(found, json);
  let text = original;
  let reasons: readonly Reason[] = [];
  let previous = '';
  for (;;) {
    const before = previous;
    const file = await editText(call, (json ? '' : header(reasons)) + text);
    const edited = stripped(file.text);
    const cancel = async (why: string): Promise<number> => {
      rmSync(file.path, { force: true });
      await call.err(`${why}\n`);
      return 0;
    };
    if (reasons.length > 0 && edited === before) {
      await preserved(call, file.path);
      throw commandError('Edit cancelled, no valid changes were saved.');
    }
    if (edited === stripped(original)) return await cancel('Edit cancelled, no changes made.');
    if (edited.trim() === '') return await cancel('Edit cancelled, saved file was empty.');
    previous = edited;
    text = file.text.replace(/^(?:#.*\n)*/, '');
    const outcome = await applyEdit(call, found, edited);
    if (outcome.done !== undefined) {
      if (outcome.keep) await call.err(`You can run \`kubectl replace -f ${file.path}\` to try this update again.\n`);
      else rmSync(file.path, { force: true });
      return outcome.done;
    }
    if (outcome.error !== undefined) {
      await preserved(call, file.path);
      throw outcome.error;
    }
    ({ reasons } = outcome);
    rmSync(file.path, { force: true });
  }
}

async function preserved(call: KubectlCall, path: string): Promise<void> {
  if (existsSync(path)) await call.err(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
}

/** What came of a file: an exit code, an error that ends the command, or reasons to open it again. */
interface Outcome {
  readonly done?: number;
  readonly keep?: boolean;
  readonly error?: ExitError;
  readonly reasons: readonly Reason[];
}

async function applyEdit(call: KubectlCall, found: readonly Found[], edited: string): Promise<Outcome> {
  const reasons: Reason[] = [];
  let objects: readonly Stored<Resource>[];
  try {
    objects = parseObjects(edited, 'edited-file', call.flags.on('validate')) as readonly Stored<Resource>[];
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    const text = error.message
      .replace(/^error: /, '')
      .replace(/^error validating "edited-file": error validating data: /, '');
    const [first] = found;
    const name =
      first === undefined ? '' : `${groupResource(first.kind)} ${JSON.stringify(first.object.metadata.name)}`;
    const isUnread = !text.startsWith('unable to recognize');
    if (first !== undefined && isUnread) await call.err(`error: ${name} is invalid\n`);
    if (text === error.message.replace(/^error: /, ''))
      return { reasons: [{ head: `The edited file had a syntax error: ${text}`, points: [] }] };
    const why = text.replace(/; if you choose.*/s, '');
    return {
      reasons: [
        {
          head: first === undefined ? '' : `${name} was not valid`,
          points: [`<nil>: Invalid value: "The edited file failed validation": ${why}`],
        },
      ],
    };
  }
  let failed = false;
  for (const object of objects) {
    const original = found.find(({ object: { metadata } }) => metadata.uid === object.metadata.uid);
    if (original === undefined) return { error: commandError('no original object found for the edited one'), reasons };
    const { kind } = original;
    const base = { ...original.object, metadata: without(original.object.metadata, 'managedFields') };
    const wanted = call.flags.on('save-config') ? withLastApplied(object) : object;
    if (isDeepStrictEqual(JSON.parse(JSON.stringify(base)), JSON.parse(JSON.stringify(wanted)))) {
      await report(call, original, 'skipped');
      continue;
    }
    const fixed: readonly (readonly [unknown, unknown])[] = [
      [base.kind, object.kind],
      [base.apiVersion, object.apiVersion],
      [base.metadata.name, object.metadata.name],
    ];
    if (fixed.some(([a, b]) => a !== b))
      return { error: commandError('At least one of apiVersion, kind and name was changed'), reasons };
    try {
      const now = changed(call, original, '', (live) => {
        const merged = mergeThreeWay(base, wanted, live) as Stored<Resource>;
        for (const key of Object.keys(live)) if (!(key in merged)) Reflect.deleteProperty(live, key);
        Object.assign(live, merged);
        recordCause(call, live);
      });
      await report(call, now, 'edited');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const name = `${groupResource(kind)} ${JSON.stringify(object.metadata.name)}`;
      if (error instanceof InvalidError) {
        await call.err(`error: ${name} is invalid\n`);
        reasons.push({ head: `${name} was not valid`, points: error.causes });
      } else {
        await call.err(
          error.reason === 'NotFound'
            ? `error: ${name} could not be found on the server\n`
            : `error: ${name} could not be patched: ${error.message}\n`,
        );
        failed = true;
      }
    }
  }
  if (failed) return { done: 1, keep: true, reasons };
  return reasons.length === 0 ? { done: 0, reasons } : { reasons };
}

/** `kubectl edit`: the editor runs in the terminal where the command was typed. */
export const edit: KubectlCommand = {
  name: 'edit',
  flags: [
    ...fileFlags,
    validateFlag,
    ...outputFlags,
    recordFlag,
    saveConfigFlag,
    ...flag.absent('output-patch', 'windows-line-endings'),
  ],
  run,
};
