import { numberOf } from './python.ts';

const units: Readonly<Record<string, number>> = {
  ...{ b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 },
};

/** `512m`, `1.5g`, `100` in bytes, as docker-py reads them; undefined for what is none. */
export function parseBytes(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (typeof value !== 'string') return undefined;
  if (value === '') return 0;
  const text = /[a-z]b$/i.test(value) && !/^\d+b$/i.test(value) ? value.slice(0, -1) : value;
  const suffix = text.at(-1)?.toLowerCase() ?? '';
  const hasUnit = Object.hasOwn(units, suffix);
  const digits = hasUnit ? text.slice(0, -1) : text;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(digits)) return undefined;
  return Math.trunc(Number(digits) * (hasUnit ? (units[suffix] ?? 1) : 1));
}

const time =
  /^\s*(?:([\d.]+)h)?(?:([\d.]+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?(?:([\d.]+)(?:us|µs))?(?:([\d.]+)ns)?\s*$/i;
const seconds = [3600, 60, 1, 1e-3, 1e-6, 1e-9];

/** `1m30s` in seconds; undefined for what is none. */
export function parseSeconds(text: string): number | undefined {
  const found = time.exec(text);
  if (found === null || text.trim() === '') return undefined;
  return found
    .slice(1)
    .reduce((sum, part, index) => sum + Number((part as string | undefined) ?? 0) * (seconds[index] ?? 0), 0);
}

/** `1m30s` in nanoseconds. */
export function parseNanoseconds(text: string): number | undefined {
  const found = parseSeconds(text);
  return found === undefined ? undefined : Math.trunc(Number((found * 1e9).toPrecision(15)));
}

/** Nanoseconds as `config` shows them: `90s`, `2m`. */
export function showNanoseconds(nanoseconds: number): string {
  let value = nanoseconds;
  let unit = 'ns';
  for (const [size, name] of [
    [1000, 'us'],
    [1000, 'ms'],
    [1000, 's'],
    [60, 'm'],
    [60, 'h'],
  ] as const) {
    if (!Number.isInteger(value / size)) break;
    value /= size;
    unit = name;
  }
  return `${value}${unit}`;
}
