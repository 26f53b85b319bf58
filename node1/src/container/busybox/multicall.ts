import { link, rm, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { requireFolder } from '../files.ts';
import { inside } from '../rootfs.ts';
import { findUser, userName } from '../user.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { readOptions, usageOf } from './getopt.ts';
import { eachInput, linesOf, reasonOf, write } from './inputs.ts';

const help = `BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.
BusyBox is copyrighted by many authors between 1998-2015.
Licensed under GPLv2. See source distribution for detailed
copyright notices.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: busybox --install [-s] [DIR]
   or: function [arguments]...

	BusyBox is a multi-call binary that combines many common Unix
	utilities into a single executable.  The shell in this build
	is configured to run built-in utilities without $PATH search.
	You don't need to install a link to busybox for each utility.
	To run external program, use full path (/sbin/ip instead of ip).

Currently defined functions:
`;

/** `busybox NAME`: one of its programs. */
function busybox(run: AppletCall): number | Promise<number> {
  const [name, ...args] = run.args;
  if (name === undefined || name === '--help') {
    const names = [...run.place.applets.keys()].sort();
    let [text, line] = ['', '\t'];
    for (const [index, each] of names.entries()) {
      const word = `${each}${index === names.length - 1 ? '' : ','}`;
      if (line.length + word.length > 69) {
        text += `${line.trimEnd()}\n`;
        line = '\t';
      }
      line += `${word} `;
    }
    run.io.stdout(`${help}${text}${line.trimEnd()}\n\n`);
    return 0;
  }
  if (name === '--list') {
    run.io.stdout(
      [...run.place.applets.keys()]
        .sort()
        .map((each) => `${each}\n`)
        .join(''),
    );
    return 0;
  }
  const applet = run.place.applets.get(name);
  if (applet !== undefined && name !== 'node') return applet({ ...run, name, args });
  run.io.stderr(`${name}: applet not found\n`);
  return 127;
}

/** Where there is nobody to page for, more and less show all of it. */
async function more(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'EFIMmNSRh~' });
  let number = 0;
  return eachInput(run, options.operands, async (input) => {
    for await (const line of linesOf(input))
      await write(run, options.has('N') ? `${String(++number).padStart(7)} ${line}` : line);
  });
}

async function makeLink(run: AppletCall): Promise<number> {
  const [from = '', to = ''] = run.args;
  if (run.args.length !== 2) {
    run.io.stderr(usageOf('link'));
    return 1;
  }
  try {
    await requireFolder(run.place, posix.dirname(posix.resolve(run.cwd, to)));
    await link(inside(run.place.root, from, run.cwd), inside(run.place.root, to, run.cwd));
    return 0;
  } catch (error) {
    run.io.stderr(`link: can't create link '${to}' to '${from}': ${reasonOf(error)}\n`);
    return 1;
  }
}

async function unlink(run: AppletCall): Promise<number> {
  const [name = ''] = run.args;
  if (run.args.length !== 1) {
    run.io.stderr(usageOf('unlink'));
    return 1;
  }
  const path = posix.resolve(run.cwd, name);
  try {
    await requireFolder(run.place, posix.dirname(path));
    if ((await stat(inside(run.place.root, path))).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    await rm(inside(run.place.root, path));
    return 0;
  } catch (error) {
    run.io.stderr(`unlink: can't remove file '${name}': ${reasonOf(error)}\n`);
    return 1;
  }
}

async function usleep(run: AppletCall): Promise<number> {
  const [count = ''] = run.args;
  if (!/^\d+$/.test(count)) {
    run.io.stderr(count === '' ? usageOf('usleep') : `usleep: invalid number '${count}'\n`);
    return 1;
  }
  await wait(Math.min(Number(count) / 1000, 2 ** 31 - 1), undefined, { signal: run.signal });
  return 0;
}

/** su(1): a command, or a shell, as another user. */
async function su(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'lmpc:s:', inOrder: true });
  const [first, ...rest] = options.operands;
  const words = first === '-' ? rest : options.operands;
  const [name = 'root', ...args] = words;
  let uid: number;
  try {
    ({ uid } = findUser(run.place.root, name));
  } catch {
    run.io.stderr(`su: unknown user ${name}\n`);
    return 1;
  }
  if (run.place.user.uid !== 0) {
    run.io.stderr('su: must be suid to work properly\n');
    return 1;
  }
  const command = options.value('c');
  const place = { ...run.place, user: findUser(run.place.root, name), userName: userName(run.place.root, uid) ?? name };
  const shell = run.place.applets.get('sh');
  if (shell === undefined) return 127;
  return shell({
    ...run,
    ...{ place, name: options.value('s') ?? '/bin/sh' },
    env: { ...run.env, USER: name, LOGNAME: name, HOME: place.user.home, SHELL: options.value('s') ?? '/bin/sh' },
    args: command === undefined ? args : ['-c', command, ...args],
  });
}

function says(text: string, code = 0): Applet {
  return ({ io }) => {
    (code === 0 ? io.stdout : io.stderr)(text);
    return code;
  };
}

function stty({ io, args }: AppletCall): number {
  const { terminal } = io.stdin;
  if (terminal === undefined) {
    io.stderr('stty: standard input: Inappropriate ioctl for device\n');
    return 1;
  }
  for (const word of args.length === 0 ? [''] : args) {
    if (word === 'size') io.stdout(`${terminal.rows} ${terminal.columns}\n`);
    else if (word === '') io.stdout(`speed 38400 baud;\n${terminal.hasEcho ? '' : '-echo\n'}`);
    else if (word === 'echo' || word === '-echo') terminal.setEcho(word === 'echo');
    else if (word === 'raw' || word === '-raw' || word === 'sane') terminal.setRaw(word === 'raw');
    else {
      io.stderr(`stty: invalid argument '${word}'\n`);
      return 1;
    }
  }
  return 0;
}

/** busybox by its own name, and its smallest programs. */
export const multicallApplets: readonly (readonly [string, Applet])[] = [
  ['busybox', busybox],
  ['more', more],
  ['less', more],
  ['link', makeLink],
  ['unlink', unlink],
  ['usleep', usleep],
  ['su', su],
  ['stty', stty],
  ['arch', says('x86_64\n')],
  ['hostid', says('00000000\n')],
  ['logname', says('logname: getlogin: No such device or address\n', 1)],
  ['who', says('')],
  ['w', says('USER\t\tTTY\t\tIDLE\tTIME\t\t HOST\n')],
  ['last', says("last: can't open '/var/log/wtmp': No such file or directory\n", 1)],
  ['dmesg', says('dmesg: klogctl: Operation not permitted\n', 1)],
  ['crontab', says("crontab: can't change directory to '/var/spool/cron/crontabs': No such file or directory\n", 1)],
];
