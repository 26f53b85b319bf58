import { setTimeout as wait } from 'node:timers/promises';
import type { Applet } from './applet.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
// setTimeout holds no more.
const LONGEST_WAIT = 2 ** 31 - 1;

const sleep: Applet = async ({ args, io, signal }) => {
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
    seconds += number === undefined ? Infinity : Number(number) * (UNITS[unit] ?? 1);
  }
  await wait(Math.min(seconds * 1000, LONGEST_WAIT), undefined, { signal }).catch(() => undefined);
  return signal.aborted ? 130 : 0;
};

const printEnv: Applet = ({ args, env, io }) => {
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
};

const date: Applet = ({ io }) => {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date().toUTCString()) ?? [];
  io.stdout(`${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} UTC ${year}\n`);
  return 0;
};

const uname: Applet = ({ args, place, io }) => {
  io.stdout(
    args.includes('-a') ? `Linux ${place.spec.hostname} 6.1.0 #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n` : 'Linux\n',
  );
  return 0;
};

const say =
  (text: (run: Parameters<Applet>[0]) => string): Applet =>
  (run) => {
    run.io.stdout(`${text(run)}\n`);
    return 0;
  };

/** Programs that tell about the container, or wait. */
export const systemApplets: readonly (readonly [string, Applet])[] = [
  ['sleep', sleep],
  ['env', printEnv],
  ['printenv', printEnv],
  ['date', date],
  ['uname', uname],
  ['hostname', say(({ place, args }) => (args[0] === '-i' ? place.spec.address : place.spec.hostname))],
  ['pwd', say(({ cwd }) => cwd)],
  ['whoami', say(() => 'root')],
  ['id', say(() => 'uid=0(root) gid=0(root) groups=0(root)')],
  ['true', () => 0],
  ['false', () => 1],
  [
    'pause',
    async ({ signal }) => {
      await wait(LONGEST_WAIT, undefined, { signal }).catch(() => undefined);
      return 0;
    },
  ],
];
