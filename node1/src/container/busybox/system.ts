import { setTimeout as wait } from 'node:timers/promises';
import { findUser, groupName, type User, userName } from '../user.ts';
import { type Applet, type AppletCall } from './applet.ts';
import { date } from './date.ts';
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

function baseNames(args: readonly string[]): string {
  const [first = '', second = '', ...rest] = args;
  if (first === '-a')
    return args
      .slice(1)
      .map((name) => baseName([name]))
      .join('\n');
  return first === '-s' ? rest.map((name) => baseName([name, second])).join('\n') : baseName(args);
}

function baseName([name = '', suffix = '']: readonly string[]): string {
  const base = name.replace(/\/+$/, '').split('/').at(-1) ?? '';
  if (base === '') return name.startsWith('/') ? '/' : '';
  return suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

function folderName([name = '']: readonly string[]): string {
  const at = name.replace(/\/+$/, '').lastIndexOf('/');
  if (/^\/+$/.test(name)) return '/';
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
  ['basename', path(baseNames)],
  ['dirname', path(folderName)],
  ['pwd', pwd],
  ['true', () => 0],
  ['false', () => 1],
  ['pause', pause],
];
