import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { administrator } from '../../kube/authorize.ts';
import { message } from '../../messages/message.ts';
import { ApiError } from '../../objects.ts';
import { fileFlags, type KubectlCall, type KubectlCommand } from '../command.ts';
import { componentWarning, getShown, isComponent, listShown } from '../component-statuses.ts';
import { fail, failAll, failUsage } from '../errors.ts';
import { parseFieldSelector } from '../field-selector.ts';
import { isStored, type Kind } from '../kinds.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import { follow, parsePath } from '../print/jsonpath.ts';
import { outputFor } from '../print/output.ts';
import { printFlags } from '../print/print-flags.ts';
import { failSelected, type Found, parseRequest } from '../selection.ts';
import { watchObjects } from './watch.ts';

/** What `get` is asked to show. */
interface Wanted {
  readonly found: readonly Found[];
  /** Every kind asked for, also those without objects. */
  readonly kinds: readonly Kind[];
  readonly errors: readonly unknown[];
  /** One object by its name, which is printed as it is and not in a list. */
  readonly single: boolean;
  readonly names: readonly string[] | undefined;
}

async function run(call: KubectlCall): Promise<number> {
  if (call.flags.text('raw') !== '') return raw(call);
  const { flags } = call;
  const format = flags.text('output');
  if (flags.on('show-labels') && format !== '' && format !== 'wide')
    fail(`--show-labels option cannot be used with ${format} printer`);
  const isWatching = flags.on('watch') || flags.on('watch-only');
  if (flags.on('output-watch-events') && !isWatching)
    failUsage('get', '--output-watch-events option can only be used with --watch or --watch-only');
  if (isWatching && flags.text('sort-by') !== '')
    await call.err('warning: --watch or --watch-only requested, --sort-by will be ignored\n');
  const namespace = flags.on('all-namespaces') ? undefined : call.namespace;
  const output = await outputFor(call);
  const wanted = await find(call, namespace);
  const [kind] = wanted.kinds;
  if (wanted.kinds.some(isComponent)) await call.err(componentWarning);
  if (isWatching) {
    if (wanted.kinds.length !== 1 || kind === undefined) return fail('you may only specify a single resource type');
    if (wanted.errors.length > 0) throw wanted.errors[0];
    if (!isStored(kind)) throw notSimulated(`kubectl get ${kind.resource} --watch`);
    const found = flags.on('watch-only') ? [] : wanted.found;
    return watchObjects(call, kind, output, found, {
      namespace,
      names: wanted.names,
      selector: flags.text('selector'),
      fields: parseFieldSelector(kind, flags.text('field-selector')),
    });
  }
  const sorted = sortFound(wanted.found, flags.text('sort-by'));
  if (sorted.length > 0 || (output.printsEmptyLists && !(wanted.single && wanted.errors.length > 0)))
    await call.out(output.print(sorted, { single: wanted.single, kinds: wanted.kinds }));
  else if (wanted.errors.length === 0 && !output.silentWhenEmpty && !flags.on('ignore-not-found')) {
    const scoped = namespace !== undefined && wanted.kinds.every(({ namespaced }) => namespaced);
    await call.err(scoped ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
  }
  failAll(wanted.errors);
  return 0;
}

async function find(call: KubectlCall, namespace: string | undefined): Promise<Wanted> {
  const { flags } = call;
  const { store } = call.cluster;
  const files = flags.list('filename');
  if (isFromFiles(call)) {
    const found = await findObjects(call, files);
    return { ...found, kinds: found.found.map(({ kind }) => kind), single: found.found.length === 1, names: undefined };
  }
  const request = parseRequest(call.args);
  if (request === undefined) {
    await call.err(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
    );
    return failUsage(
      'get',
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
  const selector = flags.text('selector');
  if (request.by === 'type') {
    const fields = flags.text('field-selector');
    const found = request.kinds.flatMap((kind) => {
      const fits = parseFieldSelector(kind, fields);
      return listShown(store, kind, namespace, selector).filter(({ object }) => fits(object));
    });
    return { found, kinds: request.kinds, errors: [], single: false, names: undefined };
  }
  if (selector !== '' || flags.given('field-selector')) failSelected(request);
  if (namespace === undefined) fail('a resource cannot be retrieved by name across all namespaces');
  const found: Found[] = [];
  const errors: unknown[] = [];
  for (const { kind, name } of request.names) {
    try {
      found.push(getShown(store, kind, call.namespace, name));
    } catch (error) {
      if (!flags.on('ignore-not-found')) errors.push(error);
    }
  }
  const kinds = found.length > 0 ? found.map(({ kind }) => kind) : request.names.map(({ kind }) => kind);
  const names = request.names.map(({ name }) => name);
  return { found, kinds: [...new Set(kinds)], errors, single: request.names.length === 1, names };
}

/** `--raw`: what the API server answers, as it comes. */
async function raw(call: KubectlCall): Promise<number> {
  const { flags, cluster, connection, invocation } = call;
  const path = flags.text('raw');
  if (call.args.length > 0) fail('arguments may not be passed when --raw is specified');
  if (flags.on('watch') || flags.on('watch-only') || flags.text('selector') !== '')
    fail('--raw may not be specified with other flags that filter the server request or alter the output');
  if (flags.text('output') !== '') failUsage('get', '--raw and --output are mutually exclusive');
  if (!/^(?:\/|https?:)/.test(path))
    failUsage('get', `--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`);
  if (connection?.user !== undefined || (connection?.as ?? '') !== '')
    throw notSimulated(message('subject/other-user'));
  const { getRaw } = await import('../../kube-api/connect.ts');
  const { status, body } = await getRaw(
    cluster,
    administrator,
    path.replace(/^https?:\/\/[^/]*/, ''),
    invocation.signal,
  );
  if (status < 300) {
    for await (const chunk of body) await invocation.stdout.write(chunk);
    return 0;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (status === 501) throw new ExitError(text.trimEnd());
  const said = text.includes('"kind":"Status"') ? (JSON.parse(text) as { reason?: string; message?: string }) : {};
  throw new ApiError(
    status,
    said.reason ?? (status === 404 ? 'NotFound' : 'InternalError'),
    said.message ?? 'the server could not find the requested resource',
  );
}

/** `kubectl get`. */
export const get: KubectlCommand = {
  name: 'get',
  flags: [
    flag.bool('all-namespaces', 'A'),
    ...printFlags,
    flag.text('selector', 'l'),
    flag.text('field-selector'),
    flag.text('raw'),
    flag.list('label-columns', 'L'),
    flag.bool('watch', 'w'),
    flag.bool('watch-only'),
    flag.bool('output-watch-events'),
    flag.bool('no-headers'),
    flag.bool('show-kind'),
    flag.bool('show-labels'),
    flag.bool('ignore-not-found'),
    flag.text('sort-by'),
    ...fileFlags,
    // How many objects come in one answer shows nowhere.
    flag.number('chunk-size', '500'),
    { ...flag.bool('server-print'), initial: 'true' },
  ],
  run,
};

/** The objects in the order of a field (`.metadata.creationTimestamp`), those equal in it as they were. */
function sortFound(found: readonly Found[], field: string): readonly Found[] {
  if (field === '') return found;
  const path = field.replace(/^\{(.*)\}$/, '$1');
  const steps = sortPath(path.startsWith('.') ? path : `.${path}`, field);
  const keyed = found.map((each) => ({ each, key: follow(steps, each.object)[0] }));
  // kubectl 1.20 loses all that it found when the field is nowhere, and says "No resources found".
  if (keyed.every(({ key }) => key === undefined)) return [];
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ each }) => each);
}

/** A field to sort by, whose mistakes kubectl tells without the template. */
function sortPath(path: string, field: string): ReturnType<typeof parsePath> {
  try {
    return parsePath(path, field);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    return fail(error.message.replace(`error: error parsing jsonpath ${field}, `, ''));
  }
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [a, b].map((value) => (typeof value === 'string' ? value : JSON.stringify(value ?? '')));
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
