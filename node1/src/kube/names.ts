import { createHash, randomBytes, randomInt } from 'node:crypto';

/** The characters of generated names: no vowels, and nothing that looks like one (apimachinery's `rand`). */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five random characters, as `generateName` appends them. */
export function randomSuffix(): string {
  return Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** `count` random hexadecimal digits. */
export function randomHex(count: number): string {
  return randomBytes(Math.ceil(count / 2))
    .toString('hex')
    .slice(0, count);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** The same text for equal values, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/**
 * The `pod-template-hash` of a template: eight to ten characters that depend on the template alone. Kubernetes hashes a
 * dump of its Go structures instead, so the characters differ from those of a real cluster; their alphabet and length
 * do not (`SafeEncodeString` of a 32 bit number in decimal).
 */
export function templateHash(template: unknown): string {
  const hash = createHash('sha256').update(canonicalJson(template)).digest().readUInt32BE(0);
  return Array.from(String(hash), (digit) => alphabet.charAt(digit.charCodeAt(0) % alphabet.length)).join('');
}
