import { type Kind, kindOf } from './kinds.ts';

/** An object as somebody wrote it. */
type Written = Readonly<Record<string, unknown>>;

/** An object of a version that the rehearsal keeps in a newer one. */
export interface OlderObject {
  /** As it is kept. */
  readonly object: Written;
  /** As messages name it. */
  readonly kind: Kind;
  /** What the API server warns of at each request. */
  readonly warning: string;
  /** What is written in it that only the newer version has. */
  readonly mistakes: readonly string[];
  /** The API server fills something in, so that to apply it again always changes it. */
  readonly isFilled: boolean;
}

interface OlderVersion {
  readonly kinds: readonly string[];
  readonly group: string;
  readonly since: string;
}

const rbac = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];
/** By their `apiVersion`: the kinds whose newer version is kept, and since when they are deprecated. */
const older: Readonly<Record<string, OlderVersion>> = {
  'extensions/v1beta1': { kinds: ['Ingress'], group: 'networking.k8s.io', since: 'v1.14' },
  'networking.k8s.io/v1beta1': { kinds: ['Ingress'], group: 'networking.k8s.io', since: 'v1.19' },
  'rbac.authorization.k8s.io/v1beta1': { kinds: rbac, group: 'rbac.authorization.k8s.io', since: 'v1.17' },
};
const resources = {
  Ingress: 'ingresses',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
} as const;

function isObject(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object of an older version is in the one that is kept; undefined for any other. */
export function fromOlder(written: Written): OlderObject | undefined {
  const { apiVersion, kind = '' } = written as { readonly apiVersion?: string; readonly kind?: string };
  const version = older[apiVersion ?? ''];
  if (version?.kinds.includes(kind) !== true) return undefined;
  const newer = `${version.group}/v1`;
  const found = kindOf(resources[kind as keyof typeof resources]);
  const [group = '', name = ''] = (apiVersion ?? '').split('/');
  const mistakes: string[] = [];
  const state = { isFilled: false };
  const object = { ...written, apiVersion: newer };
  const { spec } = written;
  return {
    object: kind === 'Ingress' && isObject(spec) ? { ...object, spec: ingressSpec(spec, mistakes, state) } : object,
    kind: { ...found, group, version: name },
    warning: `Warning: ${apiVersion} ${kind} is deprecated in ${version.since}+, unavailable in v1.22+; use ${newer} ${kind}`,
    mistakes: mistakes.map((each) => each.replaceAll('networking.v1.', `${group.split('.')[0]}.${name}.`)),
    ...state,
  };
}

/** Of an ingress: a backend has its service by name and port, and a path need not say how it is compared. */
function ingressSpec(spec: Written, mistakes: string[], state: { isFilled: boolean }): Written {
  const { backend, ...rest } = spec;
  const unknown = (path: string, field: string, of: string): void => {
    mistakes.push(
      `ValidationError(Ingress.${path}): unknown field ${JSON.stringify(field)} in io.k8s.api.networking.v1.${of}`,
    );
  };
  const backendOf = (value: unknown, path: string): unknown => {
    if (!isObject(value)) return value;
    const { serviceName, servicePort, service, ...others } = value;
    if (service !== undefined) unknown(path, 'service', 'IngressBackend');
    if (serviceName === undefined && servicePort === undefined) return value;
    const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort };
    return { ...others, service: { name: serviceName, ...(servicePort === undefined ? {} : { port }) } };
  };
  const ruleOf = (rule: unknown, at: number): unknown => {
    const http = isObject(rule) ? rule['http'] : undefined;
    const paths = isObject(http) ? http['paths'] : undefined;
    if (!isObject(rule) || !isObject(http) || !Array.isArray(paths)) return rule;
    const each = (path: unknown, index: number): unknown => {
      if (!isObject(path)) return path;
      state.isFilled ||= path['pathType'] === undefined;
      const place = `spec.rules[${at}].http.paths[${index}].backend`;
      return { pathType: 'ImplementationSpecific', ...path, backend: backendOf(path['backend'], place) };
    };
    return { ...rule, http: { ...http, paths: paths.map(each) } };
  };
  if ('defaultBackend' in spec) unknown('spec', 'defaultBackend', 'IngressSpec');
  const { rules } = spec;
  return {
    ...rest,
    ...(backend === undefined ? {} : { defaultBackend: backendOf(backend, 'spec.backend') }),
    ...(Array.isArray(rules) ? { rules: rules.map(ruleOf) } : {}),
  };
}
