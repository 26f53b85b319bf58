import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { message, verbatim } from '../../messages/message.ts';
import { TargetError } from '../target.ts';

export interface AccessOptions {
  /** A file instead of what kubectl uses: KUBECONFIG, `~/.kube/config`, in a pod its service account. */
  readonly kubeconfig?: string;
  /** A context of the kubeconfig. Default: its current one. */
  readonly context?: string;
  /** Default: that of the context. */
  readonly namespace?: string;
}

/** Where the API server is, and as whom it is asked. */
export interface Access {
  readonly server: URL;
  readonly namespace: string;
  /** Options for a request: certificates, a token that may be renewed meanwhile, a proxy; `kept`: on a connection that may have been used before. */
  credentials(kept: boolean): Promise<RequestOptions>;
}

/** Reads the kubeconfig. Throws TargetError when it is of no use. */
export function openAccess({ kubeconfig, context, namespace }: AccessOptions): Access {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw unusable(String(error));
  }
  if (context !== undefined) config.setCurrentContext(context);
  const name = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new TargetError(message('target/kube-context', { context: name }));
  const server = new URL(cluster.server);
  const agent = new (server.protocol === 'http:' ? HttpAgent : HttpsAgent)({ keepAlive: true });
  return {
    server,
    namespace: namespace ?? config.getContextObject(name)?.namespace ?? 'default',
    credentials: async (kept) => {
      const options: RequestOptions = {};
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        throw unusable(String(error));
      }
      // The library's is new each time, and makes a connection for each request.
      return kept && cluster.proxyUrl === undefined ? { ...options, agent } : options;
    },
  };
}

function unusable(reason: string): TargetError {
  return new TargetError(message('target/kube-config', { reason: verbatim(reason.replace(/^Error: /, '')) }));
}
