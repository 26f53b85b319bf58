import type { Container, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1.js';
import type { Store, Stored } from '../objects.ts';
import { furnish, tokensOf } from './accounts.ts';
import { defaultPodSpec } from './defaults-pod.ts';
import { forbidden } from './errors.ts';
import { admitLimits } from './limits.ts';
import { setStatus } from './writable.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** BestEffort, Burstable or Guaranteed, from requests and limits (kubelet's `GetPodQOS`). */
function qosClass({ containers, initContainers = [] }: PodSpec): string {
  const resources = ['cpu', 'memory'];
  const all = [...initContainers, ...containers].flatMap(({ resources: { limits = {}, requests = {} } = {} }) =>
    resources.map((name) => ({ limit: limits[name], request: requests[name] ?? limits[name] })),
  );
  if (all.every(({ limit, request }) => limit === undefined && request === undefined)) return 'BestEffort';
  return all.every(({ limit, request }) => limit !== undefined && limit === request) ? 'Guaranteed' : 'Burstable';
}

/** Limits without requests are requests too. */
function requestWhatIsLimited({ resources }: Container): void {
  if (resources?.limits === undefined) return;
  resources.requests = { ...resources.limits, ...resources.requests };
}

/** The account of a pod; the namespace's own is made when somebody is faster than its controller. */
function accountOf(store: Store, namespace: string, name: string): Stored<'serviceaccounts'> | undefined {
  const found = store.get('serviceaccounts', namespace, name);
  if (found !== undefined || name !== 'default') return found;
  furnish(store, namespace);
  return store.get('serviceaccounts', namespace, name);
}

/** Gives a pod its account: the token as a volume, the secrets of registries. */
function admitAccount(pod: Pod, spec: PodSpec, store: Store): void {
  const { namespace = 'default', name = '' } = pod.metadata ?? {};
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount = spec.serviceAccountName;
  const account = accountOf(store, namespace, spec.serviceAccountName);
  if (account === undefined) {
    const what = `${namespace}/${spec.serviceAccountName}: serviceaccount ${JSON.stringify(spec.serviceAccountName)} not found`;
    throw forbidden('pods', name, `error looking up service account ${what}`);
  }
  if ((spec.imagePullSecrets ?? []).length === 0 && (account.imagePullSecrets ?? []).length > 0) {
    spec.imagePullSecrets = structuredClone(account.imagePullSecrets ?? []);
  }
  if (!(spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true)) return;
  const [token] = tokensOf(store, account);
  if (token === undefined) return;
  // A manifest that `kubectl get -o yaml` wrote may name the token of another cluster.
  const volumes = (spec.volumes ?? []).filter(
    ({ name: volume, secret }) => !isForeignToken(volume, secret?.secretName),
  );
  spec.volumes = volumes.some((volume) => volume.name === token)
    ? volumes
    : [...volumes, { name: token, secret: { defaultMode: 420, secretName: token } }];
  const dropped = new Set((pod.spec?.volumes ?? []).map((volume) => volume.name));
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    const mounts = (container.volumeMounts ?? []).filter(
      (mount) => !(mount.mountPath === tokenPath && mount.name !== token && !dropped.has(mount.name)),
    );
    const has = mounts.some(({ mountPath }) => mountPath === tokenPath);
    container.volumeMounts = has ? mounts : [...mounts, { mountPath: tokenPath, name: token, readOnly: true }];
  }

  function isForeignToken(volume: string, secretName: string | undefined): boolean {
    return (
      volume === secretName &&
      /-token-[a-z0-9]{5}$/.test(volume) &&
      store.get('secrets', namespace, volume) === undefined
    );
  }
}

/** The number behind the name of a pod's priority. */
function admitPriority(pod: Pod, spec: PodSpec, store: Store): void {
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
  const standard = spec.priorityClassName === undefined;
  const name = spec.priorityClassName ?? '';
  const found = standard
    ? store.list('priorityclasses').find(({ globalDefault }) => globalDefault === true)
    : store.get('priorityclasses', '', name);
  if (found === undefined && !standard && name !== '') {
    throw forbidden('pods', pod.metadata?.name ?? '', `no PriorityClass with name ${name} was found`);
  }
  if (found !== undefined) spec.priorityClassName = found.metadata.name;
  spec.priority = found?.value ?? 0;
}

/** What the API server makes of a new pod: defaults, its account and priority, tolerations. */
export function admitPod(pod: Pod, store: Store): void {
  const spec = (pod.spec ??= { containers: [] });
  (spec as Partial<PodSpec>).containers ??= [];
  defaultPodSpec(spec);
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) requestWhatIsLimited(container);
  spec.enableServiceLinks ??= true;
  admitLimits(pod, spec, store);
  admitAccount(pod, spec, store);
  admitPriority(pod, spec, store);
  spec.tolerations = [
    ...(spec.tolerations ?? []),
    ...['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
      .filter((key) => !(spec.tolerations ?? []).some((toleration) => toleratesNoExecute(toleration, key)))
      .map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: 300 })),
  ];
  setStatus(pod, { phase: 'Pending', qosClass: qosClass(spec) });
}

function toleratesNoExecute({ key, effect }: Toleration, wanted: string): boolean {
  return (key === undefined || key === wanted) && (effect === undefined || effect === 'NoExecute');
}
