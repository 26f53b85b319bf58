/** `instructor`: whoever opened the printed address; sees the class and leads it. */
type Role = 'instructor' | 'student';

/** Somebody who takes part: one person has one place, from whatever browser. */
export interface Person {
  readonly id: string;
  /** As shown; unique in the class, whatever its case and accents of composition. */
  readonly name: string;
  readonly role: Role;
}

/** Characters of a name. */
export const longestName = 40;

/** A name as it is shown; undefined for one that is empty, too long, or has characters that nobody sees. */
export function nameOf(text: string): string | undefined {
  const name = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  // Controls, and what is invisible or turns the direction of the text around.
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(name.replaceAll('\u200d', '')) || !/[\p{L}\p{N}]/u.test(name))
    return undefined;
  return Array.from(name).length > longestName ? undefined : name;
}

/** Names with the same key are the same person's. */
export function keyOfName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** A name that nobody has: the wanted one, with a number where somebody else has it; one that is made where none is wanted. */
export function unusedName(wanted: string | undefined, persons: Iterable<Person>): string {
  const taken = new Set([...persons].map(({ name }) => keyOfName(name)));
  for (let number = 1; ; number++) {
    const end = number === 1 && wanted !== undefined ? '' : ` ${number}`;
    const name = Array.from(wanted ?? 'Student')
      .slice(0, longestName - end.length)
      .join('');
    if (!taken.has(keyOfName(name + end))) return name + end;
  }
}
