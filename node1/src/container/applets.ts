import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Image } from '../images.ts';
import { message } from '../messages/message.ts';
import { type Applet, type AppletCall, type Applets, refuse } from './busybox/applet.ts';
import { blockApplets } from './busybox/blocks.ts';
import { columnApplets } from './busybox/columns.ts';
import { conditionApplets } from './busybox/conditions.ts';
import { fileApplets } from './busybox/files.ts';
import { filterApplets } from './busybox/filters.ts';
import { webApplets } from './busybox/httpd.ts';
import { listApplets } from './busybox/list.ts';
import { multicallApplets } from './busybox/multicall.ts';
import { networkApplets } from './busybox/network.ts';
import { processApplets } from './busybox/processes.ts';
import { reachApplets } from './busybox/reach.ts';
import { runnerApplets } from './busybox/runners.ts';
import { systemApplets } from './busybox/system.ts';
import { textApplets } from './busybox/text.ts';
import { debianApplets } from './debian.ts';
import { isDebianBusybox } from './image-kind.ts';
import { startNode } from './node-process.ts';
import { redisCli } from './redis/cli.ts';
import { createShell } from './shell/shell.ts';
import { CannotExecute } from './spawn.ts';

/** The programs that a container of this kind has; without Node where its files must stay where they are. */
export function appletsOf(runtime: Image['runtime'], withNode = true): Applets {
  if (runtime === 'scratch' || runtime === 'hello') return new Map();
  const applets = new Map<string, Applet>([
    ...textApplets,
    ...conditionApplets,
    ...fileApplets,
    ...systemApplets,
    ...networkApplets,
    ...filterApplets,
    ...listApplets,
    ...processApplets,
    ...reachApplets,
    ...runnerApplets,
    ...webApplets,
    ...blockApplets,
    ...columnApplets,
    ...multicallApplets,
    ...largeApplets,
  ]);
  if (runtime === 'node' && withNode) applets.set('node', nodeApplet);
  if (runtime === 'redis') applets.set('redis-cli', redisCli);
  if (runtime === 'debian') return debianApplets(applets);
  const shell = createShell(false);
  applets.set('sh', shell).set('ash', shell);
  for (const [name, applet] of absentApplets(runtime, applets)) applets.set(name, applet);
  return applets;
}

/** Programs that are loaded when they are called. */
const largeApplets: readonly (readonly [string, Applet])[] = [
  ['awk', async (run) => (await import('./busybox/awk.ts')).awk(run)],
  ['tar', async (run) => (await import('./busybox/tar.ts')).tar(run)],
  ['sed', async (run) => (await import('./busybox/sed.ts')).sed(run)],
  ['diff', async (run) => (await import('./busybox/diff.ts')).diff(run)],
  ['cmp', async (run) => (await import('./busybox/diff.ts')).cmp(run)],
  ...['gzip', 'gunzip', 'zcat'].map((name): readonly [string, Applet] => [
    name,
    async (run) => (await import('./busybox/gzip.ts')).gzip(run),
  ]),
  ['od', async (run) => (await import('./busybox/dump.ts')).od(run)],
  ['hexdump', async (run) => (await import('./busybox/dump.ts')).hexdump(run)],
  ['xxd', async (run) => (await import('./busybox/dump.ts')).xxd(run)],
];

async function nodeApplet({ place, io, signal, args, env, cwd, process }: AppletCall): Promise<number> {
  const { terminal } = io.stdin;
  const started = await startNode({ ...place, env, workingDir: cwd }, args, { pid: process.pid, terminal });
  const { child, ended } = started;
  process.handler = (name) => {
    started.signal(name);
    return true;
  };
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  child.stdout?.on('data', io.stdout);
  child.stderr?.on('data', io.stderr);
  const over = new AbortController();
  // The program may end without having read all that it was sent, or anything: what is typed then is the next one's.
  void (terminal ? started.reading : Promise.resolve()).then(() => {
    if (child.stdin === null) return undefined;
    const input = io.stdin.for(AbortSignal.any([signal, over.signal]));
    return pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  });
  const code = await ended;
  process.handler = undefined;
  over.abort();
  signal.removeEventListener('abort', stop);
  return code;
}

// What the real images have and the rehearsal has not.
const programs = (
  '[ acpid addgroup adduser adjtimex apk arch arping ascii ash awk base64 basename bc blkdiscard blockdev brctl bunzip2 busybox ' +
  'bzcat bzip2 cal cat chgrp chmod chown chroot chvt cksum clear cmp comm cp cpio crc32 crond crontab cttyhack cut date dc dd ' +
  'deallocvt delgroup deluser depmod devmem df diff dirname dmesg dnsdomainname dos2unix du dumpkmap dumpleases echo ed egrep env ' +
  'expand expr factor fallocate false fatattr fdisk fgrep find findfs fold free freeramdisk fsfreeze fstrim ftpget ftpput fuser ' +
  'getopt getty grep groups gunzip gzip halt head hexdump hostid hostname httpd hwclock i2cdetect i2cdump i2cget i2cset ' +
  'i2ctransfer id ifconfig ifdown ifup init insmod install ionice ip ipcalc ipneigh kill killall killall5 klogd last less link ln ' +
  'loadfont loadkmap logger login logname logread losetup ls lsmod lsof lsscsi lzcat lzma lzop md5sum mdev microcom mim mkdir ' +
  'mkdosfs mke2fs mkfifo mknod mkpasswd mkswap mktemp modinfo modprobe more mount mt mv nameif nc netstat nice nl nohup nologin ' +
  'nproc nsenter nslookup nuke od openvt partprobe passwd paste patch pgrep pidof ping ping6 pivot_root pkill poweroff printenv ' +
  'printf ps pstree pwd rdate readlink realpath reboot renice reset resume rev rm rmdir rmmod route run-init run-parts sed seq ' +
  'setkeycodes setpriv setsid sh sha1sum sha256sum sha384sum sha3sum sha512sum shred shuf sleep sort split ssl_client ' +
  'start-stop-daemon stat strings stty su sulogin sum svc svok swapoff swapon switch_root sync sysctl syslogd tac tail tar ' +
  'taskset tc tee telnet telnetd test tftp time timeout top touch tr traceroute traceroute6 true truncate ts tty tunctl ubirename ' +
  'udhcpc udhcpd uevent umount uname uncompress unexpand uniq unix2dos unlink unlzma unshare unxz unzip uptime usleep uudecode ' +
  'uuencode vconfig vi w watch watchdog wc wget which who whoami xargs xxd xz xzcat yes zcat'
).split(' ');
const nodePrograms = ['node', 'npm', 'npx', 'yarn', 'corepack'];
const redisPrograms = ['redis-server', 'redis-benchmark', 'redis-check-aof', 'redis-check-rdb'];
const python = ['python', 'python3', 'pip', 'bash'];

const byRuntime: Readonly<Record<string, readonly string[]>> = {
  node: nodePrograms,
  redis: redisPrograms,
  nginx: ['nginx', 'bash'],
  httpd: ['httpd', 'apachectl', 'bash'],
  rng: python,
  worker: python,
  hasher: ['ruby', 'gem', 'irb', 'curl'],
  webui: [...nodePrograms, 'bash'],
  haproxy: ['haproxy', 'bash'],
  traefik: ['traefik'],
};

/** Programs that say of themselves that they are not simulated, for every one that the real image has and `known` has not. */
function absentApplets(runtime: string, known: Applets): readonly (readonly [string, Applet])[] {
  const names = [...programs, ...(byRuntime[runtime] ?? [])].filter((name) => !known.has(name));
  return names.map((name) => [
    name,
    ({ io, place }) => {
      // Only alpine has its packages.
      if (name === 'apk' && isDebianBusybox(place)) throw new CannotExecute('missing');
      return refuse({ io, place }, message('subject/in-container', { program: name }));
    },
  ]);
}
