import os from 'node:os';
import type { ContainerContext } from './container-context.ts';
import type { Process } from './processes.ts';

/** Files of /proc and /sys that a kernel makes; undefined for every other one. */
export function virtualFile(place: ContainerContext, path: string, process?: Process): string | undefined {
  if (!/^\/(?:proc|sys)\//.test(path)) return undefined;
  const [, pid, file = ''] = /^\/proc\/(\d+|self)\/([\w/]+)$/.exec(path) ?? [];
  if (pid !== undefined) {
    const found = pid === 'self' ? process : place.processes.find(Number(pid));
    return found === undefined ? undefined : ofProcess(place, found, file);
  }
  const kib = (bytes: number): string => `${String(Math.round(bytes / 1024)).padStart(8)} kB`;
  const [total, free] = [os.totalmem(), os.freemem()];
  const uptime = os.uptime();
  const files: Readonly<Record<string, () => string>> = {
    '/proc/version': () => 'Linux version 6.1.0 (gcc (Debian 12.2.0-14) 12.2.0) #1 SMP PREEMPT_DYNAMIC\n',
    '/proc/uptime': () => `${uptime.toFixed(2)} ${(uptime * os.cpus().length * 0.9).toFixed(2)}\n`,
    '/proc/loadavg': () =>
      `${os
        .loadavg()
        .map((load) => load.toFixed(2))
        .join(' ')} 1/${place.processes.list().length} ${process?.pid ?? 1}\n`,
    '/proc/meminfo': () =>
      `MemTotal:       ${kib(total)}\nMemFree:        ${kib(free)}\nMemAvailable:   ${kib(free)}\nBuffers:        ${kib(0)}\nCached:         ${kib(0)}\nSwapTotal:      ${kib(0)}\nSwapFree:       ${kib(0)}\n`,
    '/proc/cpuinfo': () =>
      os
        .cpus()
        .map(
          ({ model, speed }, index) =>
            `processor\t: ${index}\nmodel name\t: ${model}\ncpu MHz\t\t: ${speed.toFixed(3)}\n`,
        )
        .join('\n'),
    '/proc/mounts': () =>
      mountLines(place)
        .map((line) => `${line.source} ${line.target} ${line.type} ${line.options} 0 0\n`)
        .join(''),
    '/proc/sys/kernel/ostype': () => 'Linux\n',
    '/proc/sys/kernel/osrelease': () => '6.1.0\n',
    '/sys/class/net/lo/mtu': () => '65536\n',
    '/sys/class/net/eth0/mtu': () => '1500\n',
    '/proc/cmdline': () => 'quiet\n',
    '/proc/sys/kernel/hostname': () => `${place.spec.hostname}\n`,
    '/proc/sys/net/core/somaxconn': () => '4096\n',
  };
  return files[path]?.();
}

function ofProcess(place: ContainerContext, found: Process, file: string): string | undefined {
  const [program = ''] = found.command;
  const name = program.slice(program.lastIndexOf('/') + 1).slice(0, 15);
  switch (file) {
    case 'cmdline':
      return found.command.map((word) => `${word}\0`).join('');
    case 'comm':
      return `${name}\n`;
    case 'status':
      return `Name:\t${name}\nState:\tS (sleeping)\nTgid:\t${found.pid}\nPid:\t${found.pid}\nPPid:\t${found.parent}\nUid:\t${Array(4).fill(found.uid).join('\t')}\nThreads:\t1\n`;
    case 'cgroup':
      return '0::/\n';
    case 'mounts':
      return virtualFile(place, '/proc/mounts');
    case 'environ':
      return Object.entries(place.env)
        .map(([key, value]) => `${key}=${value}\0`)
        .join('');
    case 'oom_score_adj':
      return '0\n';
    default:
      return undefined;
  }
}

/** What is mounted where in a container. */
export function mountLines({ spec, root }: ContainerContext): readonly {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
}[] {
  const overlay = `lowerdir=/var/lib/docker/overlay2/l/LOWER,upperdir=/var/lib/docker/overlay2/UPPER/diff,workdir=/var/lib/docker/overlay2/UPPER/work`;
  const id = root.slice(-8);
  const own = [
    {
      source: 'overlay',
      target: '/',
      type: 'overlay',
      options: `${spec.readOnly === true ? 'ro' : 'rw'},relatime,${overlay.replaceAll('UPPER', id)}`,
    },
    { source: 'proc', target: '/proc', type: 'proc', options: 'rw,nosuid,nodev,noexec,relatime' },
    { source: 'tmpfs', target: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755' },
    {
      source: 'devpts',
      target: '/dev/pts',
      type: 'devpts',
      options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
    },
    { source: 'sysfs', target: '/sys', type: 'sysfs', options: 'ro,nosuid,nodev,noexec,relatime' },
    { source: 'shm', target: '/dev/shm', type: 'tmpfs', options: 'rw,nosuid,nodev,noexec,relatime,size=65536k' },
  ];
  const mounts = (spec.mounts ?? []).map(({ target, kind, readOnly = false, options }) => {
    const isMemory = kind === 'tmpfs' || kind === 'secret' || kind === 'projected';
    const mode = readOnly || kind === 'configMap' || kind === 'secret' ? 'ro' : 'rw';
    return {
      source: isMemory ? 'tmpfs' : '/dev/vda1',
      target,
      type: isMemory ? 'tmpfs' : 'ext4',
      options: [
        mode,
        ...(options === undefined ? [] : ['nosuid', 'nodev', 'noexec']),
        'relatime',
        ...(options ?? []),
      ].join(','),
    };
  });
  const etc = ['resolv.conf', 'hostname', 'hosts'].map((name) => ({
    source: '/dev/vda1',
    target: `/etc/${name}`,
    type: 'ext4',
    options: 'rw,relatime',
  }));
  return [...own, ...mounts, ...etc];
}
