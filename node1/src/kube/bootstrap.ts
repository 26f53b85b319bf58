import { createHash } from 'node:crypto';
import { availableParallelism, hostname, release, totalmem } from 'node:os';
import type { NodeCondition } from 'kubernetes-types/core/v1.js';
import type { Store } from '../objects.ts';
import { furnish } from './accounts.ts';
import type { Recorder } from './events.ts';
import { randomHex } from './names.ts';
import { timestamp } from './timestamps.ts';
import { setStatus } from './writable.ts';

const pods = '110';
/** What kubelet holds back of the memory for itself, in KiB. */
const reserved = 102_400;
/** Size of the disk that node1 shows; nothing depends on it. */
const disk = { capacity: '264212084Ki', allocatable: '265142110657' };

function condition(type: string, status: string, reason: string, message: string, now: string): NodeCondition {
  return {
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    message,
    reason,
    status,
    type,
  };
}

function createNode(store: Store, name: string, hostIP: string): void {
  const now = timestamp(Date.now());
  const memory = Math.floor(totalmem() / 1024);
  const capacity = {
    cpu: String(availableParallelism()),
    'ephemeral-storage': disk.capacity,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${memory}Ki`,
    pods: pods,
  };
  // The same at every rehearsal on one machine, as a machine's id is.
  const machineID = createHash('md5').update(hostname()).digest('hex');
  store.create('nodes', {
    metadata: {
      name,
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node-role.kubernetes.io/control-plane': '',
        'node-role.kubernetes.io/master': '',
      },
    },
    spec: {},
  });
  store.patch('nodes', '', name, (node) => {
    setStatus(node, {
      addresses: [
        { address: hostIP, type: 'InternalIP' },
        { address: name, type: 'Hostname' },
      ],
      allocatable: { ...capacity, 'ephemeral-storage': disk.allocatable, memory: `${memory - reserved}Ki` },
      capacity,
      conditions: [
        condition(
          'MemoryPressure',
          'False',
          'KubeletHasSufficientMemory',
          'kubelet has sufficient memory available',
          now,
        ),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure', now),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available', now),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', now),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: [8, 4, 4, 4, 12].map(randomHex).join('-'),
        containerRuntimeVersion: 'docker://20.10.24+dfsg1',
        kernelVersion: release(),
        kubeProxyVersion: 'v1.20.2',
        kubeletVersion: 'v1.20.2',
        machineID,
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: machineID,
      },
    });
  });
}

function createService(store: Store, hostIP: string): void {
  store.create('services', {
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
      type: 'ClusterIP',
    },
  });
  if (store.get('endpoints', 'default', 'kubernetes') !== undefined) return;
  store.create('endpoints', {
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [{ addresses: [{ ip: hostIP }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
  });
}

function createDns(store: Store, hostIP: string): void {
  const ports = [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ];
  store.create('services', {
    metadata: {
      name: 'kube-dns',
      namespace: 'kube-system',
      labels: {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'KubeDNS',
      },
    },
    spec: { clusterIP: '10.96.0.10', ports },
  });
  store.create('endpoints', {
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
    subsets: [{ addresses: [{ ip: hostIP }], ports }],
  });
}

function tellStart(recorder: Recorder, name: string): void {
  const about = { kind: 'Node', name, uid: name };
  const kubelet = { component: 'kubelet', host: name };
  const tell = (reason: string, message: string) => {
    recorder.record(kubelet, about, { type: 'Normal', reason, message });
  };
  const is = (reason: string) => {
    tell(reason, `Node ${name} status is now: ${reason}`);
  };
  tell('Starting', 'Starting kubelet.');
  for (let times = 0; times < 2; times += 1) {
    is('NodeHasSufficientMemory');
    is('NodeHasNoDiskPressure');
    is('NodeHasSufficientPID');
  }
  tell('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
  const proxy = { component: 'kube-proxy', host: name };
  recorder.record(proxy, about, { type: 'Normal', reason: 'Starting', message: 'Starting kube-proxy.' });
  is('NodeReady');
}

/** What every cluster has before anybody uses it: namespaces, the node, the API's own service, the DNS. */
export function bootstrap(store: Store, recorder: Recorder, nodeName: string, hostIP: string): void {
  for (const name of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) {
    store.create('namespaces', { metadata: { name } });
    furnish(store, name);
  }
  createNode(store, nodeName, hostIP);
  createService(store, hostIP);
  createDns(store, hostIP);
  tellStart(recorder, nodeName);
}

/** Brings the API's own service back when somebody deletes it, as the API server does. Returns what stops that. */
export function keepApiService(store: Store, hostIP: string): () => void {
  return store.watch('services', ({ type, object }) => {
    const { name, namespace } = object.metadata;
    if (type !== 'DELETED' || name !== 'kubernetes' || namespace !== 'default') return;
    if (store.get('services', 'default', 'kubernetes') === undefined) createService(store, hostIP);
  });
}
