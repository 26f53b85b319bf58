/** A schedule of a cron job. */
export interface Schedule {
  /** The first time after `after`, both in milliseconds since the epoch; undefined where there is none within five years. */
  next(after: number): number | undefined;
}

/** A schedule that is none, in the words of the cron library of Kubernetes 1.20. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly Field[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: ['', ...months] },
  { least: 0, most: 6, names: days },
];
const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const minute = 60_000;

function fault(message: string): never {
  throw new ScheduleError(message);
}

function numberOf(text: string, { names }: Field): number {
  const at = names?.indexOf(text.toLowerCase()) ?? -1;
  if (at >= 0 && text !== '') return at;
  if (!/^[+-]?\d+$/.test(text)) {
    fault(`Failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const number = Number(text);
  if (number < 0) fault(`Negative number (${number}) not allowed: ${text}`);
  return number;
}

/** One part between commas: `*`, `5`, `1-5`, `0-30/10`. */
function partOf(part: string, field: Field): readonly number[] {
  const [range = '', step, ...more] = part.split('/');
  const [low = '', high, ...others] = range.split('-');
  const all = low === '*' || low === '?';
  if (!all && others.length > 0) fault(`Too many hyphens: ${part}`);
  const first = all ? field.least : numberOf(low, field);
  let last = all ? field.most : high === undefined ? first : numberOf(high, field);
  if (more.length > 0) fault(`Too many slashes: ${part}`);
  const by = step === undefined ? 1 : numberOf(step, { ...field, names: [] });
  // `5/10` begins at 5 and goes on.
  if (step !== undefined && high === undefined && !all) last = field.most;
  if (first < field.least) fault(`Beginning of range (${first}) below minimum (${field.least}): ${part}`);
  if (last > field.most) fault(`End of range (${last}) above maximum (${field.most}): ${part}`);
  if (first > last) fault(`Beginning of range (${first}) beyond end of range (${last}): ${part}`);
  if (by === 0) fault(`Step of range should be a positive number: ${part}`);
  const found: number[] = [];
  for (let value = first; value <= last; value += by) found.push(value);
  return found;
}

function every(text: string): Schedule {
  const units: Readonly<Record<string, number>> = { s: 1000, m: minute, h: 60 * minute };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smh])/g)];
  if (parts.map(([part]) => part).join('') !== text || text === '') {
    fault(`Failed to parse duration @every ${text}: time: invalid duration ${JSON.stringify(text)}`);
  }
  const ms = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 1), 0);
  const delay = Math.max(1000, Math.floor(ms / 1000) * 1000);
  return { next: (after) => Math.floor(after / 1000) * 1000 + delay };
}

/** A schedule from its text (`*\/5 * * * *`, `@hourly`, `@every 90s`). Throws ScheduleError. */
export function parseSchedule(text: string): Schedule {
  const spec = text.trim();
  if (spec.startsWith('@every ')) return every(spec.slice(7).trim());
  if (spec.startsWith('@') && descriptors[spec] === undefined) fault(`Unrecognized descriptor: ${text}`);
  const words = (descriptors[spec] ?? spec).split(/\s+/);
  if (words.length !== 5) fault(`Expected exactly 5 fields, found ${words.length}: ${text}`);
  const sets = words.map((word, at) => {
    const field = fields[at] ?? { least: 0, most: 0 };
    return new Set(word.split(',').flatMap((part) => partOf(part, field)));
  });
  const stars = words.map((word) => /^[*?]/.test(word));
  const [minutes, hours, dates, monthSet, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  const dayFits = (time: Date): boolean => {
    const date = dates.has(time.getUTCDate());
    const weekday = weekdays.has(time.getUTCDay());
    // With both given, either is enough.
    return stars[2] === true || stars[4] === true ? date && weekday : date || weekday;
  };
  return {
    next(after) {
      const time = new Date(Math.floor(after / minute) * minute + minute);
      const end = after + 5 * 366 * 24 * 60 * minute;
      while (time.getTime() <= end) {
        if (!monthSet.has(time.getUTCMonth() + 1)) {
          time.setUTCMonth(time.getUTCMonth() + 1, 1);
          time.setUTCHours(0, 0);
        } else if (!dayFits(time)) {
          time.setUTCDate(time.getUTCDate() + 1);
          time.setUTCHours(0, 0);
        } else if (!hours.has(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0);
        else if (!minutes.has(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1);
        else return time.getTime();
      }
      return undefined;
    },
  };
}
