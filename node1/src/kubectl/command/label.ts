import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { labelValueCauses } from '../../kube/name-rules.ts';
import { ApiError, type Resource, type Stored } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, localFlag, outputFlags, recordFlag } from '../command.ts';
import { commandError, fail, failAll } from '../errors.ts';
import { parseFieldSelector } from '../field-selector.ts';
import { isFromFiles } from '../manifest.ts';
import type { Found } from '../selection.ts';
import { parseRequest } from '../selection.ts';
import { changeCause, recordCause } from './change-cause.ts';
import { changeAndReport, isLocal } from './change-object.ts';
import { type DryRun, isDryRun } from './print-result.ts';
import { selectObjects } from './set-select.ts';

/** What differs between `label` and `annotate`. */
interface MetadataMap {
  readonly noun: 'label' | 'annotation';
  readonly field: 'labels' | 'annotations';
}

/** The changes among the arguments. */
interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
  /** The words before them, which name objects. */
  readonly rest: readonly string[];
}

function changesOf(args: readonly string[], { noun }: MetadataMap): Changes {
  const isChange = (arg: string): boolean => arg.indexOf('=') > 0 || (arg.endsWith('-') && arg !== '-');
  const first = args.findIndex(isChange);
  const rest = first < 0 ? args : args.slice(0, first);
  const pairs = first < 0 ? [] : args.slice(first);
  const late = pairs.find((arg) => !isChange(arg));
  if (late !== undefined) fail(`all resources must be specified before ${noun} changes: ${late}`);
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const arg of pairs) {
    const [key = '', value, ...more] = noun === 'label' ? arg.split('=') : arg.split(/=(.*)/s, 2);
    if (value === undefined) {
      removed.push(arg.slice(0, -1));
      continue;
    }
    if (more.length > 0) fail(`invalid label spec: ${arg}`);
    const causes = noun === 'label' ? labelValueCauses(value) : [];
    if (causes.length > 0)
      fail(
        `invalid label value: ${JSON.stringify(arg)}: ` +
          causes.map((cause) => cause.replace(/^: Invalid value: "(?:[^"\\]|\\.)*": /, '')).join(';'),
      );
    set.set(key, value);
  }
  const both = removed.filter((key) => set.has(key));
  if (both.length > 0)
    fail(
      noun === 'label'
        ? 'can not both modify and remove a label in the same command'
        : `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
    );
  return { set, removed, rest };
}

async function run(call: KubectlCall, sort: MetadataMap): Promise<number> {
  const { flags } = call;
  const { noun } = sort;
  const dryRun = await isDryRun(call);
  const changes = changesOf(call.args, sort);
  const { set, removed, rest } = changes;
  if (flags.on('list') && flags.text('output') !== '') fail('--list and --output may not be specified together');
  for (const other of ['selector', 'field-selector'])
    if (flags.on('all') && flags.text(other) !== '') fail(`cannot set --all and --${other} at the same time`);
  if (isLocal(call) && noun === 'annotation') {
    if (rest.length > 0)
      fail('can only use local files by -f rsrc.yaml or --filename=rsrc.json when --local=true is set');
    if (!isFromFiles(call)) fail('one or more files must be specified as -f rsrc.yaml or --filename=rsrc.json');
  }
  if (rest.length === 0 && !isFromFiles(call))
    fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (set.size === 0 && removed.length === 0 && !flags.on('list')) fail(`at least one ${noun} update is required`);
  const { found: all, errors } = await selectObjects(call, rest);
  const fields = flags.text('field-selector');
  const found = fields === '' ? all : all.filter(({ kind, object }) => parseFieldSelector(kind, fields)(object));
  const problems: unknown[] = [...errors];
  const single = isSingle(call, rest, all.length);
  if (!single && flags.text('resource-version') !== '')
    fail('--resource-version may only be used with a single resource');
  for (const each of found) {
    try {
      if (flags.on('list')) await call.out(listText(each, sort, changes, single));
      else await change(call, each, sort, changes, dryRun);
    } catch (error) {
      if (!(error instanceof ExitError) && !(error instanceof ApiError)) throw error;
      problems.push(error);
    }
  }
  failAll(problems);
  return 0;
}

/** Whether the words name one object only. */
function isSingle(call: KubectlCall, rest: readonly string[], count: number): boolean {
  if (isFromFiles(call) || isLocal(call)) return count === 1;
  const request = parseRequest(rest);
  return request?.by === 'name' && request.names.length === 1;
}

function listText({ kind, object }: Found, sort: MetadataMap, changes: Changes, single: boolean): string {
  const title = single ? '' : `Listing ${sort.field} for ${kind.kind}.${kind.group}/${object.metadata.name}:\n`;
  const lines = Object.entries(changedMap(object, sort, changes))
    .map(([key, value]) => `${single ? '' : ' '}${key}=${value}\n`)
    .sort();
  return title + lines.join('');
}

function changedMap(
  { metadata }: Stored<Resource>,
  { field }: MetadataMap,
  { set, removed }: Changes,
): Record<string, string> {
  const wanted = Object.entries({ ...metadata[field], ...Object.fromEntries(set) });
  return Object.fromEntries(wanted.filter(([key]) => !removed.includes(key)));
}

async function change(
  call: KubectlCall,
  found: Found,
  sort: MetadataMap,
  changes: Changes,
  dryRun: DryRun,
): Promise<void> {
  const { object } = found;
  const { field, noun } = sort;
  const now = object.metadata[field] ?? {};
  const label = noun === 'label';
  const real = dryRun !== 'client' && !isLocal(call);
  if (label && real)
    for (const key of changes.removed)
      if (now[key] === undefined) await call.out(`label ${JSON.stringify(key)} not found.\n`);
  const taken = [...changes.set.keys()].filter((key) => now[key] !== undefined && (label || key !== changeCause));
  const pairs = taken.map((key) => `'${key}' already has a value (${now[key] ?? ''})`);
  if (pairs.length > 0 && !call.flags.on('overwrite')) {
    if (!label)
      throw commandError(`--overwrite is false but found the following declared annotation(s): ${pairs.join('; ')}`);
    const texts = pairs.map((pair) => `${pair}, and --overwrite is false`);
    throw commandError(texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`);
  }
  const wanted = changedMap(object, sort, changes);
  const version = call.flags.text('resource-version');
  if (version !== '' && version !== object.metadata.resourceVersion)
    throw new ApiError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${found.kind.resource}${found.kind.group === '' ? '' : `.${found.kind.group}`} ` +
        `${JSON.stringify(object.metadata.name)}: the object has been modified; please apply your changes to the latest version and try again`,
    );
  const same = JSON.stringify(wanted) === JSON.stringify(now);
  const verb = label ? (same && !call.flags.on('record') ? 'not labeled' : 'labeled') : 'annotated';
  await changeAndReport(call, found, verb, isLocal(call) ? '' : dryRun, (copy) => {
    if (!label) recordCause(call, copy);
    const map = changedMap(copy, sort, changes);
    if (Object.keys(map).length > 0) copy.metadata[field] = map;
    else Reflect.deleteProperty(copy.metadata, field);
    if (label) recordCause(call, copy);
  });
}

const flags: KubectlCommand['flags'] = [
  ...['all', 'overwrite', 'list'].map((name) => flag.bool(name)),
  flag.text('selector', 'l'),
  ...['field-selector', 'resource-version'].map((name) => flag.text(name)),
  localFlag,
  recordFlag,
  ...fileFlags,
  dryRunFlag,
  ...outputFlags,
];

/** `kubectl label`. */
export const label: KubectlCommand = {
  name: 'label',
  flags,
  run: (call) => run(call, { noun: 'label', field: 'labels' }),
};

/** `kubectl annotate`. */
export const annotate: KubectlCommand = {
  name: 'annotate',
  flags,
  run: (call) => run(call, { noun: 'annotation', field: 'annotations' }),
};
