import { isDeepStrictEqual } from 'node:util';
import type { ConfigMap, Secret } from 'kubernetes-types/core/v1.js';
import type { ClusterRoleBinding, PolicyRule, RoleBinding, RoleRef, Subject } from 'kubernetes-types/rbac/v1.js';
import type { Cause } from './errors.ts';
import { subdomainRule } from './name-rules.ts';
import { nameCauses } from './name-rules.ts';
import { unsupported } from './validate-pod.ts';

const keyPattern = /^[-._a-zA-Z0-9]+$/;
const keySentence =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const rbacGroup = 'rbac.authorization.k8s.io';
/** Bytes that the contents of a config map or secret may have. */
const mostBytes = 1_048_576;

/** Why a text is no key of a config map or secret; empty where it is one. */
export function keyProblems(key: string): readonly string[] {
  return [
    ...(key.length > 253 ? ['must be no more than 253 characters'] : []),
    ...(keyPattern.test(key.slice(0, 253)) ? [] : [keySentence]),
    ...(key === '.' ? ["must not be '.'"] : []),
    ...(key === '..' ? ["must not be '..'"] : key.startsWith('..') ? ["must not start with '..'"] : []),
  ];
}

function keyCauses(path: string, data: Readonly<Record<string, string>> = {}): readonly Cause[] {
  return Object.keys(data).flatMap((key) =>
    keyProblems(key).map((problem) => `${path}[${key}]: Invalid value: ${JSON.stringify(key)}: ${problem}`),
  );
}

function sizeOf(...parts: readonly (Readonly<Record<string, string>> | undefined)[]): number {
  return parts.flatMap((part) => Object.values(part ?? {})).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function immutableCauses(now: ConfigMap | Secret, old: ConfigMap | Secret | undefined): readonly Cause[] {
  if (old?.immutable !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(now.immutable === true ? [] : [`immutable: Forbidden: ${why}`]),
    ...(isDeepStrictEqual(now.data, old.data) ? [] : [`data: Forbidden: ${why}`]),
  ];
}

/** What is wrong with a config map. */
export function configMapCauses(map: ConfigMap, old: ConfigMap | undefined): readonly Cause[] {
  return [
    ...immutableCauses(map, old),
    ...keyCauses('data', map.data),
    ...keyCauses('binaryData', map.binaryData),
    ...Object.keys(map.data ?? {})
      .filter((key) => map.binaryData?.[key] !== undefined)
      .map((key) => `data[${key}]: Invalid value: ${JSON.stringify(key)}: duplicate of key present in binaryData`),
    ...(sizeOf(map.data, map.binaryData) > mostBytes ? [`[]: Too long: must have at most ${mostBytes} bytes`] : []),
  ];
}

const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** What is wrong with a secret. */
export function secretCauses(secret: Secret, old: Secret | undefined): readonly Cause[] {
  const { type = 'Opaque', data = {} } = secret;
  const required = requiredKeys[type] ?? [];
  return [
    ...immutableCauses(secret, old),
    ...(old !== undefined && old.type !== type
      ? [`type: Invalid value: ${JSON.stringify(type)}: field is immutable`]
      : []),
    ...keyCauses('data', data),
    ...(sizeOf(data) > (mostBytes * 4) / 3 + 4 ? [`data: Too long: must have at most ${mostBytes} bytes`] : []),
    ...(type === 'kubernetes.io/service-account-token' &&
    !secret.metadata?.annotations?.['kubernetes.io/service-account.name']
      ? ['metadata.annotations[kubernetes.io/service-account.name]: Required value']
      : []),
    ...required.filter((key) => data[key] === undefined).map((key) => `data[${key}]: Required value`),
  ];
}

/** What is wrong with the rules of a role. */
export function ruleCauses(rules: readonly PolicyRule[] = [], namespaced: boolean): readonly Cause[] {
  return rules.flatMap((rule, at) => {
    const path = `rules[${at}]`;
    const { nonResourceURLs: urls = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
    const list = `[]string{${urls.map((url) => JSON.stringify(url)).join(', ')}}`;
    const verbs = ((rule as Partial<PolicyRule>).verbs ?? []).length === 0;
    const missing = verbs ? [`${path}.verbs: Required value: verbs must contain at least one value`] : [];
    if (urls.length > 0) {
      const invalid = `${path}.nonResourceURLs: Invalid value: ${list}:`;
      return [
        ...missing,
        ...(namespaced ? [`${invalid} namespaced rules cannot apply to non-resource URLs`] : []),
        ...(apiGroups.length + resources.length + resourceNames.length > 0
          ? [`${invalid} rules cannot apply to both regular resources and non-resource URLs`]
          : []),
      ];
    }
    return [
      ...missing,
      ...(apiGroups.length === 0
        ? [`${path}.apiGroups: Required value: resource rules must supply at least one api group`]
        : []),
      ...(resources.length === 0
        ? [`${path}.resources: Required value: resource rules must supply at least one resource`]
        : []),
    ];
  });
}

function subjectCauses(path: string, subject: Subject, namespaced: boolean): readonly Cause[] {
  const { kind = '', name = '', namespace = '', apiGroup = '' } = subject as Partial<Subject>;
  const missing = name === '' ? [`${path}.name: Required value`] : [];
  if (kind === 'ServiceAccount') {
    return [
      ...missing,
      ...(name === '' ? [] : nameCauses(`${path}.name`, name, subdomainRule)),
      ...(apiGroup === '' ? [] : [unsupported(`${path}.apiGroup`, apiGroup, [''])]),
      ...(!namespaced && namespace === '' ? [`${path}.namespace: Required value`] : []),
    ];
  }
  if (kind === 'User' || kind === 'Group') {
    return [...missing, ...(apiGroup === rbacGroup ? [] : [unsupported(`${path}.apiGroup`, apiGroup, [rbacGroup])])];
  }
  return [...missing, unsupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
}

/** What is wrong with a binding. */
export function bindingCauses(
  binding: RoleBinding | ClusterRoleBinding,
  old: RoleBinding | ClusterRoleBinding | undefined,
  namespaced: boolean,
): readonly Cause[] {
  const ref: Partial<RoleRef> = (binding as Partial<RoleBinding>).roleRef ?? {};
  const { apiGroup = '', kind = '', name = '' } = ref;
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const text = `rbac.RoleRef{APIGroup:${JSON.stringify(apiGroup)}, Kind:${JSON.stringify(kind)}, Name:${JSON.stringify(name)}}`;
  return [
    ...(apiGroup === rbacGroup ? [] : [unsupported('roleRef.apiGroup', apiGroup, [rbacGroup])]),
    ...(kinds.includes(kind) ? [] : [unsupported('roleRef.kind', kind, kinds)]),
    ...(name === '' ? ['roleRef.name: Required value'] : []),
    ...(binding.subjects ?? []).flatMap((subject, at) => subjectCauses(`subjects[${at}]`, subject, namespaced)),
    ...(old !== undefined && !isDeepStrictEqual(old.roleRef, ref)
      ? [`roleRef: Invalid value: ${text}: cannot change roleRef`]
      : []),
  ];
}
