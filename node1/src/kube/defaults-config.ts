import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v1.js';
import type { LimitRange, ResourceQuota, Secret } from 'kubernetes-types/core/v1.js';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1.js';
import type { ClusterRoleBinding, RoleBinding } from 'kubernetes-types/rbac/v1.js';
import { canonicalQuantities } from './quantity.ts';
import { setStatus } from './writable.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

/** Fills in a secret, and puts its texts among its data. */
export function defaultSecret(secret: Secret): void {
  secret.type ??= 'Opaque';
  if (secret.stringData === undefined) return;
  const texts = Object.entries(secret.stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  secret.data = { ...secret.data, ...(Object.fromEntries(texts) as Record<string, string>) };
  delete secret.stringData;
}

/** Fills in whom a binding is about. */
export function defaultBinding(binding: RoleBinding | ClusterRoleBinding): void {
  const { roleRef } = binding as Partial<RoleBinding>;
  if (roleRef !== undefined) roleRef.apiGroup ||= rbacGroup;
  for (const subject of binding.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= rbacGroup;
  }
}

/** Fills in a network policy. */
export function defaultNetworkPolicy({ spec }: NetworkPolicy): void {
  if (spec === undefined) return;
  for (const { ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of ports ?? []) port.protocol ??= 'TCP';
  }
  spec.policyTypes ??= ['Ingress', ...((spec.egress ?? []).length > 0 ? ['Egress'] : [])];
}

/** Fills in an autoscaler. */
export function defaultAutoscaler(scaler: HorizontalPodAutoscaler): void {
  const { spec } = scaler;
  if (spec === undefined) return;
  spec.minReplicas ??= 1;
  spec.targetCPUUtilizationPercentage ??= 80;
  if (scaler.status === undefined) setStatus(scaler, { currentReplicas: 0, desiredReplicas: 0 });
}

/** Fills in the limits of a namespace: what is not given follows from what is. */
export function defaultLimitRange({ spec }: LimitRange): void {
  for (const item of (spec as Partial<NonNullable<typeof spec>> | undefined)?.limits ?? []) {
    for (const map of [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio]) {
      canonicalQuantities(map);
    }
    if (item.type !== 'Container') continue;
    const defaults = { ...item.max, ...item.default };
    const requests = { ...item.min, ...defaults, ...item.defaultRequest };
    if (Object.keys(defaults).length > 0) item.default = defaults;
    if (Object.keys(requests).length > 0) item.defaultRequest = requests;
  }
}

/** Fills in a quota. */
export function defaultQuota(quota: ResourceQuota): void {
  canonicalQuantities(quota.spec?.hard);
  if (quota.status === undefined) setStatus(quota, {});
}
