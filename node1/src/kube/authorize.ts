import type { PolicyRule, RoleRef, Subject } from 'kubernetes-types/rbac/v1.js';
import type { Store } from '../objects.ts';

/** Who asks. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What somebody wants to do: with a resource, or with a path of the API (`/healthz`). */
export interface Access {
  readonly verb: string;
  /** '' for the core group. */
  readonly group?: string;
  /** The plural, with its part if any: `pods`, `pods/log`. */
  readonly resource?: string;
  readonly name?: string;
  /** Default: the whole cluster. */
  readonly namespace?: string;
  readonly path?: string;
}

/** The administrator whose kubeconfig the node has: everything is allowed. */
export const administrator: User = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** A user as `--as` and `--as-group` name it, with the groups that every such user has. */
export function userOf(name: string, groups: readonly string[] = []): User {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name) ?? [];
  const own = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  const all = [...(groups.length > 0 ? groups : own)];
  if (name === 'system:anonymous') return { name, groups: [...all, 'system:unauthenticated'] };
  return { name, groups: [...new Set([...all, 'system:authenticated'])] };
}

function isMeant({ kind, name, namespace }: Subject, user: User): boolean {
  if (kind === 'User') return name === user.name;
  if (kind === 'Group') return user.groups.includes(name);
  return kind === 'ServiceAccount' && user.name === `system:serviceaccount:${namespace ?? ''}:${name}`;
}

function has(list: readonly string[] | undefined, value: string): boolean {
  return list?.some((each) => each === '*' || each === value) === true;
}

/** Whether a rule of a role allows something. */
function allows(rule: PolicyRule, { verb, group = '', resource, name, path }: Access): boolean {
  if (!has(rule.verbs, verb)) return false;
  if (path !== undefined) {
    return (rule.nonResourceURLs ?? []).some(
      (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
    );
  }
  const part = resource?.split('/')[1];
  const named =
    has(rule.resources, resource ?? '') || (part !== undefined && rule.resources?.includes(`*/${part}`) === true);
  const ofName = (rule.resourceNames ?? []).length === 0 || rule.resourceNames?.includes(name ?? '') === true;
  return named && has(rule.apiGroups, group) && ofName;
}

/** The rules that a user has in a namespace, and with those of the whole cluster. */
export function rulesFor(store: Store, user: User, namespace: string | undefined): readonly PolicyRule[] {
  const rulesOf = ({ kind, name }: RoleRef, inNamespace: string): readonly PolicyRule[] =>
    (kind === 'ClusterRole' ? store.get('clusterroles', '', name) : store.get('roles', inNamespace, name))?.rules ?? [];
  const bindings = [
    ...store.list('clusterrolebindings'),
    ...(namespace === undefined ? [] : store.list('rolebindings', { namespace })),
  ];
  return bindings
    .filter(({ subjects = [] }) => subjects.some((subject) => isMeant(subject, user)))
    .flatMap(({ roleRef, metadata }) => rulesOf(roleRef, metadata.namespace ?? ''));
}

/** Whether RBAC lets a user do something. */
export function authorize(store: Store, user: User, access: Access): boolean {
  if (user.groups.includes('system:masters')) return true;
  return rulesFor(store, user, access.namespace).some((rule) => allows(rule, access));
}
