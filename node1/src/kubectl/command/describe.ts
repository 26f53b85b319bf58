import { notSimulated } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { ApiError } from '../../objects.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fileFlags } from '../command.ts';
import { descriptionOf } from '../describe/description.ts';
import { fail, failAll } from '../errors.ts';
import type { Kind } from '../kinds.ts';
import { findObjects, isFromFiles } from '../manifest.ts';
import type { Found } from '../selection.ts';
import { getNamed, listKind, parseRequest } from '../selection.ts';

async function run(call: KubectlCall): Promise<number> {
  const { found, errors } = await select(call);
  for (const [at, each] of found.entries()) {
    const text = descriptionOf(call.cluster.store, each, call.flags.on('show-events'));
    if (text === undefined) throw notSimulated(`kubectl describe ${each.kind.singular}`);
    await call.out(`${at === 0 ? '' : '\n\n'}${text}`);
  }
  failAll(errors);
  return 0;
}

async function select(
  call: KubectlCall,
): Promise<{ readonly found: readonly Found[]; readonly errors: readonly unknown[] }> {
  const { flags } = call;
  const { store } = call.cluster;
  const files = flags.list('filename');
  if (isFromFiles(call)) return findObjects(call, files);
  const request = parseRequest(call.args);
  if (request === undefined)
    return fail(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  const namespace = flags.on('all-namespaces') ? undefined : call.namespace;
  const selector = flags.text('selector');
  if (request.by === 'type') {
    const found = request.kinds.flatMap((kind) => listKind(store, kind, namespace, selector));
    if (found.length === 0) {
      const scoped = namespace !== undefined && request.kinds.every(({ namespaced }) => namespaced);
      await call.err(scoped ? `No resources found in ${namespace} namespace.\n` : 'No resources found\n');
    }
    return { found, errors: [] };
  }
  if (selector !== '') fail('name cannot be provided when a selector is specified');
  if (namespace === undefined) fail('a resource cannot be retrieved by name across all namespaces');
  const found: Found[] = [];
  const errors: unknown[] = [];
  for (const { kind, name } of request.names) {
    try {
      found.push(getNamed(store, kind, call.namespace, name));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // A name that is none may be the beginning of some; kubectl tries this only for a single one without a slash.
      const near = request.slashes || request.names.length > 1 ? [] : beginningWith(call, kind, name);
      found.push(...near);
      if (near.length === 0) errors.push(error);
    }
  }
  return { found, errors };
}

function beginningWith(call: KubectlCall, kind: Kind, name: string): readonly Found[] {
  return listKind(call.cluster.store, kind, call.namespace, '').filter(({ object }) =>
    object.metadata.name.startsWith(name),
  );
}

/** `kubectl describe`. */
export const describe: KubectlCommand = {
  name: 'describe',
  flags: [
    flag.bool('all-namespaces', 'A'),
    flag.text('selector', 'l'),
    { name: 'show-events', type: 'bool', initial: 'true' },
    ...fileFlags,
  ],
  run,
};
