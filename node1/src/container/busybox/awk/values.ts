import { formatPrintf } from '../printf.ts';

/** A value: a number, a text, or a text that may be a number as it came from outside. */
export type Value = number | string | { readonly text: string };
export type Table = Map<string, Value>;
export type Scope = Map<string, Value | Table>;

/** Leaves what runs: `next`, `break`, `continue`, `return` or `exit`. */
export class Jump extends Error {
  readonly kind: string;
  readonly value: Value;
  constructor(kind: string, value: Value = '') {
    super();
    this.kind = kind;
    this.value = value;
  }
}

function isNumeric(text: string): boolean {
  return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text);
}
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : value.text;
  return Number.parseFloat(text) || 0;
}
export function toText(value: Value, format = '%.6g'): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : value.text;
  return Number.isInteger(value) ? String(value) : formatPrintf([format, String(value)], () => undefined);
}
export function toBool(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return isNumeric(value.text) ? Number(value.text) !== 0 : value.text !== '';
}

export function arithmetic(op: string, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return a ** b;
  }
}

export function compared(op: string, a: Value, b: Value): boolean {
  const numeric = (value: Value): boolean =>
    typeof value === 'number' || (typeof value === 'object' && isNumeric(value.text));
  const order =
    numeric(a) && numeric(b) ? toNumber(a) - toNumber(b) : toText(a) < toText(b) ? -1 : Number(toText(a) > toText(b));
  const holds: Readonly<Record<string, boolean>> = {
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
    '==': order === 0,
    '!=': order !== 0,
  };
  return holds[op] ?? false;
}
