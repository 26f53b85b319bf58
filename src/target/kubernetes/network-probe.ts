import { type Message, message } from '../../messages/message.ts';
import { reasonOf } from '../../messages/message-error.ts';
import type { Container } from '../container/engine.ts';
import { Cluster, type ClusterOptions, refusal } from './cluster.ts';
import { engineOf } from './engine.ts';
import { serverLabel } from './objects.ts';
import { ignore } from './server-lease.ts';

/** Milliseconds that all of it may take; seconds that a policy may take until it holds. */
const probeMs = 90_000;
const policySeconds = 10;
const port = 7070;
/** Listens, by whatever the image has. */
const listen = `if command -v nc; then while :; do nc -l -p ${port} </dev/null || nc -l ${port} </dev/null || sleep 1; done
elif command -v python3; then exec python3 -m http.server ${port}
elif command -v node; then exec node -e 'require("net").createServer((s) => s.end()).listen(${port})'
elif command -v perl; then exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => ${port}, Listen => 5); while ($c = $s->accept) { close $c }'
fi`;
/** Bash connects; what does not answer within two seconds is not reached. */
const connect = `connect() { (exec 3<>"/dev/tcp/$1/${port}") 2>/dev/null & p=$!; (sleep 2; kill -9 $p) 2>/dev/null & k=$!; wait $p; code=$?; kill $k 2>/dev/null; return $code; }`;
const untilItDoes = `${connect}; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do connect "$1" && exit 0; sleep 0.2; done; exit 1`;
const once = `${connect}; connect "$1" && exit 0; sleep 0.5; connect "$1"`;
const untilItDoesNot = `${connect}; end=$((SECONDS + ${policySeconds})); while [ $SECONDS -lt $end ]; do connect "$1" || exit 1; sleep 0.5; done`;

/**
 * Finds out by two short pods whether those of students reach each other, and if they do, whether a NetworkPolicy would help. Takes some
 * seconds; leaves nothing.
 */
export async function probeNetwork(options: ClusterOptions, signal: AbortSignal): Promise<Message> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(probeMs)]);
  const pods: Container[] = [];
  try {
    const cluster = new Cluster({ ...options, className: `probe-${options.className}` });
    const { namespace } = cluster.api.access;
    const create = async (): Promise<Container> => {
      const pod = await engineOf(cluster).create(either);
      pods.push(pod);
      return pod;
    };
    // One fails: the other is waited for, so that it is removed.
    const made = await Promise.allSettled([create(), create()]);
    for (const each of made) if (each.status === 'rejected') throw each.reason;
    const [one, other] = pods as [Container, Container];
    const address = await cluster.pods.until(() => other.address || undefined, either);
    const bash = async (pod: Container, script: string) =>
      (await pod.run(['bash', '-c', script, 'bash', address], '', either)).exitCode;
    await bash(other, `(${listen}) >/dev/null 2>&1 &`);
    // A pod always reaches itself.
    if ((await bash(other, untilItDoes)) !== 0) return unknown(message('target/kube-network-listener'));
    if ((await bash(one, once)) !== 0) return message('target/kube-network', { namespace, result: 'apart' });
    const holds = await withPolicy(cluster, either, async () => (await bash(one, untilItDoesNot)) !== 0);
    return message('target/kube-network', { namespace, result: holds ? 'noPolicy' : 'notEnforced' });
  } catch (error) {
    return unknown(either.aborted ? message('target/kube-network-late', { seconds: probeMs / 1000 }) : reasonOf(error));
  } finally {
    // They end by themselves when nobody can be told to end them: their server has no Lease then.
    for (const pod of pods) pod.remove().catch(() => undefined);
  }
}

function unknown(reason: Message): Message {
  return message('target/kube-network-unknown', { reason });
}

/** While nothing may come into the pods of the probe, if the cluster does what it says. */
async function withPolicy<T>(cluster: Cluster, signal: AbortSignal, during: () => Promise<T>): Promise<T> {
  const { api, server } = cluster;
  const body = {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: server } },
    spec: { podSelector: { matchLabels: { [serverLabel]: server } }, policyTypes: ['Ingress'] },
  };
  const path = api.path('networkpolicies');
  try {
    await api.call(path, { method: 'POST', body, signal });
    return await during();
  } catch (error) {
    throw refusal(error, api.access.namespace);
  } finally {
    await api.call(`${path}/${server}`, { method: 'DELETE' }).catch(ignore(404));
  }
}
