import type { Cluster } from '../cluster.ts';
import type { Images } from '../images.ts';
import type { Language } from '../messages/codes.ts';
import type { Network } from '../network.ts';
import type { Runtime } from '../workload.ts';
import { createAdmission } from './admission.ts';
import { createAllocation } from './allocation.ts';
import { bootstrap, keepApiService } from './bootstrap.ts';
import { createClock } from './clock.ts';
import { startDeployments } from './deployments.ts';
import { startEndpoints } from './endpoints.ts';
import { createRecorder } from './events.ts';
import { startKubelet } from './kubelet.ts';
import { startNamespaces } from './namespaces.ts';
import { createNetwork } from './network.ts';
import { createNodePorts } from './node-ports.ts';
import { createProxy } from './proxy.ts';
import { startReplicaSets } from './replica-sets.ts';
import { startScheduler } from './scheduler.ts';
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
}

/** The node's address in the cluster, as its docker bridge has it. */
const hostIp = '172.17.0.1';

/** Starts an empty cluster with one node. */
export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, images, nodeName = 'node1', speed = 1, lang = 'en' } = options;
  const nodePorts = await createNodePorts();
  const clock = createClock(speed);
  const store = createStore(createAdmission(createAllocation(nodePorts)));
  const recorder = createRecorder(store);
  const network = createNetwork(store);
  const runtime = options.runtimeFor(network);
  bootstrap(store, recorder, nodeName, hostIp);

  const context = { store, recorder, clock };
  const stops = [
    startNamespaces(context),
    startDeployments(context),
    startReplicaSets(context),
    startScheduler(context),
    startEndpoints(context),
    keepApiService(store, hostIp),
  ];
  const source = { component: 'kubelet', host: nodeName };
  const kubelet = startKubelet({ ...context, images, runtime, network, nodeName, hostIP: hostIp, speed, source });
  const proxy = createProxy(context, network, { component: 'kube-proxy', host: nodeName }, lang);

  let closing: Promise<void> | undefined;
  const close = async () => {
    for (const stop of stops) stop();
    await Promise.all([kubelet.close(), proxy.close()]);
    clock.close();
    nodePorts.close();
  };
  return {
    store,
    images,
    network,
    runtime,
    folder,
    lang,
    containerOf: (...of) => kubelet.containerOf(...of),
    hurry: (on) => {
      clock.hurry(on);
    },
    close: () => (closing ??= close()),
  };
}
