import type { Applet, Applets } from './applet.ts';

// What the real images have and the rehearsal has not.
const programs = (
  'awk base64 basename bunzip2 bzip2 chgrp chown clear cmp comm crontab cut dd df diff dirname dmesg dnsdomainname dos2unix du ' +
  'egrep expr fgrep find fold free ftpget fuser gunzip gzip httpd ifconfig install ip kill killall less ln logger lsof md5sum ' +
  'mkfifo mktemp more mount nc netstat nl nohup od passwd paste patch pgrep pidof pkill pstree readlink realpath renice rev rmdir ' +
  'route sed sha1sum sha256sum sha512sum shuf sort split stat strings su sum sync sysctl tac tar taskset tee telnet tftp time timeout top ' +
  'tr traceroute truncate tty umount uniq unzip uptime usleep uudecode uuencode vi watch xargs xxd yes zcat apk'
).split(' ');
const nodePrograms = ['node', 'npm', 'npx', 'yarn', 'corepack'];
const redisPrograms = ['redis-server', 'redis-benchmark', 'redis-check-aof', 'redis-check-rdb'];
const nginxPrograms = ['nginx'];

const byRuntime: Readonly<Record<string, readonly string[]>> = {
  node: nodePrograms,
  redis: redisPrograms,
  nginx: nginxPrograms,
};

/** Programs that say of themselves that they are not simulated, for every one that the real image has and `known` has not. */
export function absentApplets(runtime: string, known: Applets): readonly (readonly [string, Applet])[] {
  const names = [...programs, ...(byRuntime[runtime] ?? [])].filter((name) => !known.has(name));
  const list = [...known.keys()].sort().join(' ');
  return names.map((name) => [
    name,
    ({ io }) => {
      io.stderr(
        `rehearsal: ${name} in a container is not simulated; use a real cluster\nrehearsal: it knows: ${list}\n`,
      );
      return 1;
    },
  ]);
}
