import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Without those that are taken for one another. */
const letters = '23456789abcdefghjkmnpqrstuvwxyz';

/** Names a person, or a class; nobody can guess it. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** A code that people can read out and type: about 40 bits. */
export function newCode(): string {
  const parts = [4, 4].map((length) => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''));
  return parts.join('-');
}

/** Codes are the same in capitals and without dashes. */
export function hashOf(code: string): string {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest('hex');
}

/** Compares hashes. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
