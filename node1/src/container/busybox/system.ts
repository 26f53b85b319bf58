import { stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { inside } from '../rootfs.ts';
import { findUser, groupName, type User, userName } from '../user.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { programName, readOptions, usageOf } from './getopt.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
// setTimeout holds no more.
const longestWait = 2 ** 31 - 1;

async function sleep(run: AppletCall): Promise<number> {
  const { args, io, signal } = run;
  let seconds = 0;
  if (args.length === 0) {
    io.stderr(usageOf('sleep'));
    return 1;
  }
  for (const arg of args) {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)([smhd]?)$/.exec(arg) ?? [];
    if (number === undefined && arg !== 'infinity' && arg !== 'inf') {
      io.stderr(`sleep: invalid number '${arg}'\n`);
      return 1;
    }
    seconds += number === undefined ? Infinity : Number(number) * (units[unit] ?? 1);
  }
  await wait(Math.min(seconds * 1000, longestWait), undefined, { signal });
  return 0;
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
const longMonths = 'January February March April May June July August September October November December'.split(' ');
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const longDays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** The number of the week, as ISO 8601 and as those count that begin one on Sundays or Mondays. */
function weeks(now: Date, dayOfYear: number): Readonly<Record<string, string>> {
  const day = now.getUTCDay();
  const number = (value: number): string => String(value).padStart(2, '0');
  // The year of an ISO week is that of its Thursday.
  const thursday = new Date(now.getTime() + (4 - (day || 7)) * 86_400_000);
  const year = thursday.getUTCFullYear();
  const week = Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return {
    ...{ V: number(Math.floor(week)), G: String(year), g: String(year).slice(2) },
    ...{
      U: number(Math.floor((dayOfYear + 6 - day) / 7)),
      W: number(Math.floor((dayOfYear + 6 - ((day + 6) % 7)) / 7)),
    },
  };
}

/** The fields of a time (UTC) by strftime's letters. */
function timeFields(now: Date): Readonly<Record<string, string>> {
  const iso = now.toISOString();
  const [Y, m, d] = [iso.slice(0, 4), iso.slice(5, 7), iso.slice(8, 10)];
  const [H, M, S] = [iso.slice(11, 13), iso.slice(14, 16), iso.slice(17, 19)];
  const [a, b] = [days[now.getUTCDay()] ?? '', months[now.getUTCMonth()] ?? ''];
  const e = String(now.getUTCDate()).padStart(2);
  const s = String(Math.floor(now.getTime() / 1000));
  const hours = now.getUTCHours();
  const year = Math.floor((now.getTime() - Date.UTC(now.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  return {
    ...{
      Y,
      m,
      d,
      H,
      M,
      S,
      a,
      b,
      h: b,
      e,
      s,
      F: `${Y}-${m}-${d}`,
      T: `${H}:${M}:${S}`,
      R: `${H}:${M}`,
      Z: 'UTC',
      z: '+0000',
      '%': '%',
    },
    ...{
      A: longDays[now.getUTCDay()] ?? '',
      B: longMonths[now.getUTCMonth()] ?? '',
      y: Y.slice(2),
      C: Y.slice(0, 2),
      D: `${m}/${d}/${Y.slice(2)}`,
    },
    ...{
      I: String(hours % 12 || 12).padStart(2, '0'),
      l: String(hours % 12 || 12).padStart(2),
      k: String(hours).padStart(2),
      p: hours < 12 ? 'AM' : 'PM',
    },
    ...{
      j: String(year).padStart(3, '0'),
      u: String(now.getUTCDay() || 7),
      w: String(now.getUTCDay()),
      n: '\n',
      t: '\t',
      ...weeks(now, year),
    },
    ...{
      c: `${a} ${b} ${e} ${H}:${M}:${S} ${Y}`,
      x: `${m}/${d}/${Y.slice(2)}`,
      X: `${H}:${M}:${S}`,
      r: `${String(hours % 12 || 12).padStart(2, '0')}:${M}:${S} ${hours < 12 ? 'AM' : 'PM'}`,
    },
  };
}

async function date(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'uRIs:d:D:r:', long: { utc: 'u', 'date=': 'd', 'reference=': 'r' } });
  const { io } = run;
  const [operand] = options.operands;
  const given = options.value('d') ?? options.value('s');
  const file = options.value('r');
  const found =
    file === undefined ? undefined : await stat(inside(run.place.root, file, run.cwd)).catch(() => undefined);
  if (file !== undefined && found === undefined) {
    io.stderr(`date: ${file}: No such file or directory\n`);
    return 1;
  }
  const time =
    given === undefined
      ? (found?.mtime ?? new Date())
      : given.startsWith('@')
        ? new Date(Number(given.slice(1)) * 1000)
        : new Date(
            /^\d\d:\d\d(?::\d\d)?$/.test(given)
              ? `${new Date().toISOString().slice(0, 10)}T${given}Z`
              : `${given.replace(' ', 'T')}${/[zZ]|[-+]\d\d:?\d\d$/.test(given) ? '' : given.length > 10 ? 'Z' : ''}`,
          );
  const wrong =
    given !== undefined && Number.isNaN(time.getTime())
      ? given
      : operand !== undefined && !operand.startsWith('+')
        ? operand
        : undefined;
  if (wrong !== undefined) {
    io.stderr(`date: invalid date '${wrong}'\n`);
    return 1;
  }
  if (options.has('s')) {
    io.stderr("date: can't set date: Operation not permitted\n");
    return 1;
  }
  const format =
    operand ?? (options.has('R') ? '+%a, %d %b %Y %T +0000' : options.has('I') ? '+%F' : '+%a %b %e %T UTC %Y');
  const fields = timeFields(time);
  io.stdout(
    `${format.slice(1).replace(/%-?(.)/g, (whole, letter: string) => (whole.startsWith('%-') ? (fields[letter] ?? '').replace(/^0+(?=\d)/, '') : (fields[letter] ?? whole)))}\n`,
  );
  return 0;
}

function uname(run: AppletCall): number {
  const options = readOptions(run, { known: 'amnrspvio' });
  const fields = [
    ['s', 'Linux'],
    ['n', run.place.spec.hostname],
    ['r', '6.1.0'],
    ['v', '#1 SMP PREEMPT_DYNAMIC'],
    ['m', 'x86_64'],
    ['p', 'unknown'],
    ['i', 'unknown'],
    ['o', 'GNU/Linux'],
  ] as const;
  const all = options.has('a');
  const shown = fields.filter(([letter]) => (all ? letter !== 'p' && letter !== 'i' : options.has(letter)));
  run.io.stdout(`${(shown.length === 0 ? fields.slice(0, 1) : shown).map(([, value]) => value).join(' ')}\n`);
  return 0;
}

function hostname(run: AppletCall): number {
  const options = readOptions(run, { known: 'sidfF:' });
  const { spec } = run.place;
  if (options.operands.length > 0 || options.has('F')) {
    run.io.stderr('hostname: sethostname: Operation not permitted\n');
    return 1;
  }
  if (options.has('d') || programName(run) === 'dnsdomainname') {
    run.io.stdout(spec.hostname.includes('.') ? `${spec.hostname.split('.').slice(1).join('.')}\n` : '\n');
    return 0;
  }
  run.io.stdout(
    `${options.has('i') ? spec.address : options.has('s') ? (spec.hostname.split('.')[0] ?? '') : spec.hostname}\n`,
  );
  return 0;
}

function whoAmI(run: AppletCall): number {
  const { place, io, args } = run;
  if (args.length > 0) {
    io.stderr(usageOf('whoami'));
    return 1;
  }
  const name = userName(place.root, place.user.uid);
  if (name === undefined) io.stderr(`whoami: unknown uid ${place.user.uid}\n`);
  else io.stdout(`${name}\n`);
  return Number(name === undefined);
}

function id(run: AppletCall): number {
  const options = readOptions(run, { known: 'ugGnr' });
  const { root } = run.place;
  const { io } = run;
  const asName = options.has('n');
  const [wanted] = options.operands;
  let user: User;
  try {
    if (wanted !== undefined && /^\d+$/.test(wanted) && userName(root, Number(wanted)) === undefined)
      throw new Error(wanted);
    user = wanted === undefined ? run.place.user : findUser(root, wanted);
  } catch {
    io.stderr(`id: unknown user ${wanted ?? ''}\n`);
    return 1;
  }
  const named = (number: number, name: string | undefined): string =>
    `${number}${name === undefined ? '' : `(${name})`}`;
  if (options.has('u')) io.stdout(`${asName ? (userName(root, user.uid) ?? user.uid) : user.uid}\n`);
  else if (options.has('g')) io.stdout(`${asName ? (groupName(root, user.gid) ?? user.gid) : user.gid}\n`);
  else if (options.has('G'))
    io.stdout(`${user.groups.map((gid) => (asName ? (groupName(root, gid) ?? gid) : gid)).join(' ')}\n`);
  else {
    const groups = user.groups.map((gid) => named(gid, groupName(root, gid))).join(',');
    io.stdout(
      `uid=${named(user.uid, userName(root, user.uid))} gid=${named(user.gid, groupName(root, user.gid))} groups=${groups}\n`,
    );
  }
  return 0;
}

function groups({ place: { root, user }, io }: AppletCall): number {
  io.stdout(`${user.groups.map((gid) => groupName(root, gid) ?? gid).join(' ')}\n`);
  return 0;
}

function path(change: (args: readonly string[]) => string): Applet {
  return (run) => {
    if (run.args.length === 0) {
      run.io.stderr(usageOf(run.name));
      return 1;
    }
    run.io.stdout(`${change(run.args)}\n`);
    return 0;
  };
}

function baseName([name = '', suffix = '']: readonly string[]): string {
  const base = name.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (base === '') return name.startsWith('/') ? '/' : '';
  return suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

function folderName([name = '']: readonly string[]): string {
  const at = name.replace(/\/+$/, '').lastIndexOf('/');
  return at < 0 ? '.' : name.slice(0, at).replace(/\/+$/, '') || '/';
}

function pwd({ io, cwd }: AppletCall): number {
  io.stdout(`${cwd}\n`);
  return 0;
}

async function pause({ signal }: AppletCall): Promise<number> {
  await wait(longestWait, undefined, { signal });
  return 0;
}

/** Programs that tell about the container, or wait. */
export const systemApplets: readonly (readonly [string, Applet])[] = [
  ['sleep', sleep],
  ['printenv', printEnv],
  ['date', date],
  ['uname', uname],
  ['hostname', hostname],
  ['dnsdomainname', hostname],
  ['whoami', whoAmI],
  ['id', id],
  ['groups', groups],
  ['basename', path(baseName)],
  ['dirname', path(folderName)],
  ['pwd', pwd],
  ['true', () => 0],
  ['false', () => 1],
  ['pause', pause],
];
