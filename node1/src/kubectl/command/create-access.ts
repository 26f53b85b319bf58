import type { PolicyRule, Subject } from 'kubernetes-types/rbac/v1.js';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail } from '../errors.ts';
import { listedKinds } from '../kinds.ts';
import { madeFlags, madeMetadata, make, oneName, valuesOf } from './create-object.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const resourceVerbs = [
  ...['*', 'get', 'delete', 'list', 'create', 'update', 'patch', 'watch', 'proxy', 'deletecollection', 'use', 'bind'],
  ...['escalate', 'impersonate'],
];
const pathVerbs = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];
/** Verbs that only some resources have, as `group/resource`. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['policy/podsecuritypolicies', 'extensions/podsecuritypolicies'],
  bind: [`${rbacGroup}/roles`, `${rbacGroup}/clusterroles`],
  escalate: [`${rbacGroup}/roles`, `${rbacGroup}/clusterroles`],
  impersonate: ['/users', '/serviceaccounts', '/groups', 'authentication.k8s.io/userextras'],
};

interface Wanted {
  readonly group: string;
  readonly resource: string;
  readonly part: string;
}

function parseResource(text: string): Wanted {
  const [name = '', ...part] = text.split('/');
  const [resource = '', ...group] = name.split('.');
  return { resource, group: group.join('.'), part: part.join('/') };
}

/** The resource that a word names, as the server has it; undefined for none. */
function known({ resource, group }: Wanted): Pick<Wanted, 'resource' | 'group'> | undefined {
  const word = resource.toLowerCase();
  const found = listedKinds().find(
    (kind) =>
      [kind.name, kind.singular, ...kind.shortNames].includes(word) &&
      (group === '' || kind.group === group || kind.group.startsWith(`${group}.`)),
  );
  return found && { resource: found.name, group: found.group };
}

function uniqueVerbs(call: KubectlCall): readonly string[] {
  const verbs = valuesOf(call, 'verb');
  return verbs.includes('*') ? ['*'] : [...new Set(verbs)];
}

async function checkResources(call: KubectlCall, verbs: readonly string[], wanted: readonly Wanted[]): Promise<void> {
  for (const verb of verbs) {
    if (!resourceVerbs.includes(verb)) await call.err(`Warning: '${verb}' is not a standard resource verb\n`);
  }
  for (const each of wanted) {
    if (each.resource === '') fail('resource must be specified if apiGroup/subresource specified');
    if (each.resource === '*') return;
    const found = known(each);
    let special = false;
    for (const verb of verbs) {
      const allowed = specialVerbs[verb];
      if (allowed === undefined) continue;
      const { resource, group } = found ?? each;
      if (!allowed.includes(`${group}/${resource}`))
        fail(`can not perform '${verb}' on '${resource}' in group '${group}'`);
      special = true;
    }
    if (found === undefined && !special) {
      const name = each.group === '' ? each.resource : `${each.resource}.${each.group}`;
      throw new ExitError(`the server doesn't have a resource type ${JSON.stringify(name)}`);
    }
  }
}

/** One rule for each group of the API. */
function rulesOf(call: KubectlCall, verbs: readonly string[], wanted: readonly Wanted[]): PolicyRule[] {
  const groups = new Map<string, string[]>();
  for (const each of wanted) {
    const { resource, group } = known(each) ?? each;
    const name = each.part === '' ? resource : `${resource}/${each.part}`;
    const names = groups.get(group) ?? [];
    if (!names.includes(name)) groups.set(group, [...names, name]);
  }
  const resourceNames = [...new Set(call.flags.list('resource-name'))];
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, resources]) => ({
      apiGroups: [group],
      ...(resourceNames.length === 0 ? {} : { resourceNames }),
      resources,
      verbs: [...verbs],
    }));
}

function wantedOf(call: KubectlCall): readonly Wanted[] {
  const wanted = valuesOf(call, 'resource').map(parseResource);
  const all = wanted.find(({ resource, group, part }) => resource === '*' && group === '' && part === '');
  return all === undefined ? wanted : [all];
}

async function createRole(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const verbs = uniqueVerbs(call);
  const wanted = wantedOf(call);
  if (verbs.length === 0) fail('at least one verb must be specified');
  if (wanted.length === 0) {
    fail('at least one resource must be specified');
  }
  await checkResources(call, verbs, wanted);
  return make(call, 'roles', { metadata: madeMetadata(call, name), rules: rulesOf(call, verbs, wanted) });
}

function clusterMetadata(call: KubectlCall, name: string) {
  const { creationTimestamp } = madeMetadata(call, name);
  return { name, creationTimestamp };
}

async function createClusterRole(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const verbs = uniqueVerbs(call);
  const wanted = wantedOf(call);
  const urls = [...new Set(valuesOf(call, 'non-resource-url'))];
  const metadata = clusterMetadata(call, name);
  const pairs = valuesOf(call, 'aggregation-rule');
  if (pairs.length > 0) {
    if (urls.length + verbs.length + wanted.length + call.flags.list('resource-name').length > 0)
      fail('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames');
    const labels = pairs.map((pair) => pair.split(/=(.*)/s)).map(([key = '', value = '']) => [key, value] as const);
    const matchLabels = Object.fromEntries(labels);
    return make(call, 'clusterroles', {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
      metadata,
      rules: null as unknown as [],
    });
  }
  if (verbs.length === 0) fail('at least one verb must be specified');
  if (wanted.length + urls.length === 0) fail('one of resource or nonResourceURL must be specified');
  if (wanted.length > 0) await checkResources(call, verbs, wanted);
  if (urls.length > 0) {
    const odd = verbs.find((verb) => !pathVerbs.includes(verb));
    if (odd !== undefined) fail(`invalid verb: '${odd}' for nonResourceURL`);
    for (const url of urls) {
      if (url === '*') continue;
      if (!url.startsWith('/')) fail('nonResourceURL should start with /');
      if (url.slice(0, -1).includes('*')) fail("nonResourceURL only supports wildcard matches when '*' is at the end");
    }
  }
  const rules = [
    ...rulesOf(call, verbs, wanted),
    ...(urls.length === 0 ? [] : [{ nonResourceURLs: urls, verbs: [...verbs] }]),
  ];
  return make(call, 'clusterroles', { metadata, rules });
}

function subjectsOf(call: KubectlCall): Subject[] {
  const named = (flagName: string, kind: string): Subject[] =>
    call.flags.list(flagName).map((name) => ({ apiGroup: rbacGroup, kind, name }));
  const accounts = call.flags.list('serviceaccount').map((text) => {
    const [namespace = '', name = '', ...more] = text.split(':');
    if (namespace === '' || name === '' || more.length > 0) fail('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', name, namespace };
  });
  return [...named('user', 'User'), ...named('group', 'Group'), ...accounts];
}

async function createRoleBinding(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const [role, clusterRole] = [call.flags.text('role'), call.flags.text('clusterrole')];
  if ((role === '') === (clusterRole === '')) fail('exactly one of clusterrole or role must be specified');
  const subjects = subjectsOf(call);
  const roleRef = { apiGroup: rbacGroup, kind: role === '' ? 'ClusterRole' : 'Role', name: role || clusterRole };
  const object = { metadata: madeMetadata(call, name), roleRef, ...(subjects.length === 0 ? {} : { subjects }) };
  return make(call, 'rolebindings', object, 'rolebinding');
}

async function createClusterRoleBinding(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const roleRef = { apiGroup: rbacGroup, kind: 'ClusterRole', name: call.flags.text('clusterrole') };
  const subjects = subjectsOf(call);
  const object = { metadata: clusterMetadata(call, name), roleRef, ...(subjects.length === 0 ? {} : { subjects }) };
  return make(call, 'clusterrolebindings', object, 'clusterrolebinding');
}

const ruleFlags = [flag.list('verb'), flag.list('resource'), flag.list('resource-name')];
const subjectFlags = [
  // Not in the help, since a global flag has the same name.
  { ...flag.list('user'), hidden: true },
  flag.list('group'),
  flag.list('serviceaccount'),
];

/** `kubectl create serviceaccount`, `role`, `clusterrole`, `rolebinding` and `clusterrolebinding`. */
export const accessCommands: readonly KubectlCommand[] = [
  {
    name: 'clusterrole',
    flags: [...ruleFlags, flag.list('non-resource-url'), flag.list('aggregation-rule'), ...madeFlags],
    run: createClusterRole,
  },
  {
    name: 'clusterrolebinding',
    flags: [flag.text('clusterrole'), ...subjectFlags, ...madeFlags],
    required: ['clusterrole'],
    run: createClusterRoleBinding,
  },
  { name: 'role', flags: [...ruleFlags, ...madeFlags], run: createRole },
  {
    name: 'rolebinding',
    flags: [flag.text('role'), flag.text('clusterrole'), ...subjectFlags, ...madeFlags],
    run: createRoleBinding,
  },
  {
    name: 'serviceaccount',
    aliases: ['sa'],
    flags: [...madeFlags],
    run: (call) => make(call, 'serviceaccounts', { metadata: madeMetadata(call, oneName(call)) }),
  },
];
