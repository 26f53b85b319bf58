import { formatPrintf } from '../printf.ts';
import { toNumber, toText, type Value } from './values.ts';

/** What a function gives that looks at its arguments only; undefined: there is none of this name. */
export function callPure(name: string, values: readonly Value[]): Value | undefined {
  const [a = '', b = '', c] = values;
  const text = toText(a);
  switch (name) {
    case 'substr': {
      const start = Math.round(toNumber(b));
      const end = c === undefined ? Infinity : start + Math.round(toNumber(c));
      return text.slice(Math.max(0, start - 1), Math.max(0, end - 1));
    }
    case 'index':
      return text.indexOf(toText(b)) + 1;
    case 'toupper':
      return text.toUpperCase();
    case 'tolower':
      return text.toLowerCase();
    case 'sprintf':
      return formatPrintf(
        values.map((value) => toText(value)),
        () => undefined,
      );
    case 'int':
      return Math.trunc(toNumber(a));
    case 'sqrt':
      return Math.sqrt(toNumber(a));
    case 'exp':
      return Math.exp(toNumber(a));
    case 'log':
      return Math.log(toNumber(a));
    case 'sin':
      return Math.sin(toNumber(a));
    case 'cos':
      return Math.cos(toNumber(a));
    case 'atan2':
      return Math.atan2(toNumber(a), toNumber(b));
    case 'systime':
      return Math.floor(Date.now() / 1000);
    case 'fflush':
      return 0;
    default:
      return undefined;
  }
}
