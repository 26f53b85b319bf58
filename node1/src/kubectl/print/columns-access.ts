import type { RoleRef, Subject } from 'kubernetes-types/rbac/v1.js';
import type { Kinds } from '../../objects.ts';
import { born, nameOf, plainTable, type Table } from './cells.ts';

type Access = 'clusterrolebindings' | 'clusterroles' | 'podsecuritypolicies' | 'rolebindings' | 'roles';

const bindingTable: Table<Kinds['rolebindings'] | Kinds['clusterrolebindings']> = {
  headers: ['NAME', 'ROLE', 'AGE', 'USERS', 'GROUPS', 'SERVICEACCOUNTS'],
  wide: 3,
  row: (binding, now) => {
    const { kind, name } = binding.roleRef as RoleRef | { readonly kind: undefined; readonly name: undefined };
    const subjects = (wanted: string, text: (subject: Subject) => string): string =>
      (binding.subjects ?? [])
        .filter((subject) => subject.kind === wanted)
        .map(text)
        .join(', ');
    return [
      nameOf(binding),
      `${kind ?? ''}/${name ?? ''}`,
      born(binding, now),
      subjects('User', (subject) => subject.name),
      subjects('Group', (subject) => subject.name),
      subjects('ServiceAccount', (subject) => `${subject.namespace ?? ''}/${subject.name}`),
    ];
  },
};

/** A part of a PodSecurityPolicy's spec as text. */
function policyText(policy: Kinds['podsecuritypolicies'], field: string): string {
  const value = policy.spec?.[field];
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'object' && value !== null) return (value as { readonly rule?: string }).rule ?? '';
  return typeof value === 'string' ? value : '';
}

/** The tables of who may do what. */
export const accessTables: { readonly [R in Access]: Table<Kinds[R]> } = {
  clusterrolebindings: bindingTable,
  clusterroles: plainTable,
  podsecuritypolicies: {
    headers: ['NAME', 'PRIV', 'CAPS', 'SELINUX', 'RUNASUSER', 'FSGROUP', 'SUPGROUP', 'READONLYROOTFS', 'VOLUMES'],
    wide: 0,
    row: (policy) => [
      nameOf(policy),
      String(policy.spec?.['privileged'] === true),
      ...['allowedCapabilities', 'seLinux', 'runAsUser', 'fsGroup', 'supplementalGroups'].map((field) =>
        policyText(policy, field),
      ),
      String(policy.spec?.['readOnlyRootFilesystem'] === true),
      policyText(policy, 'volumes'),
    ],
  },
  rolebindings: bindingTable,
  roles: plainTable,
};
