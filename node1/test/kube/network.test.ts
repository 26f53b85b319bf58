import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { withCluster } from './plain-runtime.ts';
import { deployment, eventually, service, until } from './until.ts';

test('a name is known once it is exposed, in each of its forms', async () => {
  await withCluster(async ({ network, store }) => {
    expect(network.resolve('rng', 'default')).toBeUndefined();
    const { spec } = store.create('services', service('rng', 80));
    const names = [
      'rng',
      'RNG',
      'rng.default',
      'rng.default.svc',
      'rng.default.svc.cluster.local',
      'rng.default.svc.cluster.local.',
    ];
    expect(names.map((name) => network.resolve(name, 'default'))).toEqual(names.map(() => spec?.clusterIP));
    expect(network.resolve('rng', 'kube-system')).toBeUndefined();
    expect(network.resolve('rng.default', 'kube-system')).toBe(spec?.clusterIP);
    expect(network.resolve('rng.default.svc.example.org', 'default')).toBeUndefined();
    expect(network.resolve('kube-dns.kube-system', 'default')).toBe('10.96.0.10');
    await Promise.resolve();
  });
});

test('a connection reaches who listens on a virtual address, and is refused otherwise', async () => {
  await withCluster(async ({ network }) => {
    const server = createServer((socket) => socket.end('here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = network.allocate('container');
    expect(address).toBe('172.17.255.2');
    await expect(network.connect(address, 80)).rejects.toThrow(`connect ECONNREFUSED ${address}:80`);
    network.listen(address, 80, (server.address() as { port: number }).port);
    const socket = await network.connect(address, 80);
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(String(data)).toBe('here');
    network.release(address);
    expect(network.route(address, 80)).toBeUndefined();
    server.close();
  });
});

test('endpoints are the ready pods, and a service leads to all of them', async () => {
  await withCluster(async (cluster) => {
    const { store, network } = cluster;
    const { spec } = store.create('services', service('web', 80));
    store.create('deployments', deployment('web', 'web:v1', 3));
    const addresses = () =>
      (store.get('endpoints', 'default', 'web')?.subsets?.[0]?.addresses ?? []).map(({ ip }) => ip);
    await until(cluster, () => addresses().length === 3);
    expect([...addresses()].sort()).toEqual(
      store
        .list('pods')
        .map(({ status }) => status?.podIP)
        .sort(),
    );
    const routes = () => new Set(Array.from({ length: 200 }, () => network.route(spec?.clusterIP ?? '', 80)));
    await eventually(() => (routes().has(undefined) ? 0 : routes().size)).toBe(3);
    store.patch('deployments', 'default', 'web', (copy) => {
      if (copy.spec !== undefined) copy.spec.replicas = 0;
    });
    await until(cluster, () => addresses().length === 0);
    expect(routes()).toEqual(new Set([undefined]));
  });
});

test('a NodePort nobody answers behind refuses, as one on a port that no pod listens on', async () => {
  await withCluster(async (cluster) => {
    const { store, network } = cluster;
    store.create('deployments', deployment('web', 'web:v1'));
    const wrong = store.create('services', { ...service('web', 8080, 'NodePort') });
    await until(cluster, () => store.get('endpoints', 'default', 'web')?.subsets?.[0]?.addresses?.length === 1);
    await eventually(() => network.route(store.list('pods')[0]?.status?.podIP ?? '', 80)).toBeDefined();
    const url = `http://127.0.0.1:${String(wrong.spec?.ports?.[0]?.nodePort)}/`;
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

test('a NodePort that another program has is told of, and taken when that has gone', async () => {
  await withCluster(async (cluster) => {
    const { store } = cluster;
    store.create('deployments', deployment('web', 'web:v1'));
    const free = store.create('services', service('web', 80, 'NodePort')).spec?.ports?.[0]?.nodePort ?? 0;
    const other = createServer((socket) => socket.destroy()).listen(free, '127.0.0.1');
    await once(other, 'listening');
    await until(cluster, () => store.list('events').some(({ reason }) => reason === 'PortInUse'));
    other.close();
    const [name] = store.list('pods').map(({ metadata }) => metadata.name);
    const url = `http://127.0.0.1:${free}/`;
    await eventually(() => fetch(url).then((answer) => answer.text(), String)).toBe(name);
  });
});

test('a pod behind a headless service has a name of its own there', async () => {
  await withCluster(async ({ network, store }) => {
    store.create('services', { metadata: { name: 'db' }, spec: { clusterIP: 'None', ports: [{ port: 80 }] } });
    const addresses = [{ ip: '10.244.0.7', hostname: 'db-0' }, { ip: '10.244.0.8' }];
    store.create('endpoints', { metadata: { name: 'db' }, subsets: [{ addresses, ports: [{ port: 80 }] }] });
    for (const name of ['db-0.db', 'db-0.db.default', 'db-0.db.default.svc.cluster.local'])
      expect(network.resolve(name, 'default'), name).toBe('10.244.0.7');
    expect(network.resolve('10-244-0-8.db', 'default')).toBe('10.244.0.8');
    expect(network.resolve('db-1.db', 'default')).toBeUndefined();
    await Promise.resolve();
  });
});
