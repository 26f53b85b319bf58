import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import type { Flags } from '../../cli-kit/flags.ts';
import { fail } from '../errors.ts';
import type { Entry, KubeConfig } from './kubeconfig.ts';
import { adminToken, apiServer } from './node-config.ts';

/** Who speaks to which server, and where. */
export interface Connection {
  readonly server: string;
  readonly namespace: string;
  /** Undefined for the cluster's administrator. */
  readonly user: Entry | undefined;
  /** `--as`: in whose name; '' for nobody else's. */
  readonly as: string;
  readonly groups: readonly string[];
}

/** The namespace of a call: `-n`, else that of the context, else `default`. */
function namespaceOf(config: KubeConfig, flags: Flags): string {
  const context = config.contexts[flags.own('context') || config.currentContext];
  return flags.own('namespace') || textOf(context, 'namespace') || 'default';
}

/** What a kubeconfig and the flags make of a connection. Throws ExitError where they name what is not there, or another server. */
export function connectionOf(config: KubeConfig, flags: Flags): Connection {
  const wanted = flags.own('context') || config.currentContext;
  const context = config.contexts[wanted];
  if (wanted !== '' && context === undefined)
    throw new ExitError(`Error in configuration: context was not found for specified context: ${wanted}`);
  const clusterName = flags.own('cluster') || textOf(context, 'cluster');
  const cluster = config.clusters[clusterName];
  if (flags.own('cluster') !== '' && cluster === undefined)
    fail(`no server found for cluster ${JSON.stringify(clusterName)}`);
  const userName = flags.own('user') || textOf(context, 'user');
  const user = config.users[userName];
  if (flags.own('user') !== '' && user === undefined) fail(`auth info ${JSON.stringify(userName)} does not exist`);
  const server = flags.own('server') || textOf(cluster, 'server') || 'http://localhost:8080';
  const token = flags.own('token') || textOf(user, 'token');
  return {
    server,
    namespace: namespaceOf(config, flags),
    as: flags.text('as'),
    groups: flags.list('as-group'),
    user: token === adminToken ? undefined : token === '' ? (user ?? {}) : { ...user, token },
  };
}

/** Throws ExitError for a server that is not the node's: nothing listens there. */
export function requireServer({ server }: Connection): void {
  if (server.replace(/\/$/, '') === apiServer) return;
  const { host, hostname } = new URL(/^https?:\/\//.test(server) ? server : `http://${server}`);
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|172\.17\.\d+\.\d+|0\.0\.0\.0|\[::1\])$/.test(hostname))
    throw notSimulated(`kubectl --server=${server}`);
  throw new ExitError(`The connection to the server ${host} was refused - did you specify the right host or port?`);
}

/** A text of an entry; '' where there is none. */
export function textOf(entry: Entry | undefined, name: string): string {
  const value = entry?.[name];
  return typeof value === 'string' ? value : '';
}
