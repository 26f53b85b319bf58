import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import type { Applet, Applets, ContainerContext } from './container-context.ts';
import { inside } from './rootfs.ts';

/** Whether a container has a program, and where: its path. */
export async function whichProgram(
  place: ContainerContext,
  name: string,
  path: string,
  cwd: string,
): Promise<string | undefined> {
  for (const folder of name.includes('/') ? [''] : path.split(':')) {
    const full = folder === '' ? posix.resolve(cwd, name) : posix.join(folder, name);
    const found = await stat(inside(place.root, full)).catch(() => undefined);
    if (found?.isFile() === true && (found.mode & 0o111) !== 0) return full;
    if (folder === '' ? appletAt(place.applets, full) : placeOf(place.applets, name) === folder) return full;
  }
  return undefined;
}

/** The folder that has the program of this name, as in busybox's own images. */
function placeOf(applets: Applets, name: string): string | undefined {
  if (!applets.has(name)) return undefined;
  return inUsrBin.has(name) ? '/usr/bin' : inSbin.has(name) ? '/sbin' : inLocal.has(name) ? '/usr/local/bin' : '/bin';
}
const inUsrBin = new Set(
  (
    '[ [[ awk basename bunzip2 bzcat bzip2 cal cksum clear cmp comm cut dc diff dirname dos2unix du env expand expr factor find fold free fuser groups ' +
    'head hexdump hostid id install killall last less logger lsof lsusb md5sum mkfifo nc nl nohup nproc nslookup od paste patch pgrep ' +
    'pkill pmap printf pstree pwdx readlink realpath renice reset seq sha1sum sha256sum sha512sum shuf sort split strings sum tac tail tee ' +
    'telnet test tftp time timeout top tr traceroute truncate tty unexpand uniq unix2dos unlink unzip uptime users uudecode uuencode vi wc wget ' +
    'which who whoami xargs xxd yes'
  ).split(' '),
);
const inSbin = new Set('arp ifconfig ip ipaddr iplink route swapoff swapon sysctl init halt reboot'.split(' '));
const inLocal = new Set('node npm npx yarn redis-cli redis-server'.split(' '));

/** The program that a path means, in one of the usual folders. */
export function appletAt(applets: Applets, path: string): Applet | undefined {
  const [, name = ''] = /^(?:\/usr)?(?:\/local)?\/s?bin\/([^/]+)$/.exec(path) ?? [];
  return path === '/pause' ? applets.get('pause') : applets.get(name);
}
