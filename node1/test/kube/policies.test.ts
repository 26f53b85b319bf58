import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { withCluster } from './plain-runtime.ts';

/** A pod with an address, as kubelet would report it. */
function place(cluster: Cluster, name: string, address: string): void {
  cluster.store.create('pods', {
    metadata: { name, labels: { app: name } },
    spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'x' }] },
  });
  cluster.store.patch('pods', 'default', name, (copy) => {
    (copy as { status: object }).status = { ...copy.status, podIP: address };
  });
}

test('a network policy lets through whom it names, and nobody else gets an answer', async () => {
  await withCluster(async ({ ...cluster }) => {
    const { network, store } = cluster;
    const server = createServer((socket) => socket.end('hi'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const [web, friend, stranger] = [network.allocate('pod'), network.allocate('pod'), network.allocate('pod')];
    place(cluster, 'web', web);
    place(cluster, 'friend', friend);
    place(cluster, 'stranger', stranger);
    network.listen(web, 80, (server.address() as { port: number }).port);
    const from = (address: string) => network.seenFrom?.(address) ?? network;
    const port = from(stranger).route(web, 80);
    expect(port).toBe(network.route(web, 80));
    store.create('networkpolicies', {
      metadata: { name: 'web' },
      spec: {
        podSelector: { matchLabels: { app: 'web' } },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'friend' } } }], ports: [{ port: 80 }] }],
      },
    });
    expect(from(friend).route(web, 80)).toBe(port);
    expect(from(stranger).route(web, 80)).not.toBe(port);
    const silent = from(stranger).connect(web, 80);
    const first = await Promise.race([
      silent.then(() => 'connected'),
      new Promise((go) => setTimeout(go, 200, 'nothing')),
    ]);
    expect(first).toBe('nothing');
    store.create('networkpolicies', {
      metadata: { name: 'closed' },
      spec: { podSelector: { matchLabels: { app: 'friend' } }, policyTypes: ['Egress'] },
    });
    expect(from(friend).route(web, 80)).not.toBe(port);
    expect(from(friend).resolve('kubernetes', 'default')).toBeUndefined();
    expect(from(stranger).resolve('kubernetes', 'default')).toBe('10.96.0.1');
    server.close();
  });
});
