import { nearest } from '../../plan/nearest.ts';

// Plural (the singular is made of it) and short names of Kubernetes' own kinds, and of the extensions that courses install most.
const names =
  'configmaps:cm endpoints:ep events:ev limitranges:limits namespaces:ns nodes:no persistentvolumeclaims:pvc persistentvolumes:pv ' +
  'pods:po replicationcontrollers:rc resourcequotas:quota secrets serviceaccounts:sa services:svc customresourcedefinitions:crd,crds ' +
  'apiservices controllerrevisions daemonsets:ds deployments:deploy replicasets:rs statefulsets:sts horizontalpodautoscalers:hpa ' +
  'cronjobs:cj jobs certificatesigningrequests:csr leases endpointslices ingresses:ing ingressclasses networkpolicies:netpol ' +
  'runtimeclasses poddisruptionbudgets:pdb podsecuritypolicies:psp clusterrolebindings clusterroles rolebindings roles ' +
  'priorityclasses:pc csidrivers csinodes storageclasses:sc volumeattachments componentstatuses:cs podtemplates ' +
  'mutatingwebhookconfigurations validatingwebhookconfigurations volumesnapshots:vs gateways:gtw httproutes certificates:cert,certs ' +
  'issuers clusterissuers servicemonitors prometheuses';

const plurals = new Map<string, string>();
for (const entry of names.split(' ')) {
  const [plural = '', short = ''] = entry.split(':');
  for (const name of [plural, singularOf(plural), ...short.split(',').filter(Boolean)]) plurals.set(name, plural);
}

/** The plural of a kind by any of its names, with its group or without: `deploy`, `Deployment`, `deployments.apps`; undefined for others. */
export function kindOf(word: string): string | undefined {
  return plurals.get((word.split('.')[0] ?? '').toLowerCase());
}

/** The kind that a word most likely stands for, by one slip of the pen. */
export function nearKind(word: string): string | undefined {
  if (word.length < 5 || kindOf(word) !== undefined) return undefined;
  const near = nearest(
    word,
    [...plurals.keys()].filter((name) => name.length >= 4),
  );
  return near !== undefined && Math.abs(near.length - word.length) <= 1 && near.startsWith(word.charAt(0))
    ? near
    : undefined;
}

/** The singular of a kind by any of its names; undefined for others. */
export function singularKind(word: string): string | undefined {
  const plural = kindOf(word);
  return plural === undefined ? undefined : singularOf(plural);
}

/** `create deploy` as kubectl's help calls it: `create deployment`. */
export function canonicalVerb(name: string): string {
  const [verb = '', kind = '', ...rest] = name.split(' ');
  if (verb !== 'create' || kind === '') return name;
  return ['create', kind === 'quota' ? kind : (singularKind(kind) ?? kind), ...rest].join(' ');
}

function singularOf(plural: string): string {
  if (/(?:sse|xe)s$/.test(plural)) return plural.slice(0, -2);
  if (plural.endsWith('statuses')) return plural.slice(0, -2);
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  return plural === 'endpoints' ? plural : plural.slice(0, -1);
}
