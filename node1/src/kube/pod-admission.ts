import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1.js';
import { defaultPodSpec } from './defaults.ts';
import { randomSuffix } from './names.ts';
import { setStatus } from './writable.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** BestEffort, Burstable or Guaranteed, from requests and limits (kubelet's `GetPodQOS`). */
function qosClass({ containers }: PodSpec): string {
  const resources = ['cpu', 'memory'];
  const all = containers.flatMap(({ resources: { limits = {}, requests = {} } = {} }) =>
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

/** What the API server makes of a new pod: defaults, the default service account's token and tolerations. */
export function admitPod(pod: Pod, tokenOf: (namespace: string) => string): void {
  const spec = (pod.spec ??= { containers: [] });
  (spec as Partial<PodSpec>).containers ??= [];
  defaultPodSpec(spec);
  spec.enableServiceLinks ??= true;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
  spec.priority ??= 0;
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount = spec.serviceAccountName;
  spec.tolerations = [
    ...(spec.tolerations ?? []),
    ...['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
      .filter((key) => !(spec.tolerations ?? []).some((toleration) => toleration.key === key))
      .map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: 300 })),
  ];
  if (spec.automountServiceAccountToken !== false) {
    const name = tokenOf(pod.metadata?.namespace ?? 'default');
    // A manifest that `kubectl get -o yaml` wrote may name the token of another cluster.
    const volumes = (spec.volumes ?? []).filter(
      ({ secret }) => secret?.secretName?.startsWith('default-token-') !== true,
    );
    spec.volumes = [...volumes, { name, secret: { defaultMode: 420, secretName: name } }];
    for (const container of spec.containers) {
      const mounts = (container.volumeMounts ?? []).filter(({ mountPath }) => mountPath !== tokenPath);
      container.volumeMounts = [...mounts, { mountPath: tokenPath, name, readOnly: true }];
    }
  }
  spec.containers.forEach(requestWhatIsLimited);
  setStatus(pod, { phase: 'Pending', qosClass: qosClass(spec) });
}

/** The names of the default service accounts' tokens, one a namespace. */
interface Tokens {
  (namespace: string): string;
  /** Learns the name from a pod that has it. */
  adopt(pod: Pod): void;
}

/** No names yet. */
export function createTokens(): Tokens {
  const tokens = new Map<string, string>();
  const tokenOf = (namespace: string): string => {
    const token = tokens.get(namespace) ?? `default-token-${randomSuffix()}`;
    tokens.set(namespace, token);
    return token;
  };
  const adopt = ({ metadata, spec }: Pod): void => {
    const found = spec?.volumes?.find(({ name }) => name.startsWith('default-token-'));
    if (found !== undefined) tokens.set(metadata?.namespace ?? 'default', found.name);
  };
  return Object.assign(tokenOf, { adopt });
}
