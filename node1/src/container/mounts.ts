import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { ContainerSpec } from '../workload.ts';
import { inside } from './rootfs.ts';

type Mounted = NonNullable<ContainerSpec['mounts']>[number];

/**
 * Puts a container's mounts among its files: a link at each target leads to what is mounted there, so that whatever opens files below
 * `root` finds it. Gives what takes the links away again: one mount may lie in another's folder.
 */
export function mountAll(root: string, { mounts = [] }: ContainerSpec): () => void {
  const links: string[] = [];
  // What lies in another mount comes after it.
  const sorted = [...mounts].sort((a, b) => depth(a.target) - depth(b.target));
  for (const [index, mount] of sorted.entries()) {
    const link = inside(root, mount.target);
    const source = mount.source ?? `${root}.mounts/${index}`;
    if (mount.source === undefined) mkdirSync(source, { recursive: true });
    const mode = mount.options?.find((option) => option.startsWith('mode='))?.slice('mode='.length);
    if (mount.source === undefined && mode !== undefined) chmodSync(source, Number.parseInt(mode, 8) | 0o700);
    if (link === join(root, '/')) continue;
    mkdirSync(dirname(link), { recursive: true });
    if (mount.kind === 'volume') fillVolume(link, source);
    rmSync(link, { recursive: true, force: true });
    symlinkSync(source, link);
    links.push(link);
  }
  return () => {
    for (const link of links.reverse()) rmSync(link, { force: true });
    rmSync(`${root}.mounts`, { recursive: true, force: true });
  };
}

/** docker fills a new volume with what the image has where it is mounted. */
function fillVolume(folder: string, source: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true || !existsSync(source) || readdirSync(source).length > 0) return;
  cpSync(folder, source, { recursive: true, verbatimSymlinks: true });
}

function depth(path: string): number {
  return path.split('/').filter(Boolean).length;
}

/** The mount in which a path of a container lies; the deepest one. Undefined: its root. */
export function mountOf({ mounts = [] }: ContainerSpec, path: string): Mounted | undefined {
  const full = posix.resolve('/', path);
  return mounts
    .filter(({ target }) => full === posix.resolve(target) || full.startsWith(`${posix.resolve(target)}/`))
    .sort((a, b) => depth(b.target) - depth(a.target))[0];
}

/** Whether nothing may be written at a path of a container. */
export function isReadOnly(spec: ContainerSpec, path: string): boolean {
  const mount = mountOf(spec, path);
  if (mount !== undefined) return mount.readOnly === true || mount.kind === 'configMap' || mount.kind === 'secret';
  return spec.readOnly === true && !/^\/(?:dev|proc|sys)(?:\/|$)/.test(posix.resolve('/', path));
}

/** Writes what an engine puts into /etc of every container: hostname, hosts, resolv.conf. */
export function writeEtc(root: string, spec: ContainerSpec): void {
  const { address, hostname, extraHosts = [] } = spec;
  const isPod = address.startsWith('10.244.');
  mkdirSync(join(root, 'etc'), { recursive: true });
  write(root, 'hostname', `${hostname}\n`);
  write(root, 'resolv.conf', resolvConf(spec, isPod));
  const own = [
    ...(isPod ? ['# Kubernetes-managed hosts file.'] : []),
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    ...(isPod ? ['fe00::0\tip6-mcastprefix'] : ['ff00::0\tip6-mcastprefix']),
    ...(isPod ? ['fe00::1\tip6-allnodes'] : ['ff02::1\tip6-allnodes']),
    ...(isPod ? ['fe00::2\tip6-allrouters'] : ['ff02::2\tip6-allrouters']),
  ];
  const extra = extraHosts.map(({ address: of, names }) => `${of}\t${names.join('\t')}`);
  const self = address === '' ? [] : [`${address}\t${hostname}`];
  const lines = isPod
    ? [...own, ...self, ...(extra.length > 0 ? ['', '# Entries added by HostAliases.', ...extra] : [])]
    : [...own, ...extra, ...self];
  // The pods of the node's own network have the node's hosts.
  if (address === '172.17.0.1') {
    const node = ['# Kubernetes-managed hosts file (host network).', '127.0.0.1 localhost', `127.0.0.1 ${hostname}`];
    write(root, 'hosts', `${[...node, ...extra].join('\n')}\n`);
  } else write(root, 'hosts', `${lines.join('\n')}\n`);
}

function write(root: string, name: string, text: string): void {
  const path = join(root, 'etc', name);
  // Never through a link of the image.
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, text);
}

function resolvConf({ dns = {}, namespace }: ContainerSpec, isPod: boolean): string {
  const { servers, search: searched, options } = dns;
  const common = isPod
    ? {
        servers: ['10.96.0.10'],
        search: [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'],
        options: ['ndots:5'],
      }
    : namespace === 'bridge'
      ? { servers: ['192.168.65.1'], search: [], options: [] }
      : { servers: ['127.0.0.11'], search: [], options: ['ndots:0'] };
  const shown = {
    servers: servers ?? common.servers,
    search: searched ?? common.search,
    options: options ?? common.options,
  };
  const names = shown.servers.map((server) => `nameserver ${server}\n`);
  const search = shown.search.length > 0 ? [`search ${shown.search.join(' ')}\n`] : [];
  return [
    ...(isPod ? [...names, ...search] : [...search, ...names]),
    ...(shown.options.length > 0 ? [`options ${shown.options.join(' ')}\n`] : []),
  ].join('');
}
