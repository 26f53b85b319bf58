import type { Image } from '../../images.ts';
import type { LayerEntry } from './layers.ts';

/** How the local hub makes one image. Everything but its few own files is what the rehearsal knows by itself. */
export interface Recipe {
  readonly tags: readonly string[];
  readonly runtime: Image['runtime'];
  /** Bytes that `docker images` shows: those of the real image. */
  readonly size: number;
  readonly entrypoint?: readonly string[];
  readonly cmd: readonly string[];
  readonly env?: readonly string[];
  readonly workingDir?: string;
  readonly ports?: readonly string[];
  readonly files: readonly LayerEntry[];
}

const systemPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function folder(name: string): LayerEntry {
  return { name, mode: 0o755, content: { kind: 'folder' } };
}
function text(name: string, content: string): LayerEntry {
  return {
    name,
    mode: 0o644,
    content: { kind: 'text', text: content },
  };
}

const base: readonly LayerEntry[] = [
  ...['bin/', 'dev/', 'etc/', 'home/', 'proc/', 'root/', 'sys/', 'tmp/', 'usr/', 'var/'].map(folder),
  text('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n'),
  text('etc/group', 'root:x:0:\nnobody:x:65534:\n'),
  text('etc/hosts', '127.0.0.1\tlocalhost\n'),
];

/** The images of the local hub, by repository. `nodeVersion` is the one of this machine's Node, which runs them. */
export function hubRecipes(nodeVersion: string): ReadonlyMap<string, Recipe> {
  const major = nodeVersion.split('.')[0] ?? '';
  const nodeTags = ['latest', 'alpine', 'lts', 'lts-alpine', '20', '20-alpine', '20-slim'];
  return new Map<string, Recipe>([
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
      'alpine',
      {
        tags: ['latest', '3', '3.18', '3.19', '3.20'],
        runtime: 'busybox',
        size: 7_790_000,
        cmd: ['/bin/sh'],
        env: [systemPath],
        files: [...base, text('etc/os-release', 'NAME="Alpine Linux"\nID=alpine\n')],
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
        files: [...base, folder('data/')],
      },
    ],
    [
      'nginx',
      {
        tags: ['latest', 'alpine', 'stable', '1', '1.19', '1.21'],
        runtime: 'nginx',
        size: 142_000_000,
        entrypoint: ['/docker-entrypoint.sh'],
        cmd: ['nginx', '-g', 'daemon off;'],
        env: [systemPath],
        ports: ['80/tcp'],
        files: [
          ...base,
          ...['usr/share/', 'usr/share/nginx/', 'usr/share/nginx/html/'].map(folder),
          text('usr/share/nginx/html/index.html', nginxPage),
        ],
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

const nginxPage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;
