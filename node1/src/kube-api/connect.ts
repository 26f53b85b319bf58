import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Cluster } from '../cluster.ts';
import { PipeEnd } from '../container/guest/pipe.ts';
import type { User } from '../kube/authorize.ts';
import { userOfConnection } from '../kubectl/authorized.ts';
import { adminToken } from '../kubectl/kubeconfig/node-config.ts';
import { ApiError } from '../objects.ts';
import { apiListener } from './listener.ts';

/** A connection to the API server within this process, with TLS at its end already: what is spoken is HTTP. */
export function connectApi(cluster: Cluster, userOf = (request: IncomingMessage) => userIn(cluster, request)): Duplex {
  const [ours, theirs] = [new PipeEnd({ allowHalfOpen: true }), new PipeEnd()];
  PipeEnd.join(ours, theirs);
  createServer(apiListener(cluster, userOf)).emit('connection', ours);
  return theirs;
}

/** Who asks, by the token of a request; nobody in particular without one. Throws ApiError Unauthorized. */
function userIn({ store }: Cluster, { headers }: IncomingMessage): User {
  const { authorization } = headers;
  const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (authorization !== undefined && token === undefined) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  const user = token === adminToken ? undefined : { token: token ?? '' };
  return userOfConnection(store, { server: '', namespace: '', as: '', groups: [], user });
}

/** What the API server answers to `GET path` of a user, as kubectl gets it. */
export async function getRaw(
  cluster: Cluster,
  user: User,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: AsyncIterable<Uint8Array> }> {
  const connection = connectApi(cluster, () => user);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send({ createConnection: () => connection, path, headers: { 'user-agent': 'kubectl', host: 'kubernetes' }, signal })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
  return { status: response.statusCode ?? 0, body: response };
}
