import { type Message, message, verbatim } from '../../messages/message.ts';
import { classLabel, type Pod, serverLabel } from './objects.ts';

export interface PodOptions {
  readonly image: string;
  /** What has another kernel, or none, such as gVisor or Kata. */
  readonly runtimeClass?: string;
  /** Its token is not given to the pod. */
  readonly serviceAccount?: string;
  /** Number of the Unix user. Default: the image's. */
  readonly user?: number;
  /** Megabytes of memory, where `resources` say nothing else. */
  readonly memoryMb?: number;
  /** In Kubernetes' terms; what is not named has a default. */
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  /** Milliseconds that somebody may keep a node. */
  readonly expiresMs?: number;
}

/** Who a pod is for, and what it goes with. */
export interface Belonging {
  readonly name: string;
  readonly className: string;
  readonly server: string;
  readonly owner: { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string };
}

/** What its container is called. */
export const containerName = 'node1';
/** An idle node of a shell or two fits into what is requested; a flood of memory or of files ends in its own pod. */
export const defaultRequests = { cpu: '20m', memory: '64Mi' } as const;
const diskLimit = { 'ephemeral-storage': '2Gi' };
const memoryMbByDefault = 2048;
/** A pod of a warm pool has lived for a while when somebody gets it, and its time cannot be made longer: twice what a person may have. */
const leastLifeSeconds = 48 * 3600;

/**
 * Takes the end of those that have lost their parent, and ends when it is told to. Not by a shared process namespace, which would do the
 * first: with Docker below it, programs that were started by exec outlive the container then, and their connection never ends.
 */
const firstProcess = 'trap "exit 0" TERM; while :; do sleep 86400 & wait $!; done';

/** The pod that is a node. */
export function podSpec(options: PodOptions, { name, className, server, owner }: Belonging): object {
  const { user, runtimeClass, serviceAccount, expiresMs = 0, memoryMb = memoryMbByDefault, resources } = options;
  const limits = { ...diskLimit, memory: `${memoryMb}Mi`, ...resources?.limits };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { [classLabel]: className, [serverLabel]: server }, ownerReferences: [owner] },
    spec: {
      // What courses call it, in every prompt.
      hostname: 'node1',
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      activeDeadlineSeconds: Math.max(leastLifeSeconds, Math.ceil((2 * expiresMs) / 1000)),
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(runtimeClass !== undefined && { runtimeClassName: runtimeClass }),
      ...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
      securityContext: {
        seccompProfile: { type: 'RuntimeDefault' },
        ...(user !== undefined && { runAsUser: user, runAsGroup: user, fsGroup: user, runAsNonRoot: true }),
      },
      containers: [
        {
          name: containerName,
          image: options.image,
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '-c', firstProcess],
          resources: { requests: { ...defaultRequests, ...resources?.requests }, limits },
          securityContext: {
            allowPrivilegeEscalation: false,
            // Root in the container keeps what package managers need; nobody forges packets.
            capabilities: { drop: [user === undefined ? 'NET_RAW' : 'ALL'] },
          },
        },
      ],
    },
  };
}

/** What a container waits for that will not come by itself. */
const hopeless = new Set([
  ...['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError'],
  ...['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'CrashLoopBackOff'],
]);

/** Why a pod will not start, or has ended; undefined as long as it may, or runs. */
export function faultOf(pod: Pod, image: string): Message | undefined {
  const { name, deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return message('target/kube-deleted', { pod: name });
  const { phase = '' } = pod.status ?? {};
  const { waiting, terminated } = pod.status?.containerStatuses?.[0]?.state ?? {};
  if (phase === 'Failed' || phase === 'Succeeded') {
    return message('target/kube-ended', { pod: name, reason: said(terminated, pod.status, phase) });
  }
  if (waiting?.reason === undefined || !hopeless.has(waiting.reason)) return undefined;
  const reason = said(waiting);
  return waiting.reason.includes('Image')
    ? message('target/kube-image', { image, reason })
    : message('target/kube-ended', { pod: name, reason });
}

/** What Kubernetes says of a pod that has not started yet. */
export function delayOf(pod: Pod | undefined): Message {
  const { waiting } = pod?.status?.containerStatuses?.[0]?.state ?? {};
  const pending = pod?.status?.conditions?.find(({ status, reason }) => status === 'False' && reason !== undefined);
  return said(pending?.reason === 'ContainersNotReady' ? waiting : pending, waiting, pod?.status?.phase ?? 'Pending');
}

/** The first of these that says something. */
function said(
  ...all: readonly ({ readonly reason?: string; readonly message?: string } | string | undefined)[]
): Message {
  const parts = all.map((each) =>
    typeof each === 'object' ? [each.reason, each.message].filter(Boolean).join(': ') : each,
  );
  return verbatim(parts.find((part) => part !== undefined && part !== '') ?? '');
}
