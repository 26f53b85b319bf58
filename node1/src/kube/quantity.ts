const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
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
