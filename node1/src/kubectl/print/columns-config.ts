import type { Kinds } from '../../objects.ts';
import { born, nameOf, none, plainTable, selectorText, type Table } from './cells.ts';

type Config =
  | 'configmaps'
  | 'ingressclasses'
  | 'ingresses'
  | 'limitranges'
  | 'networkpolicies'
  | 'priorityclasses'
  | 'resourcequotas'
  | 'secrets'
  | 'serviceaccounts';

/** Hosts of an ingress: three at most. */
function hostsOf({ spec }: Kinds['ingresses']): string {
  const rules = spec?.rules ?? [];
  const hosts = rules.flatMap(({ host = '' }) => (host === '' ? [] : [host])).slice(0, 3);
  if (hosts.length === 0) return '*';
  return hosts.join(',') + (hosts.length === 3 && rules.length > 3 ? ` + ${rules.length - 3} more...` : '');
}

/** `pods: 1/10, ...` of a quota: what is asked for, or what is limited. */
function quotaText({ status }: Kinds['resourcequotas'], limits: boolean): string {
  const names = Object.keys(status?.hard ?? {}).sort();
  return names
    .filter((name) => name.startsWith('limits.') === limits)
    .map((name) => `${name}: ${status?.used?.[name] ?? '0'}/${status?.hard?.[name] ?? ''}`)
    .join(', ');
}

/** The tables of what workloads are given, and what they are limited by. */
export const configTables: { readonly [R in Config]: Table<Kinds[R]> } = {
  configmaps: {
    headers: ['NAME', 'DATA', 'AGE'],
    wide: 0,
    row: (map, now) => [
      nameOf(map),
      String(Object.keys(map.data ?? {}).length + Object.keys(map.binaryData ?? {}).length),
      born(map, now),
    ],
  },
  ingressclasses: {
    headers: ['NAME', 'CONTROLLER', 'PARAMETERS', 'AGE'],
    wide: 0,
    row: (ingressClass, now) => {
      const parameters = ingressClass.spec?.parameters;
      const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`;
      return [
        nameOf(ingressClass),
        ingressClass.spec?.controller ?? '',
        parameters === undefined ? none : `${parameters.kind}${group}/${parameters.name}`,
        born(ingressClass, now),
      ];
    },
  },
  ingresses: {
    headers: ['NAME', 'CLASS', 'HOSTS', 'ADDRESS', 'PORTS', 'AGE'],
    wide: 0,
    row: (ingress, now) => [
      nameOf(ingress),
      ingress.spec?.ingressClassName ?? none,
      hostsOf(ingress),
      (ingress.status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(','),
      (ingress.spec?.tls ?? []).length > 0 ? '80, 443' : '80',
      born(ingress, now),
    ],
  },
  limitranges: plainTable,
  networkpolicies: {
    headers: ['NAME', 'POD-SELECTOR', 'AGE'],
    wide: 0,
    row: (policy, now) => [nameOf(policy), selectorText(policy.spec?.podSelector), born(policy, now)],
  },
  priorityclasses: {
    headers: ['NAME', 'VALUE', 'GLOBAL-DEFAULT', 'AGE'],
    wide: 0,
    row: (priority, now) => [
      nameOf(priority),
      String(priority.value),
      String(priority.globalDefault ?? false),
      born(priority, now),
    ],
  },
  resourcequotas: {
    headers: ['NAME', 'AGE', 'REQUEST', 'LIMIT'],
    wide: 0,
    row: (quota, now) => [nameOf(quota), born(quota, now), quotaText(quota, false), quotaText(quota, true)],
  },
  secrets: {
    headers: ['NAME', 'TYPE', 'DATA', 'AGE'],
    wide: 0,
    row: (secret, now) => [
      nameOf(secret),
      secret.type ?? '',
      String(Object.keys(secret.data ?? {}).length),
      born(secret, now),
    ],
  },
  serviceaccounts: {
    headers: ['NAME', 'SECRETS', 'AGE'],
    wide: 0,
    row: (account, now) => [nameOf(account), String((account.secrets ?? []).length), born(account, now)],
  },
};
