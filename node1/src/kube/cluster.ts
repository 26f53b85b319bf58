import { setImmediate } from 'node:timers/promises';
import type { Cluster } from '../cluster.ts';
import type { Images } from '../images.ts';
import type { Language } from '../messages/codes.ts';
import type { Network } from '../network.ts';
import type { Stored } from '../objects.ts';
import type { ClusterRecord, StoreRecord } from '../snapshot/format.ts';
import type { Runtime } from '../workload.ts';
import { startAccounts } from './accounts.ts';
import { createAdmission } from './admission.ts';
import { createAllocation } from './allocation.ts';
import { bootstrap, keepApiService } from './bootstrap.ts';
import { startAutoscalers, startBudgets } from './budgets.ts';
import { createClock } from './clock.ts';
import { startCronJobs } from './cron-jobs.ts';
import { startDaemonSets } from './daemon-sets.ts';
import { startDeployments } from './deployments.ts';
import { startEndpoints } from './endpoints.ts';
import { createRecorder } from './events.ts';
import { startJobs } from './jobs.ts';
import { startKubelet } from './kubelet.ts';
import type { PodPast } from './kubelet-context.ts';
import { untilListening } from './listening.ts';
import { startNamespaces } from './namespaces.ts';
import { createNetwork } from './network.ts';
import { createNodePorts } from './node-ports.ts';
import { startPersistentVolumes } from './persistent-volumes.ts';
import { createProxy } from './proxy.ts';
import { startQuotas } from './quotas.ts';
import { startReplicaSets } from './replica-sets.ts';
import { startScheduler } from './scheduler.ts';
import { createSeeds } from './seeds.ts';
import { startStatefulSets } from './stateful-sets.ts';
import { createStore } from './store.ts';

/** What a cluster is made of. */
export interface ClusterOptions {
  /** Folder of the rehearsal, which exists. */
  readonly folder: string;
  readonly images: Images;
  /** Called once, with the network that the containers are to use. */
  readonly runtimeFor: (network: Network) => Runtime;
  /** Default: `node1`. */
  readonly nodeName?: string;
  /** How often faster than a real cluster pods start, back off and end; default 1. */
  readonly speed?: number;
  /** Of what is the rehearsal's own to say. Default: `en`. */
  readonly lang?: Language;
  /** What it was on another node. Default: nobody has used it yet. */
  readonly before?: ClusterBefore | undefined;
}

/** A cluster of another node, in whose place a new one is. */
interface ClusterBefore {
  readonly record: ClusterRecord;
  readonly pods: ReadonlyMap<string, PodPast>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The node's address in the cluster, as its docker bridge has it. */
const hostIp = '172.17.0.1';

/** Starts a cluster with one node. Throws NodePortTaken where one of `before` cannot be had. */
export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, images, nodeName = 'node1', speed = 1, lang = 'en', before } = options;
  const nodePorts = await createNodePorts(nodePortsOf(before?.record.store));
  const clock = createClock(speed);
  const born = before === undefined ? Date.now() : birthOf(before.record.store);
  const store = createStore(createAdmission(createAllocation(nodePorts)), before?.record.store, createSeeds(born));
  const recorder = createRecorder(store);
  const network = createNetwork(store, before?.record.network.next);
  const runtime = options.runtimeFor(network);
  if (before === undefined) bootstrap(store, recorder, nodeName, hostIp);

  const context = { store, recorder, clock };
  const stops = [
    startNamespaces(context),
    startAccounts(context),
    startDeployments(context),
    startReplicaSets(context),
    startDaemonSets(context),
    startStatefulSets(context),
    startJobs(context),
    startPersistentVolumes(context),
    startBudgets(context),
    startAutoscalers(context),
    startCronJobs(context, speed),
    startScheduler(context),
    startEndpoints(context),
    startQuotas(context),
    keepApiService(store, hostIp),
  ];
  const source = { component: 'kubelet', host: nodeName };
  const pasts = { pasts: before?.pods, pastAt: before?.at };
  const kubelet = startKubelet({
    ...{ ...context, ...pasts, images, runtime, network, nodeName, folder },
    ...{ hostIP: hostIp, speed, source },
  });
  const proxy = createProxy(context, network, { component: 'kube-proxy', host: nodeName }, lang);

  let closing: Promise<void> | undefined;
  const close = async () => {
    for (const stop of stops) stop();
    await Promise.all([kubelet.close(), proxy.close()]);
    clock.close();
    nodePorts.close();
    network.close();
  };
  if (before !== undefined) {
    store.announce();
    // Watchers are told after this.
    await setImmediate();
  }
  return {
    store,
    images,
    network,
    runtime,
    folder,
    lang,
    containerOf: (...of) => kubelet.containerOf(...of),
    isHidden: (port) => proxy.isHidden(port),
    hurry: (on) => {
      clock.hurry(on);
    },
    dump: () => ({ store: store.dump(), network: network.dump(), open: proxy.ports() }),
    lives: () => kubelet.lives(),
    listening: (wanted, ms) => untilListening(network, wanted, ms),
    async resumed(open) {
      await kubelet.resumed();
      await proxy.open(open);
    },
    close: () => (closing ??= close()),
  };
}

/** When the cluster of a store began, in milliseconds since the epoch. */
function birthOf({ objects }: StoreRecord): number {
  const [first] = (objects.namespaces ?? []) as readonly Stored<'namespaces'>[];
  return Date.parse(first?.metadata.creationTimestamp ?? '');
}

/** The NodePorts of the services in a store. */
function nodePortsOf(store: StoreRecord | undefined): readonly number[] {
  const services = (store?.objects.services ?? []) as readonly Stored<'services'>[];
  return services.flatMap(({ spec }) =>
    (spec?.ports ?? []).flatMap(({ nodePort = 0 }) => (nodePort > 0 ? nodePort : [])),
  );
}
