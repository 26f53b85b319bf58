import type { PolicyRule } from 'kubernetes-types/rbac/v1.js';
import { flag } from '../../cli-kit/flags.ts';
import { kubectlTable, tableWriter } from '../../cli-kit/tabwriter.ts';
import { authorize, rulesFor } from '../../kube/authorize.ts';
import { userOfConnection } from '../authorized.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { rowsOf } from '../describe/access.ts';
import { fail } from '../errors.ts';
import { listedKind } from '../kinds.ts';
import { reconcile } from './certificate.ts';

const resourceVerbs = [
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind'],
  ...['impersonate', '*'],
];
const pathVerbs = ['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*'];

async function canI(call: KubectlCall): Promise<number> {
  const { flags, args } = call;
  const list = flags.on('list');
  if (list && args.length > 0) fail('list option must be specified with no arguments');
  if (!list && args.length !== 2)
    fail('you must specify two or three arguments: verb, resource, and optional resourceName');
  const subresource = flags.text('subresource');
  const everywhere = flags.on('all-namespaces');
  if (list) {
    if (flags.on('quiet') || everywhere || subresource !== '')
      fail("list option can't be specified with neither quiet, all-namespaces nor subresource options");
    return await listAccess(call);
  }
  const [verb = '', what = ''] = args;
  const unknown = `Warning: verb '${verb}' is not a known verb\n`;
  if (what.startsWith('/')) {
    if (subresource !== '') fail('--subresource can not be used with NonResourceURL');
    if (!pathVerbs.includes(verb)) await call.err(unknown);
    requireList(call);
    return await answer(call, { verb, path: what });
  }
  const [type = '', name] = what.split(/\/(.*)/s, 2);
  const { resource, group, namespaced, found } = await typeOf(call, type);
  if (!everywhere) {
    if (found && !namespaced)
      await call.err(
        `Warning: resource '${resource}' is not namespace scoped${group === '' ? '' : ` in group '${group}'`}\n`,
      );
    if (!resourceVerbs.includes(verb)) await call.err(unknown);
  }
  requireList(call);
  return await answer(call, {
    verb,
    group,
    resource: subresource === '' ? resource : `${resource}/${subresource}`,
    ...(name === undefined ? {} : { name }),
    ...(everywhere ? {} : { namespace: call.namespace }),
  });
}

function requireList({ flags }: KubectlCall): void {
  if (flags.on('no-headers')) fail('--no-headers cannot be set without --list specified');
}

/** The resource that a word names; one that no server has is asked about as it is written. */
async function typeOf(
  call: KubectlCall,
  word: string,
): Promise<{ resource: string; group: string; namespaced: boolean; found: boolean }> {
  if (word === '*') return { resource: '*', group: '', namespaced: true, found: true };
  const [name = '', ...rest] = word.toLowerCase().split('.');
  const group = rest.join('.');
  const kind = listedKind(name, group);
  if (kind !== undefined) return { resource: kind.name, group: kind.group, namespaced: kind.namespaced, found: true };
  await call.err(
    `Warning: the server doesn't have a resource type '${name}'${group === '' ? '' : ` in group '${group}'`}\n`,
  );
  return { resource: word, group: '', namespaced: true, found: false };
}

async function answer(call: KubectlCall, access: Parameters<typeof authorize>[2]): Promise<number> {
  const { cluster, connection } = call;
  const allowed =
    connection === undefined || authorize(cluster.store, userOfConnection(cluster.store, connection), access);
  if (!call.flags.on('quiet')) await call.out(allowed ? 'yes\n' : 'no\n');
  return allowed ? 0 : 1;
}

async function listAccess(call: KubectlCall): Promise<number> {
  const { cluster, connection } = call;
  const rules: readonly PolicyRule[] =
    connection === undefined
      ? []
      : rulesFor(cluster.store, userOfConnection(cluster.store, connection), call.namespace);
  const cells = rowsOf(rules, true).map(({ resource, urls, names, verbs }) => [
    resource,
    ...[urls, names, verbs].map((list) => `[${list.join(' ')}]`),
  ]);
  const heads = call.flags.on('no-headers') ? [] : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']];
  await call.out(tableWriter(kubectlTable)([...heads, ...cells]));
  return 0;
}

/** `kubectl auth`. */
export const auth: KubectlCommand = {
  name: 'auth',
  flags: [],
  commands: [
    {
      name: 'can-i',
      asksForOthers: true,
      flags: [
        flag.bool('all-namespaces', 'A'),
        flag.bool('quiet', 'q'),
        flag.bool('list'),
        flag.bool('no-headers'),
        flag.text('subresource'),
      ],
      run: canI,
    },
    reconcile,
  ],
};
