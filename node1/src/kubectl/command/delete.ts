import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { dryRunFlag, fileFlags } from '../command.ts';
import { asOne, commandError, fail, failAll, whileDoing } from '../errors.ts';
import { parseFieldSelector } from '../field-selector.ts';
import { groupSingular, type Kind } from '../kinds.ts';
import { isFromFiles, readManifests } from '../manifest.ts';
import { nameText } from '../print/output.ts';
import type { Found } from '../selection.ts';
import { choose, getNamed, noResources, parseRequest } from '../selection.ts';
import { isDryRun } from './print-result.ts';
import { waitUntilGone } from './wait-gone.ts';

const forced =
  'warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.\n';

async function run(call: KubectlCall): Promise<number> {
  const { flags } = call;
  const { store } = call.cluster;
  const output = flags.text('output');
  if (output !== '' && output !== 'name') fail(`unexpected -o output mode: ${output}. We only support '-o name'`);
  const dryRun = await isDryRun(call);
  const orphan = await isOrphaning(call);
  const grace = { ...graceOf(call), orphan };
  const { found, errors } = await targets(call);
  if (flags.on('force')) await call.err(forced);
  const scoped = flags.given('namespace') && found.some(({ kind }) => !kind.namespaced);
  if (scoped) await call.err('warning: deleting cluster-scoped resources, not scoped to the provided namespace\n');
  const gone: Found[] = [];
  for (const each of found) {
    const { kind, object } = each;
    try {
      if (!dryRun) store.remove(kind.resource, object.metadata.namespace ?? '', object.metadata.name, grace);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.reason === 'NotFound' && flags.on('ignore-not-found'))) throw error;
      errors.push(error);
      continue;
    }
    gone.push(each);
    const verb = flags.on('force') ? 'force deleted' : 'deleted';
    const line = `${groupSingular(kind)} ${JSON.stringify(object.metadata.name)} ${verb}${{ '': '', client: ' (dry run)', server: ' (server dry run)' }[dryRun]}`;
    await call.out(`${output === 'name' ? nameText(each) : line}\n`);
  }
  if (found.length === 0 && errors.length === 0 && !flags.on('ignore-not-found'))
    await call.out('No resources found\n');
  const waits = flags.on('wait') && !flags.on('force') && !dryRun;
  if (waits) {
    const limit = flags.duration('timeout');
    const left = await waitUntilGone(call, gone, limit === 0 ? undefined : limit);
    if (left !== undefined) errors.push(commandError(`timed out waiting for the condition on ${left}`));
  }
  failAll(errors);
  return 0;
}

/** Whether what an object owns is to stay (`--cascade=orphan`). Throws ExitError. */
async function isOrphaning(call: KubectlCall): Promise<boolean> {
  const value = call.flags.text('cascade');
  if (/^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value)) {
    const orphan = /^[0fF]/.test(value);
    await call.err(
      `warning: --cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${orphan ? 'orphan' : 'background'}.\n`,
    );
    return orphan;
  }
  if (value === 'foreground') throw notSimulated('kubectl delete --cascade=foreground');
  if (value !== 'orphan' && value !== 'background')
    fail(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
  return value === 'orphan';
}

/** What the store is to be told about the grace; kubectl's -1 leaves it to the object. */
function graceOf({ flags }: KubectlCall): { readonly graceSeconds?: number } {
  const given = flags.number('grace-period');
  if (flags.on('now')) {
    if (given >= 0) fail('--now and --grace-period cannot be specified together');
    return { graceSeconds: 1 };
  }
  if (flags.on('force')) {
    if (given > 0) fail('--force and --grace-period greater than 0 cannot be specified together');
    return { graceSeconds: 0 };
  }
  // kubectl raises 0 to 1, because 0 would not wait for the container.
  return given < 0 ? {} : { graceSeconds: Math.max(1, given) };
}

async function targets(call: KubectlCall): Promise<{ readonly found: readonly Found[]; readonly errors: unknown[] }> {
  const { flags, args } = call;
  const { store } = call.cluster;
  const files = flags.list('filename');
  const tolerant = flags.on('ignore-not-found');
  const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.reason === 'NotFound';
  if (isFromFiles(call)) {
    if (args.length > 0)
      fail('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
    const { found: written, errors: unread } = await readManifests(call, files);
    const found: Found[] = [];
    const errors: unknown[] = [];
    for (const { kind, namespace, name, source } of written) {
      try {
        found.push(getNamed(store, kind, namespace, name));
      } catch (problem) {
        if (tolerant && isNotFound(problem)) continue;
        const doing = `error when deleting ${JSON.stringify(source)}`;
        errors.push(whileDoing(problem, doing));
      }
    }
    errors.push(...asOne(unread));
    return { found, errors };
  }
  const request = parseRequest(args);
  if (request === undefined) fail(noResources);
  const namespace = flags.on('all-namespaces') ? undefined : call.namespace;
  const [selector, fields] = [flags.text('selector'), flags.text('field-selector')];
  if (flags.on('all') && selector !== '') fail('cannot set --all and --selector at the same time');
  if (flags.on('all') && fields !== '') fail('cannot set --all and --field-selector at the same time');
  const all = flags.on('all') || fields !== '';
  const { found, errors: missing } = choose(store, args, { namespace, selector, all });
  const names = request.by === 'name' ? request.names : [];
  const absent = names.filter(
    ({ kind, name }) => !found.some((one) => one.kind === kind && one.object.metadata.name === name),
  );
  const errors = missing.map((error, at) => {
    const one = absent[at];
    return one === undefined ? error : (forbidden(call, one.kind, one.name) ?? error);
  });
  const fits = new Map(
    [...new Set(found.map(({ kind }) => kind))].map((kind) => [kind, parseFieldSelector(kind, fields)]),
  );
  return {
    found: found.filter(({ kind, object }) => fits.get(kind)?.(object) === true),
    errors: errors.filter((error) => !(tolerant && isNotFound(error))),
  };
}

/** Whether somebody may not delete what is not there, which they are told first. */
function forbidden({ cluster, namespace }: KubectlCall, kind: Kind, name: string): ApiError | undefined {
  try {
    cluster.store.remove(kind.resource, kind.namespaced ? namespace : '', name, { dryRun: true });
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'Forbidden') return error;
  }
  return undefined;
}

/** `kubectl delete`. */
export const remove: KubectlCommand = {
  name: 'delete',
  flags: [
    flag.bool('all'),
    flag.bool('all-namespaces', 'A'),
    flag.bool('force'),
    flag.bool('ignore-not-found'),
    flag.bool('now'),
    flag.number('grace-period', '-1'),
    flag.text('output', 'o'),
    flag.text('selector', 'l'),
    flag.duration('timeout', '0s'),
    { name: 'wait', type: 'bool', initial: 'true' },
    ...fileFlags,
    dryRunFlag,
    flag.text('field-selector'),
    { name: 'cascade', type: 'text', initial: 'background', alone: 'background' },
  ],
  run,
};
