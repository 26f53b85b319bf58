import type { Maybe } from './evaluate.ts';
import { floatText, print } from './print.ts';
import { concrete, entriesOf } from './types.ts';

const directive = /%([+\-# 0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([a-zA-Z%])?/g;

/** Go's fmt.Sprintf, for the verbs that templates use. */
export function sprintf(format: string, args: readonly Maybe[]): string {
  let at = 0;
  const shown = format.replace(
    directive,
    (
      whole: string,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      verb: string | undefined,
    ) => {
      if (verb === undefined) return '%!(NOVERB)';
      if (verb === '%') return '%';
      if (at >= args.length) return `%!${verb}(MISSING)`;
      const star = (size: string | undefined) =>
        size === '*' ? Number(concrete(args[at++])?.value ?? 0) : Number(size ?? NaN);
      const wide = star(width);
      const precise = whole.includes('.') ? star(precision ?? '0') : NaN;
      const arg = concrete(args[at++]);
      return pad(one(verb, flags, precise, arg), flags, wide, arg?.type.kind === 'string');
    },
  );
  if (at >= args.length) return shown;
  const extra = args.slice(at).map((arg) => {
    const value = concrete(arg);
    return value === undefined ? '<nil>' : `${value.type.name}=${print(value)}`;
  });
  return `${shown}%!(EXTRA ${extra.join(', ')})`;
}

function pad(text: string, flags: string, width: number, isText: boolean): string {
  const missing = Number.isNaN(width) ? 0 : width - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (flags.includes('0') && !isText) {
    const sign = /^[+-]/.exec(text)?.[0] ?? '';
    return sign + '0'.repeat(missing) + text.slice(sign.length);
  }
  return ' '.repeat(missing) + text;
}

function one(verb: string, flags: string, precision: number, arg: Maybe): string {
  if (arg === undefined) return verb === 'v' ? '<nil>' : verb === 'T' ? '<nil>' : `%!${verb}(<nil>)`;
  if (verb === 'T') return arg.type.name;
  if (verb === 'v') return print(arg);
  const { kind } = arg.type;
  const bad = `%!${verb}(${arg.type.name}=${print(arg)})`;
  if (kind === 'slice' && 'elem' in arg.type) {
    const { elem } = arg.type;
    const parts = ((arg.value ?? []) as readonly unknown[]).map((value) =>
      one(verb, flags, precision, concrete({ type: elem, value })),
    );
    return `[${parts.join(' ')}]`;
  }
  if (kind === 'map' && 'elem' in arg.type) {
    const { elem } = arg.type;
    const parts = entriesOf(arg).map(
      ([key, value]) => `${key}:${one(verb, flags, precision, concrete({ type: elem, value }))}`,
    );
    return `map[${parts.join(' ')}]`;
  }
  if (kind === 'string') {
    const text = String(arg.value);
    const cut = Number.isNaN(precision) ? text : Array.from(text).slice(0, precision).join('');
    if (verb === 's') return cut;
    if (verb === 'q') return JSON.stringify(cut);
    if (verb === 'x') return Buffer.from(cut).toString('hex');
    if (verb === 'X') return Buffer.from(cut).toString('hex').toUpperCase();
    return bad;
  }
  if (kind === 'bool') return verb === 't' ? String(arg.value) : bad;
  if (kind === 'int') {
    const value = Number(arg.value);
    const sign = flags.includes('+') && value >= 0 ? '+' : flags.includes(' ') && value >= 0 ? ' ' : '';
    if (verb === 'd') return `${sign}${value}`;
    if (verb === 'x') return `${flags.includes('#') ? '0x' : ''}${value.toString(16)}`;
    if (verb === 'X') return value.toString(16).toUpperCase();
    if (verb === 'o') return value.toString(8);
    if (verb === 'b') return value.toString(2);
    if (verb === 'c') return String.fromCodePoint(value);
    if (verb === 'q') return `'${String.fromCodePoint(value)}'`;
    return bad;
  }
  if (kind === 'float') {
    const value = Number(arg.value);
    if (verb === 'f' || verb === 'F') return value.toFixed(Number.isNaN(precision) ? 6 : precision);
    if (verb === 'g')
      return Number.isNaN(precision) ? floatText(value) : String(Number(value.toPrecision(precision || 1)));
    if (verb === 'e')
      return value.toExponential(Number.isNaN(precision) ? 6 : precision).replace(/e([+-])(\d)$/, 'e$10$2');
    return bad;
  }
  return bad;
}
