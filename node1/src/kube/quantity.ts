const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The pattern that the API server prints for what is not a quantity. */
const pattern = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

/** A quantity of the API (`100m`, `128Mi`, `1e3`) as a number; undefined for what is none. */
export function parseQuantity(text: string | number): number | undefined {
  const [, digits = '', suffix = ''] = pattern.exec(String(text).slice(0, 64)) ?? [];
  const factor = suffixes[suffix] ?? (/^[eE][-+]?\d+$/.test(suffix) ? Number(`1${suffix}`) : Number.NaN);
  const number = digits === '' ? Number.NaN : Number(digits) * factor;
  return Number.isFinite(number) ? number : undefined;
}

const decimal: readonly (readonly [string, number])[] = [
  ...(['E', 'P', 'T', 'G', 'M', 'k', ''] as const).map((suffix) => [suffix, suffixes[suffix] ?? 1] as const),
  ['m', 1e-3],
  ['u', 1e-6],
  ['n', 1e-9],
];
const binary = (['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki', ''] as const).map(
  (suffix) => [suffix, suffixes[suffix] ?? 1] as const,
);

/** A number with the largest suffix that leaves no fraction, as the API writes quantities. */
export function formatQuantity(value: number, form: 'decimal' | 'binary' = 'decimal'): string {
  if (value === 0) return '0';
  if (form === 'binary' && Math.abs(value) >= 1024) {
    const [suffix, factor] = binary.find(([, each]) => Number.isInteger(value / each)) ?? ['', 1];
    return `${value / factor}${suffix}`;
  }
  const fits = ([, factor]: readonly [string, number]): boolean => {
    const count = value / factor;
    return Math.abs(count) >= 1 && Math.abs(count - Math.round(count)) < 1e-9 * Math.max(1, Math.abs(count));
  };
  const [suffix, factor] = decimal.find(fits) ?? ['n', 1e-9];
  return `${Math.round(value / factor)}${suffix}`;
}

/** The form in which a quantity was written, which is kept through sums: `Mi` stays binary. */
export function formOf(text: string | number): 'decimal' | 'binary' {
  return String(text).endsWith('i') ? 'binary' : 'decimal';
}

/** A quantity as the API server shows it again: `0.5` is `500m`, `1024Mi` is `1Gi`; what is none stays. */
function canonicalQuantity(text: string | number): string {
  const written = String(text);
  const value = parseQuantity(written);
  if (value === undefined) return written;
  const exponent = /[eE][-+]?\d+$/.test(written);
  if (exponent)
    return value >= 1000 && Number.isInteger(value)
      ? value
          .toExponential()
          .replace('+', '')
          .replace(/\.(\d+)e/, 'e')
      : written;
  return formatQuantity(value, formOf(written));
}

/** All quantities of a map as the API server shows them. */
export function canonicalQuantities(map: Record<string, string> | undefined): void {
  if (map === undefined) return;
  for (const [name, text] of Object.entries(map)) map[name] = canonicalQuantity(text);
}
