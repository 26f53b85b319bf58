import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Node, startNode, until } from './harness.ts';

const stacksFolder = fileURLToPath(new URL('../../../slides/stacks', import.meta.url));

let node: Node;
let stacks: string;
let registry: string;
function env() {
  return { REGISTRY: registry, TAG: 'v0.1' };
}
function compose(...words: string[]) {
  return node.compose(['-f', 'dockercoins.yml', ...words], { cwd: stacks, env: env() });
}

/** Ids, digests and ports that differ from run to run. */
function plain(text: string) {
  return text
    .replaceAll(registry, 'REGISTRY')
    .replace(/sha256:[0-9a-f]{64}/g, 'DIGEST')
    .replace(/\b[0-9a-f]{12}\b/g, 'ID')
    .replace(/size: \d+/g, 'size: N')
    .replace(/[\d.]+kB/, 'SIZE');
}

function deploy(name: string, image: string): void {
  const labels = { app: name };
  node.engine.cluster.store.create('deployments', {
    metadata: { name, labels },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image }] } },
    },
  });
}

function expose(name: string, port: number, type = 'ClusterIP'): number | undefined {
  const service = node.engine.cluster.store.create('services', {
    metadata: { name },
    spec: { type, selector: { app: name }, ports: [{ port }] },
  });
  return service.spec?.ports?.[0]?.nodePort;
}

function logOf(name: string): string {
  const { store } = node.engine.cluster;
  const pod = store.list('pods', { labelSelector: `app=${name}` })[0]?.metadata.name ?? '';
  return (node.engine.cluster.containerOf('default', pod)?.log.lines ?? []).map(({ text }) => text).join('');
}

async function get(path: string) {
  const response = await fetch(`http://${path}`).catch(() => undefined);
  return response?.ok === true ? await response.text() : undefined;
}

beforeAll(async () => {
  node = await startNode();
  stacks = join(node.folder, 'stacks');
  await cp(stacksFolder, stacks, { recursive: true });
});
afterAll(() => node.close(), 60_000);

test('the registry runs as a pod and answers on its NodePort', async () => {
  deploy('registry', 'registry:2');
  registry = `127.0.0.1:${expose('registry', 5000, 'NodePort')}`;
  expect(await until(() => get(`${registry}/v2/_catalog`))).toBe('{"repositories":[]}\n');
});

test('busybox is pulled, tagged and pushed', async () => {
  const pulled = await node.docker(['pull', 'busybox'], { isTTY: true });
  expect(plain(pulled.stdout)).toContain('ID: Pull complete ');
  expect((await node.docker(['tag', 'busybox', `${registry}/busybox`])).all).toBe('');
  const pushed = await node.docker(['push', `${registry}/busybox`]);
  expect(plain(pushed.all)).toBe(
    'Using default tag: latest\nThe push refers to repository [REGISTRY/busybox]\nID: Preparing\nID: Pushed\nlatest: digest: DIGEST size: N\n',
  );
  expect(await get(`${registry}/v2/_catalog`)).toBe('{"repositories":["busybox"]}\n');
  expect(await get(`${registry}/v2/busybox/tags/list`)).toBe('{"name":"busybox","tags":["latest"]}\n');
});

test('the services are built with the words of docker-compose 1.29, the second time from the cache', async () => {
  const first = await compose('build');
  expect(first.code).toBe(0);
  const [, rng = ''] = /(Building rng[^]*?)Building hasher/.exec(plain(first.all)) ?? [];
  expect(first.all).toMatch(/^redis uses an image, skipping\nBuilding rng\n/);
  expect(rng).toContain('Step 1/5 : FROM node:20-alpine\n20-alpine: Pulling from library/node\n');
  expect(rng).toContain(
    ' ---> ID\nStep 2/5 : WORKDIR /app\n ---> Running in ID\nRemoving intermediate container ID\n ---> ID\n',
  );
  expect(rng).toContain('Step 3/5 : COPY . .\n ---> ID\nStep 4/5 : CMD ["node", "rng.js"]\n ---> Running in ID\n');
  expect(rng).toMatch(/Successfully built ID\nSuccessfully tagged REGISTRY\/rng:v0\.1\n$/);

  const second = await compose('build', 'rng');
  expect(plain(second.all).match(/Using cache/g)).toHaveLength(4);
});

test('the images are pushed, and common layers are mounted', async () => {
  const first = await compose('push');
  expect(first.code).toBe(0);
  expect(await get(`${registry}/v2/_catalog`)).toBe('{"repositories":["busybox","hasher","rng","webui","worker"]}\n');
  // Without a terminal docker-compose says nothing of the layers.
  expect(plain(first.all)).toMatch(
    /^Pushing rng \(REGISTRY\/rng:v0\.1\)\.\.\.\nThe push refers to repository \[REGISTRY\/rng\]\nv0\.1: digest: DIGEST size: N\nPushing hasher/,
  );
  const again = await node.docker(['push', `${registry}/hasher:v0.1`]);
  expect(again.all.match(/: Layer already exists/g)).toHaveLength(3);
});

test('the worker fails until the services are exposed, and recovers then', async () => {
  deploy('redis', 'redis');
  for (const name of ['hasher', 'rng', 'webui', 'worker']) deploy(name, `${registry}/${name}:v0.1`);
  await until(() => (logOf('worker').includes('Waiting 10s') ? true : undefined));
  expect(logOf('worker')).toMatch(
    /^INFO:__main__:0 units of work done, updating hash counter\nERROR:__main__:In work loop:\nError: getaddrinfo ENOTFOUND redis\n {4}at GetAddrInfoReqWrap\.onlookupall \[as oncomplete\] \(node:dns:122:26\)\nERROR:__main__:Waiting 10s and restarting\.\n/,
  );
  await until(() => (logOf('rng') === ' * Running on http://0.0.0.0:80/ (Press CTRL+C to quit)\n' ? true : undefined));
  expose('redis', 6379);
  expose('rng', 80);
  expose('hasher', 80);
  await until(() => (/[1-9] units of work done/.test(logOf('worker')) ? true : undefined));

  const webui = `127.0.0.1:${expose('webui', 80, 'NodePort')}`;
  expect(await until(() => get(`${webui}/`))).toContain('DockerCoin Miner WebUI');
  const counters = JSON.parse((await get(`${webui}/json`)) ?? '') as { hashes: string };
  expect(Number(counters.hashes)).toBeGreaterThan(0);
}, 40_000);

test("docker ps shows the pods' containers as kubelet names them", async () => {
  const { stdout } = await node.docker(['ps', '--format', '{{.Image}} {{.Command}} {{.Names}}']);
  const names = stdout
    .replace(/-[a-z0-9]+-[a-z0-9]{5}_default_[0-9a-f-]{36}/g, '-POD')
    .replace(/^[0-9a-f]{12} /gm, 'ID ');
  expect(names).toContain('redis "docker-entrypoint.s…" k8s_redis_redis-POD_0\n');
  expect(names).toContain('ID "node worker.js" k8s_worker_worker-POD_0\n');
  expect(names).toContain('registry "/entrypoint.sh /etc…" k8s_registry_registry-POD_0\n');
  expect(names).toContain('pause:3.2 "/pause" k8s_POD_worker-POD_0\n');
});
