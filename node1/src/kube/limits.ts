import type { LimitRangeItem, Pod, PodSpec } from 'kubernetes-types/core/v1.js';
import type { Kinds, Store } from '../objects.ts';
import { forbidden } from './errors.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';

type Quantities = Readonly<Record<string, string>>;

const annotation = 'kubernetes.io/limit-ranger';

function number(text: string | undefined): number {
  return parseQuantity(text ?? 0) ?? 0;
}

function minimum(type: string, name: string, least: string, requests: Quantities, limits: Quantities): string[] {
  const head = `minimum ${name} usage per ${type} is ${least}`;
  const request = requests[name];
  const limit = limits[name];
  if (request === undefined) return [`${head}.  No request is specified`];
  if (number(request) < number(least)) return [`${head}, but request is ${request}`];
  return limit !== undefined && number(limit) < number(least) ? [`${head}, but limit is ${limit}`] : [];
}

function maximum(type: string, name: string, most: string, requests: Quantities, limits: Quantities | undefined) {
  const head = `maximum ${name} usage per ${type} is ${most}`;
  const request = requests[name];
  const limit = limits?.[name];
  if (limits !== undefined && limit === undefined) return [`${head}.  No limit is specified`];
  if (limits === undefined && request === undefined) return [`${head}.  No request is specified`];
  if (number(limit) > number(most)) return [`${head}, but limit is ${limit ?? ''}`];
  return number(request) > number(most) ? [`${head}, but request is ${request ?? ''}`] : [];
}

function ratio(type: string, name: string, most: string, requests: Quantities, limits: Quantities): string[] {
  const head = `${name} max limit to request ratio per ${type} is ${most}`;
  const request = number(requests[name]);
  const limit = number(limits[name]);
  if (request === 0) return [`${head}, but no request is specified or request is 0`];
  if (limit === 0) return [`${head}, but no limit is specified or limit is 0`];
  return limit / request > number(most) ? [`${head}, but provided ratio is ${(limit / request).toFixed(6)}`] : [];
}

function against(item: LimitRangeItem, requests: Quantities, limits: Quantities): string[] {
  const each = (map: Quantities | undefined) => Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...each(item.min).flatMap(([name, least]) => minimum(item.type, name, least, requests, limits)),
    ...each(item.max).flatMap(([name, most]) => maximum(item.type, name, most, requests, limits)),
    ...each(item.maxLimitRequestRatio).flatMap(([name, most]) => ratio(item.type, name, most, requests, limits)),
  ];
}

/** The sum of what every container has; what one lacks is in none. */
function sum(maps: readonly Quantities[]): Quantities {
  const names = Object.keys(maps[0] ?? {}).filter((name) => maps.every((map) => map[name] !== undefined));
  const total = (name: string): string => formatQuantity(maps.reduce((all, map) => all + number(map[name]), 0));
  return Object.fromEntries(names.map((name) => [name, total(name)]));
}

function fill(pod: Pod, spec: PodSpec, items: readonly LimitRangeItem[]): void {
  const notes: string[] = [];
  for (const [kind, list] of [
    ['container', spec.containers],
    ['init container', spec.initContainers ?? []],
  ] as const) {
    for (const container of list) {
      const resources = (container.resources ??= {});
      for (const [field, word, wanted] of [
        ['requests', 'request', 'defaultRequest'],
        ['limits', 'limit', 'default'],
      ] as const) {
        const given = Object.assign({}, ...items.map((item) => item[wanted])) as Record<string, string>;
        const missing = Object.keys(given).filter((name) => resources[field]?.[name] === undefined);
        if (missing.length === 0) continue;
        resources[field] = { ...given, ...resources[field] };
        notes.push(`${missing.sort().join(', ')} ${word} for ${kind} ${container.name}`);
      }
    }
  }
  if (notes.length === 0) return;
  const metadata = (pod.metadata ??= {});
  metadata.annotations = { ...metadata.annotations, [annotation]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

/** Applies the limit ranges of its namespace to a new pod. Throws ApiError where it asks for more or less than it may. */
export function admitLimits(pod: Pod, spec: PodSpec, store: Store): void {
  const { namespace = 'default', name = '' } = pod.metadata ?? {};
  const found: string[] = [];
  for (const range of store.list('limitranges', { namespace })) {
    const { limits = [] } = range.spec ?? {};
    fill(
      pod,
      spec,
      limits.filter(({ type }) => type === 'Container'),
    );
  }
  for (const range of store.list('limitranges', { namespace })) {
    for (const item of range.spec?.limits ?? []) {
      const all = [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources ?? {});
      if (item.type === 'Container') {
        found.push(...all.flatMap(({ requests = {}, limits = {} }) => against(item, requests, limits)));
      } else if (item.type === 'Pod') {
        const own = spec.containers.map(({ resources }) => resources ?? {});
        const requests = sum(own.map((each) => each.requests ?? {}));
        found.push(...against(item, requests, sum(own.map(({ limits = {} }) => limits))));
      }
    }
  }
  refuse('pods', name, found);
}

/** Holds a new claim against the limit ranges of its namespace. Throws ApiError. */
export function checkClaim({ metadata, spec }: Kinds['persistentvolumeclaims'], store: Store): void {
  const { namespace = 'default', name = '' } = metadata ?? {};
  const requests = spec?.resources?.requests ?? {};
  const items = store.list('limitranges', { namespace }).flatMap((range) => range.spec?.limits ?? []);
  const found = items
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type, min, max }) => [
      ...Object.entries(min ?? {}).flatMap(([key, least]) => minimum(type, key, least, requests, {})),
      ...Object.entries(max ?? {}).flatMap(([key, most]) => maximum(type, key, most, requests, undefined)),
    ]);
  refuse('persistentvolumeclaims', name, found);
}

function refuse(resource: 'pods' | 'persistentvolumeclaims', name: string, found: readonly string[]): void {
  if (found.length === 0) return;
  throw forbidden(resource, name, found.length === 1 ? (found[0] ?? '') : `[${found.join(', ')}]`);
}
