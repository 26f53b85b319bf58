import type { Secret, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from 'kubernetes-types/rbac/v1.js';
import type { Kinds } from '../../objects.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';

/** A service account; `secrets` are those of its namespace. */
export function describeServiceAccount(
  out: Lines,
  { metadata, secrets = [], imagePullSecrets = [] }: ServiceAccount,
  known: readonly Secret[],
): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  const exists = (name: string): boolean => known.some((secret) => secret.metadata?.name === name);
  const tokens = known.filter(
    (secret) =>
      secret.type === 'kubernetes.io/service-account-token' &&
      secret.metadata?.annotations?.['kubernetes.io/service-account.uid'] === metadata?.uid,
  );
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Image pull secrets:', imagePullSecrets.map(({ name }) => name ?? '')],
    ['Mountable secrets: ', secrets.map(({ name }) => name ?? '')],
    ['Tokens:            ', tokens.map((secret) => secret.metadata?.name ?? '')],
  ];
  for (const [title, names] of rows) {
    if (names.length === 0) out.add(0, `${title}\t<none>`);
    names.forEach((name, at) => {
      out.add(0, `${at === 0 ? title : ' '.repeat(19)}\t${name}${exists(name) ? '' : ' (not found)'}`);
    });
  }
}

/** One rule as kubectl shows it: for one resource or path. */
interface Row {
  readonly resource: string;
  readonly urls: readonly string[];
  readonly names: readonly string[];
  readonly verbs: readonly string[];
  /** What the rows are sorted by: a rule as Go prints it. */
  readonly key: string;
}

function goList(words: readonly string[]): string {
  return `[${words.join(' ')}]`;
}

/** Rules, one for each resource and each path; paths that two rules allow come twice where `repeated`. */
export function rowsOf(rules: readonly PolicyRule[], repeated = false): readonly Row[] {
  const found = new Map<string, Row>();
  const add = (
    resource: string,
    urls: readonly string[],
    names: readonly string[],
    verbs: readonly string[],
    key: string,
  ) => {
    const id = JSON.stringify([resource, urls, names]);
    const before = found.get(id)?.verbs ?? [];
    found.set(id, {
      resource,
      urls,
      names,
      verbs: [...before, ...verbs.filter((verb) => !before.includes(verb))],
      key,
    });
  };
  for (const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } of rules) {
    for (const group of apiGroups) {
      for (const resource of resources) {
        const [name = '', ...part] = resource.split('/');
        const text = [`${name}${group === '' ? '' : `.${group}`}`, ...part].join('/');
        const names = resourceNames.length === 0 ? [[]] : resourceNames.map((each) => [each]);
        for (const each of names) add(text, [], each, verbs, goRule([group], [resource], each, []));
      }
    }
    for (const url of nonResourceURLs) {
      for (const verb of verbs) {
        const row = { resource: '', urls: [url], names: [], verbs: [verb], key: goRule([], [], [], [url]) };
        found.set(JSON.stringify([url, verb, repeated ? found.size : 0]), row);
      }
    }
  }
  // Go sorts rules by their text, in which the verbs come first.
  return [...found.values()].sort((a, b) => (sortText(a) < sortText(b) ? -1 : 1));
}

function sortText({ verbs, key }: Row): string {
  return `PolicyRule{Verbs:${goList(verbs)},${key}`;
}

function goRule(
  groups: readonly string[],
  resources: readonly string[],
  names: readonly string[],
  urls: readonly string[],
) {
  return `APIGroups:${goList(groups)},Resources:${goList(resources)},ResourceNames:${goList(names)},NonResourceURLs:${goList(urls)},}`;
}

/** A role, of a namespace or of the cluster. */
export function describeRole(out: Lines, { metadata, rules = [] }: Role | ClusterRole): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, 'PolicyRule:');
  out.add(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  out.add(1, '---------\t-----------------\t--------------\t-----');
  for (const { resource, urls, names, verbs } of rowsOf(rules))
    out.add(1, [resource, goList(urls), goList(names), goList(verbs)].join('\t'));
}

/** A binding, of a namespace or of the cluster. */
export function describeBinding(
  out: Lines,
  { metadata, roleRef, subjects = [] }: RoleBinding | ClusterRoleBinding,
): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  out.add(0, 'Role:');
  out.add(1, `Kind:\t${roleRef.kind}`);
  out.add(1, `Name:\t${roleRef.name}`);
  out.add(0, 'Subjects:');
  out.add(1, 'Kind\tName\tNamespace');
  out.add(1, '----\t----\t---------');
  for (const { kind, name, namespace = '' } of subjects) out.add(1, `${kind}\t${name}\t${namespace}`);
}

interface Ranged {
  readonly rule?: string;
  readonly ranges?: readonly { readonly min: number; readonly max: number }[];
}

/** A PodSecurityPolicy. */
export function describePolicy(out: Lines, { metadata, spec = {} }: Kinds['podsecuritypolicies']): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
  const list = (field: string, none = '<none>'): string => ((spec[field] ?? []) as readonly string[]).join(',') || none;
  const flag = (field: string): string => String(spec[field] === true);
  const escalation = spec['allowPrivilegeEscalation'];
  out.add(0, '\nSettings:');
  out.add(1, `Allow Privileged:\t${flag('privileged')}`);
  out.add(1, `Allow Privilege Escalation:\t${escalation === undefined ? '<unset>' : String(escalation === true)}`);
  out.add(1, `Default Add Capabilities:\t${list('defaultAddCapabilities')}`);
  out.add(1, `Required Drop Capabilities:\t${list('requiredDropCapabilities')}`);
  out.add(1, `Allowed Capabilities:\t${list('allowedCapabilities')}`);
  out.add(1, `Allowed Volume Types:\t${list('volumes')}`);
  if ((spec['allowedUnsafeSysctls'] ?? undefined) !== undefined)
    out.add(1, `Allowed Unsafe Sysctls:\t${list('allowedUnsafeSysctls')}`);
  if ((spec['forbiddenSysctls'] ?? undefined) !== undefined)
    out.add(1, `Forbidden Sysctls:\t${list('forbiddenSysctls')}`);
  out.add(1, `Allow Host Network:\t${flag('hostNetwork')}`);
  const ports = (spec['hostPorts'] ?? []) as readonly { readonly min: number; readonly max: number }[];
  out.add(1, `Allow Host Ports:\t${ports.map(({ min, max }) => `${min}-${max}`).join(',') || '<none>'}`);
  out.add(1, `Allow Host PID:\t${flag('hostPID')}`);
  out.add(1, `Allow Host IPC:\t${flag('hostIPC')}`);
  out.add(1, `Read Only Root Filesystem:\t${flag('readOnlyRootFilesystem')}`);
  const linux = (spec['seLinux'] ?? {}) as { readonly rule?: string; readonly seLinuxOptions?: Record<string, string> };
  out.add(1, `SELinux Context Strategy: ${linux.rule ?? ''}\t`);
  for (const field of ['user', 'role', 'type', 'level']) {
    const title = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    out.add(2, `${title}:\t${linux.seLinuxOptions?.[field] ?? '<none>'}`);
  }
  for (const [title, field, what] of [
    ['Run As User Strategy', 'runAsUser', 'Ranges'],
    ['FSGroup Strategy', 'fsGroup', 'Ranges'],
    ['Supplemental Groups Strategy', 'supplementalGroups', 'Ranges'],
  ] as const) {
    const { rule = '', ranges = [] } = (spec[field] ?? {}) as Ranged;
    out.add(1, `${title}: ${rule}\t`);
    out.add(2, `${what}:\t${ranges.map(({ min, max }) => `${min}-${max}`).join(',') || '<none>'}`);
  }
}
