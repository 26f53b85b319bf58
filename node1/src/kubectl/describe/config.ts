import type { ConfigMap, LimitRange, ResourceQuota, Secret } from 'kubernetes-types/core/v1.js';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1.js';
import { labelText } from '../print/columns.ts';
import type { Lines } from './lines.ts';
import { addAnnotations, addLabels } from './metadata.ts';

function addHead(out: Lines, { metadata }: ConfigMap | Secret): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${metadata?.namespace ?? ''}`);
  addLabels(out, 'Labels', metadata?.labels);
  addAnnotations(out, 'Annotations', metadata?.annotations);
}

function sorted(data: Readonly<Record<string, string>> | undefined): readonly (readonly [string, string])[] {
  return Object.entries(data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A config map; what is no text is not shown. */
export function describeConfigMap(out: Lines, map: ConfigMap): void {
  addHead(out, map);
  out.add(0, '\nData\n====');
  for (const [key, value] of sorted(map.data)) out.add(0, `${key}:\n----\n${value}`);
}

/** A secret: how long its values are, and the token of an account in full. */
export function describeSecret(out: Lines, secret: Secret): void {
  addHead(out, secret);
  out.add(0, `\nType:\t${secret.type ?? ''}`);
  out.add(0, '\nData\n====');
  for (const [key, value] of sorted(secret.data)) {
    const bytes = Buffer.from(value, 'base64');
    const open = key === 'token' && secret.type === 'kubernetes.io/service-account-token';
    out.add(0, open ? `${key}:\t${bytes.toString()}` : `${key}:\t${bytes.length} bytes`);
  }
}

/** The rows of a quota: `pods\t1\t10`. */
export function quotaRows({ status }: ResourceQuota): readonly string[] {
  const { hard = {}, used = {} } = status ?? {};
  return Object.keys(hard)
    .sort()
    .map((name) => `${name}\t${used[name] ?? '0'}\t${hard[name] ?? ''}`);
}

const scopeTexts: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

/** A quota. */
export function describeQuota(out: Lines, quota: ResourceQuota): void {
  out.add(0, `Name:\t${quota.metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${quota.metadata?.namespace ?? ''}`);
  const scopes = [...(quota.spec?.scopes ?? [])].sort();
  if (scopes.length > 0) {
    out.add(0, `Scopes:\t${scopes.join(', ')}`);
    for (const scope of scopes) if (scopeTexts[scope] !== undefined) out.add(0, ` * ${scopeTexts[scope]}`);
  }
  out.add(0, 'Resource\tUsed\tHard');
  out.add(0, '--------\t----\t----');
  for (const row of quotaRows(quota)) out.add(0, row);
}

/** The rows of a limit range: `Container\tcpu\t-\t1\t100m\t1\t-`. */
export function limitRows({ spec }: LimitRange): readonly string[] {
  return (spec?.limits ?? []).flatMap((item) => {
    const maps = [item.min, item.max, item.defaultRequest, item.default, item.maxLimitRequestRatio];
    const names = [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))].sort();
    return names.map((name) => [item.type, name, ...maps.map((map) => map?.[name] ?? '-')].join('\t'));
  });
}

/** The limits of a namespace. */
export function describeLimitRange(out: Lines, range: LimitRange): void {
  out.add(0, `Name:\t${range.metadata?.name ?? ''}`);
  out.add(0, `Namespace:\t${range.metadata?.namespace ?? ''}`);
  out.add(0, 'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  out.add(0, '----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const row of limitRows(range)) out.add(0, row);
}

/** A priority class. */
export function describePriority(out: Lines, { metadata, value, globalDefault, description }: PriorityClass): void {
  out.add(0, `Name:\t${metadata?.name ?? ''}`);
  out.add(0, `Value:\t${value}`);
  out.add(0, `GlobalDefault:\t${String(globalDefault ?? false)}`);
  out.add(0, `Description:\t${description ?? ''}`);
  out.add(0, `Annotations:\t${labelText(metadata?.annotations)}`);
}
