import { stat } from 'node:fs/promises';
import { inside } from '../rootfs.ts';
import { type AppletCall } from './applet.ts';
import { readOptions } from './getopt.ts';

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

/** date(1). */
export async function date(run: AppletCall): Promise<number> {
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
