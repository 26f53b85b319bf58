import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster.ts';
import { isRunning, podThat, withCluster } from '../kubectl/cluster.ts';
import { kubectl, shown } from '../kubectl/typed.ts';

const node = '172.17.0.1';

/** Gets a page as a program on the node does: its status and text, or the error's code. */
async function get(cluster: Cluster, address: string, port: number, host: string, path = '/'): Promise<string> {
  try {
    const connection = await cluster.network.connect(address, port);
    const outgoing = request({ path, headers: { host }, createConnection: () => connection });
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
    return `${response.statusCode} ${text}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  }
}

const controller = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'traefik' },
  spec: {
    selector: { matchLabels: { app: 'traefik' } },
    template: {
      metadata: { labels: { app: 'traefik' } },
      spec: {
        hostNetwork: true,
        containers: [
          {
            name: 'traefik',
            image: 'traefik:1.7',
            ports: [{ name: 'http', containerPort: 80, hostPort: 80 }],
            args: ['--kubernetes', '--logLevel=INFO'],
          },
        ],
      },
    },
  },
});

test('an ingress is served where its controller runs, on port 80 of the node', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'create deployment blue --image=jpetazzo/color');
    await kubectl(cluster, 'expose deployment blue --port=80');
    await kubectl(cluster, "create ingress web --rule='blue.example.com/*=blue:80' --rule='x.example.com/a=gone:80'");
    const blue = await podThat(cluster, (pod) => pod.metadata.name.startsWith('blue') && isRunning(pod));
    // Nobody takes care of it yet.
    expect(await get(cluster, node, 80, 'blue.example.com')).toBe('ECONNREFUSED');
    expect((await kubectl(cluster, 'apply -f -', { stdin: controller })).out).toBe('daemonset.apps/traefik created\n');
    const traefik = await podThat(cluster, (pod) => pod.metadata.name.startsWith('traefik') && isRunning(pod));
    expect(traefik.status?.podIP).toBe(node);
    expect(await cluster.listening([[node, [80]]], 5000)).toEqual([]);
    expect(await get(cluster, node, 80, 'blue.example.com', '/some')).toMatch(
      new RegExp(`^200 .*🔵This is pod default/${blue.metadata.name} on linux/amd64, serving /some for `, 's'),
    );
    expect(await get(cluster, node, 80, 'other.example.com')).toBe('404 404 page not found\n');
    expect(await get(cluster, node, 80, 'x.example.com', '/a')).toBe('503 Service Unavailable');
    expect(await shown(cluster, 'get ingress')).toMatch(/^web +<none> +blue.example.com,x.example.com +80 +\d+s$/m);
    // Its port is the node's, and nobody else's.
    await kubectl(cluster, 'run second --image=nginx --port=80 --hostport=80');
    await podThat(cluster, ({ metadata, status }) => metadata.name === 'second' && status?.conditions !== undefined);
    expect(await shown(cluster, 'describe pod second')).toContain(
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    );
    await kubectl(cluster, 'delete daemonset traefik');
    const second = await podThat(cluster, (pod) => pod.metadata.name === 'second' && isRunning(pod));
    await cluster.listening([[second.status?.podIP ?? '', [80]]], 5000);
    // And goes to the port of a pod with an address of its own.
    expect(second.status?.podIP).toMatch(/^10\.244\./);
    expect(await get(cluster, node, 80, 'x')).toMatch(/^200 .*Welcome to nginx/s);
  });
});

test('a client keeps its endpoint where the service says so', async () => {
  await withCluster(async (cluster) => {
    await kubectl(cluster, 'create deployment blue --image=jpetazzo/color --replicas=4');
    await kubectl(cluster, 'expose deployment blue --port=80 --session-affinity=ClientIP');
    await kubectl(cluster, 'rollout status deployment blue');
    const { clusterIP = '' } = cluster.store.get('services', 'default', 'blue')?.spec ?? {};
    const answers = new Set<string>();
    for (let at = 0; at < 20; at += 1) {
      answers.add(/pod \S+/.exec(await get(cluster, clusterIP, 80, 'x'))?.[0] ?? '');
    }
    expect(answers.size).toBe(1);
    const pod =
      '{"spec":{"hostNetwork":true,"containers":[{"name":"p","image":"nginx","ports":[{"containerPort":80,"hostPort":81}]}]}}';
    expect(
      await shown(cluster, `run p --image=nginx --dry-run=server --overrides='${pod.replaceAll("'", '')}'`),
    ).toMatch(/containerPort: Invalid value: 80: must match `hostPort` when `hostNetwork` is true/);
  });
});
