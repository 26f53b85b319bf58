/** Addresses that follow each other: `172.18.0.0/16`. */
export interface Subnet {
  readonly base: number;
  readonly size: number;
  readonly bits: number;
}

/** A subnet of its text; undefined where it is none. */
export function subnetOf(text: string): Subnet | undefined {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(text) ?? [];
  const bits = Number(length);
  if (address === undefined || bits > 32 || Number.isNaN(numberOf(address))) return undefined;
  const size = 2 ** (32 - bits);
  return { base: Math.floor(numberOf(address) / size) * size, size, bits };
}

/** An address as a number; NaN where it is none. */
export function numberOf(address: string): number {
  const parts = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : NaN));
  if (parts.length !== 4 || parts.some((part) => part > 255)) return NaN;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** A number as an address. */
export function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

export function overlaps(a: Subnet, b: Subnet): boolean {
  return a.base < b.base + b.size && b.base < a.base + a.size;
}

export function hasAddress({ base, size }: Subnet, address: string): boolean {
  const number = numberOf(address);
  return number >= base && number < base + size;
}

/** The first one that a host may have. */
export function firstAddress({ base }: Subnet): number {
  return base + 1;
}

/** docker's MAC address for an IPv4 address: `02:42:ac:11:00:02`. */
export function macOf(address: string): string {
  return ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}
