import type { AppletCall } from './applet.ts';
import { unescapeText } from './echo.ts';

/** printf(1): the format is used again until there are no more arguments. `wrong` is told of numbers that are none, and what is made so far. */
export function formatPrintf(
  [format = '', ...values]: readonly string[],
  complain: (text: string, made: string) => void,
): string {
  let at = 0;
  let text = '';
  let used: number;
  let stops = false;
  const wrong = (problem: string): void => {
    complain(problem, text);
  };
  const next = (): string => values[at++] ?? '';
  const number = (value: string): number => {
    if (/^["']/.test(value)) return value.codePointAt(1) ?? 0;
    const parsed = value === '' ? NaN : /^[-+]?0[0-7]+$/.test(value) ? Number.parseInt(value, 8) : Number(value);
    if (!Number.isNaN(parsed)) return parsed;
    wrong(`invalid number '${value}'`);
    return Number.parseFloat(value) || 0;
  };
  do {
    used = at;
    let offset = 0;
    for (const piece of format.match(/%%|%[-+ #0]*(?:\*|\d*)(?:\.(?:\*|\d*))?[a-zA-Z]|%|(?:\\.|[^%\\])+|\\/gs) ?? []) {
      const rest = format.slice(offset);
      offset += piece.length;
      if (piece === '%%') text += '%';
      else if (piece.length > 1 && piece.startsWith('%')) {
        const [, flags = '', width = '', dot, letter = ''] =
          /^%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z])$/.exec(piece) ?? [];
        const wide = width === '*' ? number(next()) : Number(width);
        const precision = dot === undefined ? undefined : dot === '*' ? number(next()) : Number(dot);
        const made = convert(letter, flags, precision, next(), number);
        if (made === undefined) {
          wrong(`${/^%[-+ #0]*[hlzjtL]*$/.test(rest) ? '%' : rest}: invalid format`);
          return text;
        }
        text += pad(made.text, Math.abs(wide), flags.includes('-') || wide < 0, flags.includes('0') && made.isNumber);
        stops ||= made.stops === true;
      } else if (piece === '%') {
        wrong('%: invalid format');
        return text;
      } else {
        const made = unescapeText(piece);
        text += made.text;
        stops ||= made.stops;
      }
      if (stops) return text;
    }
  } while (at > used && at < values.length);
  return text;
}

function convert(
  letter: string,
  flags: string,
  precision: number | undefined,
  value: string,
  number: (value: string) => number,
): { readonly text: string; readonly isNumber: boolean; readonly stops?: boolean } | undefined {
  const sign = (of: number): string => (of < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '');
  switch (letter) {
    case 's':
      return { text: precision === undefined ? value : value.slice(0, precision), isNumber: false };
    case 'c':
      return { text: value.slice(0, 1), isNumber: false };
    case 'b': {
      const made = unescapeText(value);
      return { ...made, isNumber: false };
    }
    case 'd':
    case 'i':
    case 'u': {
      const given = Math.trunc(number(value));
      return { text: `${sign(given)}${String(Math.abs(given)).padStart(precision ?? 0, '0')}`, isNumber: true };
    }
    case 'o':
    case 'x':
    case 'X': {
      const given = Math.trunc(number(value));
      const unsigned = given < 0 ? BigInt.asUintN(64, BigInt(given)) : BigInt(given);
      const digits = unsigned.toString(letter === 'o' ? 8 : 16).padStart(precision ?? 0, '0');
      const prefix = flags.includes('#') && given !== 0 ? (letter === 'o' ? '0' : `0${letter}`) : '';
      return { text: `${prefix}${letter === 'X' ? digits.toUpperCase() : digits}`, isNumber: true };
    }
    case 'f':
    case 'F': {
      const given = number(value);
      return { text: `${sign(given)}${Math.abs(given).toFixed(precision ?? 6)}`, isNumber: true };
    }
    case 'e':
    case 'E':
    case 'g':
    case 'G': {
      const given = number(value);
      return { text: `${sign(given)}${exponential(Math.abs(given), letter, precision ?? 6)}`, isNumber: true };
    }
    default:
      return undefined;
  }
}

function exponential(value: number, letter: string, precision: number): string {
  const twoDigits = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');
  let text: string;
  if (letter.toLowerCase() === 'e') text = twoDigits(value.toExponential(precision));
  else {
    const exponent = value === 0 ? 0 : Math.floor(Math.log10(value));
    const digits = Math.max(1, precision);
    text =
      exponent < -4 || exponent >= digits
        ? twoDigits(value.toExponential(digits - 1).replace(/\.?0+e/, 'e'))
        : value
            .toPrecision(digits)
            .replace(/(\.\d*?)0+$/, '$1')
            .replace(/\.$/, '');
  }
  return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}

function pad(text: string, width: number, left: boolean, zeros: boolean): string {
  if (left) return text.padEnd(Math.min(width, 65_536));
  if (!zeros) return text.padStart(Math.min(width, 65_536));
  const [, sign = '', digits = ''] = /^([-+ ]?)(.*)$/s.exec(text) ?? [];
  return `${sign}${digits.padStart(Math.min(width, 65_536) - sign.length, '0')}`;
}

/** The program `printf`. */
export function printf({ args, io }: AppletCall): number {
  if (args.length === 0) {
    io.stderr(
      'BusyBox v1.35.0 (Debian 1:1.35.0-4+b7) multi-call binary.\n\nUsage: printf FORMAT [ARG]...\n\nFormat and print ARG(s) according to FORMAT (a-la C printf)\n',
    );
    return 1;
  }
  let code = 0;
  const text = formatPrintf(args[0] === '--' ? args.slice(1) : args, (problem) => {
    io.stderr(`printf: ${problem}\n`);
    code = 1;
  });
  io.stdout(text);
  return code;
}
