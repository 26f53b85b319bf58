import { setTimeout as wait } from 'node:timers/promises';
import { containerCommand } from '../container-context.ts';
import { groupName, userName } from '../user.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
// setTimeout holds no more.
const longestWait = 2 ** 31 - 1;

async function sleep({ args, io, signal }: AppletCall): Promise<number> {
  let seconds = 0;
  if (args.length === 0) {
    io.stderr(
      'BusyBox v1.35.0 multi-call binary.\n\nUsage: sleep [N]...\n\nPause for a time equal to the total of the args given\n',
    );
    return 1;
  }
  for (const arg of args) {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg) ?? [];
    if (number === undefined && arg !== 'infinity') {
      io.stderr(`sleep: invalid number '${arg}'\n`);
      return 1;
    }
    seconds += number === undefined ? Infinity : Number(number) * (units[unit] ?? 1);
  }
  await wait(Math.min(seconds * 1000, longestWait), undefined, { signal }).catch(() => undefined);
  return signal.aborted ? 130 : 0;
}

function printEnv({ args, env, io }: AppletCall): number {
  const [name] = args;
  if (name === undefined) {
    io.stdout(
      Object.entries(env)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
    return 0;
  }
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined) io.stdout(`${value}\n`);
  return value === undefined ? 1 : 0;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The fields of a time (UTC) by strftime's letters. */
function timeFields(now: Date): Readonly<Record<string, string>> {
  const iso = now.toISOString();
  const [Y, m, d] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
  const [H, M, S] = [iso.slice(11, 13), iso.slice(14, 16), iso.slice(17, 19)];
  const [a, b] = [days[now.getUTCDay()] ?? '', months[now.getUTCMonth()] ?? ''];
  const e = String(now.getUTCDate()).padStart(2);
  const s = String(Math.floor(now.getTime() / 1000));
  return { Y, m, d, H, M, S, a, b, e, s, F: `${Y}-${m}-${d}`, T: `${H}:${M}:${S}`, R: `${H}:${M}`, Z: 'UTC', '%': '%' };
}

function date(run: AppletCall): number {
  const { io, args } = run;
  const rest = args.filter((arg) => arg !== '-u');
  const [format = '+%a %b %e %T UTC %Y'] = rest;
  const fields = timeFields(new Date());
  const unknown = [...format.matchAll(/%(.)/g)].find(([, letter = '']) => fields[letter] === undefined);
  if (rest.length > 1 || !format.startsWith('+') || unknown !== undefined) {
    return refuse(run, `date ${args.join(' ')}`);
  }
  io.stdout(`${format.slice(1).replace(/%(.)/g, (_, letter: string) => fields[letter] ?? '')}\n`);
  return 0;
}

function uname({ args, place, io }: AppletCall): number {
  const fields = [
    ['s', 'Linux'],
    ['n', place.spec.hostname],
    ['r', '6.1.0'],
    ['v', '#1 SMP PREEMPT_DYNAMIC'],
    ['m', 'x86_64'],
    ['o', 'GNU/Linux'],
  ] as const;
  const letters = args.join('').replaceAll('-', '') || 's';
  const shown = fields.filter(([letter]) => letters.includes('a') || letters.includes(letter));
  io.stdout(`${shown.map(([, value]) => value).join(' ')}\n`);
  return 0;
}

/** Process 1 and itself: nothing else that runs here can be seen from inside. */
function ps({ io, place, args }: AppletCall): number {
  const line = (pid: string, command: string) => `${pid.padStart(5)} root     ${command}\n`;
  io.stdout(
    `PID   USER     COMMAND\n${line('1', containerCommand(place.spec).join(' '))}${line('7', ['ps', ...args].join(' '))}`,
  );
  return 0;
}

/** Which program a process runs: all of those here are busybox. Other links are refused. */
function readLink(run: AppletCall): number {
  if (!/^\/proc\/(?:self|\d+)\/exe$/.test(run.args.join(' '))) return refuse(run, `readlink ${run.args.join(' ')}`);
  run.io.stdout('/bin/busybox\n');
  return 0;
}

function say(text: (run: Parameters<Applet>[0]) => string): Applet {
  return (run) => {
    run.io.stdout(`${text(run)}\n`);
    return 0;
  };
}

function whoAmI({ place, io }: AppletCall): number {
  const name = userName(place.root, place.user.uid);
  if (name === undefined) io.stderr(`whoami: unknown uid ${place.user.uid}\n`);
  else io.stdout(`${name}\n`);
  return Number(name === undefined);
}

function id({ place: { root, user }, io, args }: AppletCall): number {
  const named = (number: number, name: string | undefined) => `${number}${name === undefined ? '' : `(${name})`}`;
  const letters = args.join('').replaceAll('-', '');
  const asName = letters.includes('n');
  if (letters.includes('u')) io.stdout(`${asName ? (userName(root, user.uid) ?? user.uid) : user.uid}\n`);
  else if (letters.includes('g')) io.stdout(`${asName ? (groupName(root, user.gid) ?? user.gid) : user.gid}\n`);
  else if (letters.includes('G'))
    io.stdout(`${user.groups.map((gid) => (asName ? (groupName(root, gid) ?? gid) : gid)).join(' ')}\n`);
  else {
    const groups = user.groups.map((gid) => named(gid, groupName(root, gid))).join(',');
    const [uid, gid] = [named(user.uid, userName(root, user.uid)), named(user.gid, groupName(root, user.gid))];
    io.stdout(`uid=${uid} gid=${gid} groups=${groups}\n`);
  }
  return 0;
}

/** Programs that tell about the container, or wait. */
export const systemApplets: readonly (readonly [string, Applet])[] = [
  ['sleep', sleep],
  ['env', printEnv],
  ['printenv', printEnv],
  ['date', date],
  ['ps', ps],
  ['uname', uname],
  ['hostname', say(({ place, args }) => (args[0] === '-i' ? place.spec.address : place.spec.hostname))],
  ['readlink', readLink],
  ['pwd', say(({ cwd }) => cwd)],
  ['whoami', whoAmI],
  ['id', id],
  ['true', () => 0],
  ['false', () => 1],
  [
    'pause',
    async ({ signal }) => {
      await wait(longestWait, undefined, { signal }).catch(() => undefined);
      return 0;
    },
  ],
];
