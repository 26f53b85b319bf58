import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Image } from '../images.ts';
import { message } from '../messages/message.ts';
import { type Applet, type AppletCall, type Applets, refuse } from './busybox/applet.ts';
import { conditionApplets } from './busybox/conditions.ts';
import { fileApplets } from './busybox/files.ts';
import { filterApplets } from './busybox/filters.ts';
import { webApplets } from './busybox/httpd.ts';
import { listApplets } from './busybox/list.ts';
import { networkApplets } from './busybox/network.ts';
import { processApplets } from './busybox/processes.ts';
import { reachApplets } from './busybox/reach.ts';
import { runnerApplets } from './busybox/runners.ts';
import { systemApplets } from './busybox/system.ts';
import { textApplets } from './busybox/text.ts';
import { debianApplets } from './debian.ts';
import { startNode } from './node-process.ts';
import { redisCli } from './redis/cli.ts';
import { createShell } from './shell/shell.ts';

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
];

async function nodeApplet({ place, io, signal, args, env, cwd }: AppletCall): Promise<number> {
  const { child, ended } = await startNode({ ...place, env, workingDir: cwd }, args);
  const stop = () => child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  child.stdout?.on('data', io.stdout);
  child.stderr?.on('data', io.stderr);
  // The program may end without having read all that it was sent.
  if (child.stdin !== null) pipeline(Readable.from(io.stdin), child.stdin).catch(() => undefined);
  const code = await ended;
  signal.removeEventListener('abort', stop);
  return code;
}

// What the real images have and the rehearsal has not.
const programs = (
  'awk base64 basename bunzip2 bzip2 chgrp chown clear cmp comm crontab cut dd df diff dirname dmesg dnsdomainname dos2unix du ' +
  'egrep expr fgrep find fold free ftpget fuser gunzip gzip httpd ifconfig install ip kill killall less ln logger lsof md5sum ' +
  'mkfifo mktemp more mount nc netstat nl nohup od passwd paste patch pgrep pidof pkill pstree realpath renice rev rmdir ' +
  'route sed sha1sum sha256sum sha512sum shuf sort split stat strings su sum sync sysctl tac tar taskset tee telnet tftp time timeout top ' +
  'tr traceroute truncate tty umount uniq unzip uptime usleep uudecode uuencode vi watch xargs xxd yes zcat apk'
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
  const list = [...known.keys()].sort();
  return names.map((name) => [
    name,
    ({ io, place }) => {
      return refuse({ io, place }, message('subject/in-container', { program: name }), list);
    },
  ]);
}
