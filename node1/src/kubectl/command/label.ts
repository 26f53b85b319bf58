import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags, outputFlags } from '../command.ts';
import { fail, failAll } from '../errors.ts';
import { findObjects } from '../manifest.ts';
import { nameText } from '../print/output.ts';
import type { Found } from '../selection.ts';
import { choose } from '../selection.ts';
import { sign } from './field-manager.ts';
import { isDryRun, report } from './print-result.ts';

/** What differs between `label` and `annotate`. */
interface MetadataMap {
  readonly noun: 'label' | 'annotation';
  readonly field: 'labels' | 'annotations';
  readonly done: string;
  readonly conflict: (pairs: readonly string[]) => string;
}

const labelSort: MetadataMap = {
  noun: 'label',
  field: 'labels',
  done: 'labeled',
  conflict: (pairs) => `${pairs[0] ?? ''}, and --overwrite is false`,
};
const annotation: MetadataMap = {
  noun: 'annotation',
  field: 'annotations',
  done: 'annotated',
  conflict: (pairs) => `--overwrite is false but found the following declared annotation(s): ${pairs.join('; ')}`,
};

/** The changes among the arguments: a value, or undefined to remove a key. */
interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
  readonly rest: readonly string[];
}

const labelValue = /^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

function changesOf(args: readonly string[], { noun }: MetadataMap): Changes {
  const set = new Map<string, string>();
  const removed: string[] = [];
  // The first word, and a second without `=` or `-` at its end, name objects.
  const isChange = (arg: string): boolean => arg.includes('=') || arg.endsWith('-');
  const first = args.findIndex(isChange);
  const rest = first < 0 ? args : args.slice(0, first);
  for (const arg of first < 0 ? [] : args.slice(first)) {
    if (!isChange(arg)) fail(`all resources must be specified before ${noun} changes: ${arg}`);
    const equals = arg.indexOf('=');
    const key = equals < 0 ? arg.slice(0, -1) : arg.slice(0, equals);
    if (equals < 0) removed.push(key);
    else set.set(key, arg.slice(equals + 1));
    const value = set.get(key) ?? '';
    if (noun === 'label' && (!labelValue.test(value) || value.length > 63))
      fail(invalidLabel(`${key}=${value}`, value));
  }
  if (removed.some((key) => set.has(key)))
    fail(`can not both modify and remove ${noun === 'label' ? 'a label' : 'an annotation'} in the same command`);
  return { set, removed, rest };
}

function invalidLabel(pair: string, value: string): string {
  const why =
    value.length > 63
      ? 'must be no more than 63 characters'
      : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with " +
        "an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
        "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  return `invalid label value: ${JSON.stringify(pair)}: ${why}`;
}

async function run(call: KubectlCall, sort: MetadataMap): Promise<number> {
  const { flags } = call;
  const files = flags.list('filename');
  const selector = flags.text('selector');
  const all = flags.on('all');
  if (call.args.length === 0 && files.length === 0)
    fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const { set, removed, rest } = changesOf(call.args, sort);
  if (set.size === 0 && removed.length === 0 && !flags.on('list')) fail(`at least one ${sort.noun} update is required`);
  const { found, errors } =
    files.length > 0
      ? await findObjects(call, files)
      : choose(call.cluster.store, rest, { namespace: call.namespace, selector, all });
  const problems: unknown[] = [...errors];
  const dryRun = await isDryRun(call);
  for (const each of found) {
    try {
      if (flags.on('list')) await call.out(listText(each, sort));
      else await change(call, each, sort, { set, removed, rest }, dryRun);
    } catch (error) {
      if (!(error instanceof ExitError) && !(error instanceof ApiError)) throw error;
      problems.push(error);
    }
  }
  failAll(problems);
  return 0;
}

function listText({ object }: Found, { field }: MetadataMap): string {
  return Object.entries(object.metadata[field] ?? {})
    .map(([key, value]) => `${key}=${value}\n`)
    .sort()
    .join('');
}

async function change(
  call: KubectlCall,
  found: Found,
  sort: MetadataMap,
  { set, removed }: Changes,
  dryRun: boolean,
): Promise<void> {
  const { kind, object } = found;
  const { field } = sort;
  const now = object.metadata[field] ?? {};
  const taken = [...set.keys()].filter((key) => now[key] !== undefined);
  if (taken.length > 0 && !call.flags.on('overwrite'))
    fail(sort.conflict(taken.map((key) => `'${key}' already has a value (${now[key] ?? ''})`)));
  for (const key of removed)
    if (now[key] === undefined) await call.out(`${sort.noun} ${JSON.stringify(key)} not found.\n`);
  const wanted: Record<string, string> = { ...now, ...Object.fromEntries(set) };
  const kept = Object.fromEntries(Object.entries(wanted).filter(([key]) => !removed.includes(key)));
  const same = JSON.stringify(kept) === JSON.stringify(now);
  if (same && sort.noun === 'label') {
    await call.out(`${nameText(found)} not labeled\n`);
    return;
  }
  const changed =
    dryRun || same
      ? object
      : call.cluster.store.patch(kind.resource, object.metadata.namespace ?? '', object.metadata.name, (copy) => {
          copy.metadata[field] = kept;
          sign(call, copy);
        });
  await report(call, { kind, object: changed }, sort.done, dryRun);
}

const labelFlags: KubectlCommand['flags'] = [
  flag.bool('all'),
  flag.bool('overwrite'),
  flag.bool('list'),
  flag.text('selector', 'l'),
  ...fileFlags,
  dryRunFlag,
  ...outputFlags,
  ...flag.ignored('record'),
  ...flag.absent('local', 'field-selector=', 'resource-version='),
];

/** `kubectl label`. */
export const label: KubectlCommand = {
  name: 'label',
  flags: labelFlags,
  run: (call) => run(call, labelSort),
};

/** `kubectl annotate`. */
export const annotate: KubectlCommand = {
  name: 'annotate',
  flags: labelFlags,
  run: (call) => run(call, annotation),
};
