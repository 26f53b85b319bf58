import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Container, ContainerSpec } from '../../src/workload.ts';
import { type Node, startNode } from '../docker/harness.ts';

let node: Node;
beforeAll(async () => {
  node = await startNode();
  await node.docker(['pull', 'busybox']);
});
afterAll(() => node.close());

async function start(script: string, spec: Partial<ContainerSpec>): Promise<Container> {
  const image = node.engine.images.find('busybox');
  if (image === undefined) throw new Error('no busybox');
  const { network, runtime } = node.engine.cluster;
  return runtime.start({
    ...{ label: 'test', image, command: ['sh', '-c', script], env: {} },
    ...{ address: network.allocate('container'), namespace: 'bridge', hostname: 'box' },
    ...spec,
  });
}

async function output(script: string, spec: Partial<ContainerSpec>): Promise<string> {
  const container = await start(script, spec);
  await container.ended;
  return container.log.lines.map(({ text }) => text).join('');
}

test('what is mounted is seen where it is mounted, and outlives the container', async () => {
  const source = join(node.folder, 'data');
  await mkdir(source);
  await writeFile(join(source, 'in'), 'from outside\n');
  const mounts = [{ target: '/some/where', source, kind: 'bind' }] as const;
  expect(await output('cat /some/where/in; echo mine > /some/where/out', { mounts })).toBe('from outside\n');
  expect(await readFile(join(source, 'out'), 'utf8')).toBe('mine\n');
});

test('a new volume gets what the image has there', async () => {
  const source = join(node.folder, 'volume');
  await mkdir(source);
  const mounts = [{ target: '/etc', source, kind: 'volume' }] as const;
  expect(await output('cat /etc/os-release', { mounts })).toBe('NAME="BusyBox"\n');
  expect(await readFile(join(source, 'os-release'), 'utf8')).toBe('NAME="BusyBox"\n');
});

test('host name, hosts and name servers are those of the container', async () => {
  const extraHosts = [{ address: '10.0.0.9', names: ['other'] }];
  const said = await output('cat /etc/hostname /etc/hosts /etc/resolv.conf', { extraHosts, address: '172.17.0.9' });
  expect(said).toMatch(/^box\n127\.0\.0\.1\tlocalhost\n[^]*\n10\.0\.0\.9\tother\n172\.17\.0\.9\tbox\nnameserver /);
});
