import { message } from '../messages/message.ts';
import { type Applet, type AppletCall, type Applets, refuse } from './busybox/applet.ts';
import type { Sink } from './io.ts';
import { createShell } from './shell/shell.ts';

// GNU's print the same as busybox's where nothing is wrong and no long option is given.
const alike = (
  '[ awk basename cat chmod chown cp cut date dirname echo env expr false grep egrep fgrep head hostname id ln ls md5sum mkdir mkfifo mktemp mv ' +
  'nproc paste printenv printf pwd readlink realpath rm rmdir sed seq sha1sum sha256sum sha512sum sleep sort sync tac tail tee test ' +
  'touch tr true tty uname uniq whoami xargs yes find'
).split(' ');
const absent = (
  'apt apt-get apt-cache dpkg dpkg-query perl gzip gunzip zcat su useradd adduser usermod groupadd passwd chroot mount umount df du dd od nl ' +
  'stat split shuf join comm diff cmp nohup nice timeout stdbuf who w users dmesg more lsblk ldd install kill wc uptime free ps top base64 cksum sum factor fold'
).split(' ');

/** The programs of debian and ubuntu: bash, and those of busybox as long as they do not complain: their words are not GNU's. */
export function debianApplets(busybox: Applets): Applets {
  const found = new Map<string, Applet>();
  for (const name of absent) found.set(name, (run) => absentIn(run, name));
  for (const name of alike) {
    const applet = busybox.get(name);
    if (applet !== undefined) found.set(name, silently(name, applet));
  }
  found.set('tar', async (run) => (await import('./busybox/tar.ts')).tar(run, true));
  const bash = createShell(true);
  return found.set('bash', bash).set('sh', dash(createShell(false)));
}

function absentIn(run: AppletCall, name: string): number {
  return refuse(run, message('subject/in-container', { program: name }));
}

/** As it is, but what it complains of is refused: GNU's words are others. */
function silently(name: string, applet: Applet): Applet {
  return async (run) => {
    if (run.args.some((word) => /^--./.test(word)) && name !== 'echo' && name !== 'printf') return absentIn(run, name);
    const heard = { complaint: false };
    const { room } = run.io.stderr;
    const note = (): void => {
      heard.complaint = true;
    };
    const stderr: Sink = Object.assign(note, room && { room });
    const code = await applet({ ...run, io: { ...run.io, stderr } });
    return heard.complaint ? absentIn(run, name) : code;
  };
}

/** dash numbers the lines in what it complains of, which our sh does not: that is refused; all else is as it is, that of its children, too. */
function dash(shell: Applet): Applet {
  return (run) => {
    const { stderr } = run.io;
    const write = (data: string | Uint8Array): void => {
      if (typeof data === 'string' && data.startsWith(`${run.name}: `)) absentIn(run, data.trim());
      else stderr(data);
    };
    const { room, terminal } = stderr;
    const sink: Sink = Object.assign(write, room && { room }, terminal && { terminal });
    return shell({ ...run, io: { ...run.io, stderr: sink } });
  };
}
