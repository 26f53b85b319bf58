import { base, folder, systemPath, text } from './hub-files.ts';
import { alpineImages, courseImages, debianImages, httpdImages, nginxImages, ubuntuImages } from './hub-images.ts';
import { ingressImages } from './hub-ingress.ts';
import type { Recipe } from './recipe.ts';

/** The images of the local hub, by repository, each with its tags. `nodeVersion` is the one of this machine's Node, which runs them. */
export function hubRecipes(nodeVersion: string): ReadonlyMap<string, readonly Recipe[]> {
  const major = nodeVersion.split('.')[0] ?? '';
  const nodeTags = ['latest', 'alpine', 'lts', 'lts-alpine', '20', '20-alpine', '20-slim'];
  const single: readonly (readonly [string, Recipe])[] = [
    [
      'busybox',
      {
        tags: ['latest', 'stable', 'musl', 'glibc', '1', '1.35', '1.36'],
        runtime: 'busybox',
        size: 1_984_189,
        cmd: ['sh'],
        env: [systemPath],
        files: [...base, text('etc/os-release', 'NAME="BusyBox"\n')],
      },
    ],
    [
      'registry',
      {
        tags: ['2', '2.8', 'latest'],
        runtime: 'registry',
        size: 24_838_709,
        entrypoint: ['/entrypoint.sh'],
        cmd: ['/etc/docker/registry/config.yml'],
        env: [systemPath],
        ports: ['5000/tcp'],
        volumes: ['/var/lib/registry'],
        files: [...base, folder('var/lib/'), folder('var/lib/registry/'), text('etc/os-release', 'ID=alpine\n')],
      },
    ],
    [
      'redis',
      {
        tags: ['latest', '6', '7', 'alpine'],
        runtime: 'redis',
        size: 19_912_587,
        entrypoint: ['docker-entrypoint.sh'],
        cmd: ['redis-server'],
        env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
        workingDir: '/data',
        ports: ['6379/tcp'],
        volumes: ['/data'],
        files: [...base, folder('data/')],
      },
    ],
    [
      'node',
      {
        tags: [...new Set([...nodeTags, major, `${major}-alpine`, `${major}-slim`, nodeVersion])],
        runtime: 'node',
        size: 106_314_725,
        cmd: ['node'],
        env: ['PATH=/usr/local/bin:/usr/bin:/bin', `NODE_VERSION=${nodeVersion}`],
        files: [...base, text('etc/os-release', 'NAME="Alpine Linux"\nID=alpine\n')],
      },
    ],
  ];
  return new Map<string, readonly Recipe[]>([
    ...single.map(([name, recipe]) => [name, [recipe]] as const),
    ...courseImages.map(([name, recipe]) => [name, [recipe]] as const),
    ...ingressImages,
    ['alpine', alpineImages],
    ['nginx', nginxImages],
    ['httpd', httpdImages],
    ['ubuntu', ubuntuImages],
    ['debian', debianImages],
  ]);
}

/** The image that stands behind every pod; kubelet's, and so on node1 from the start. */
export const pauseImage: Recipe = {
  tags: ['3.2'],
  runtime: 'busybox',
  size: 771_000,
  entrypoint: ['/pause'],
  cmd: [],
  env: [systemPath],
  files: [folder('dev/')],
};
