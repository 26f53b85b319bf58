import { longestName, nameOf } from '../class/person.ts';

/** What a provider says of a person. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Whether somebody is among those of a list: `*`, an email or `@domain` (which count when the provider has verified the email), or
 * `claim=value`, where the claim may be a list.
 */
export function isAmong(claims: Claims, list: readonly string[]): boolean {
  const { email, email_verified } = claims;
  const known = typeof email === 'string' && email_verified === true ? email.toLowerCase() : undefined;
  return list.some((entry) => {
    if (entry === '*') return true;
    const [, claim = '', value] = /^([^=@]+)=(.*)$/s.exec(entry) ?? [];
    if (value !== undefined) return [claims[claim]].flat().some((each) => textOf(each) === value);
    const wanted = entry.toLowerCase();
    return wanted.startsWith('@') ? known?.slice(known.lastIndexOf('@')) === wanted : known === wanted;
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** How a person is called in the class; undefined where the provider says nothing that can be shown. */
export function nameIn(claims: Claims): string | undefined {
  const { name, given_name, family_name, preferred_username, email } = claims;
  const parts = [given_name, family_name].filter((part) => typeof part === 'string').join(' ');
  const candidates = [name, parts, preferred_username, typeof email === 'string' ? email.split('@')[0] : undefined];
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const found = nameOf(Array.from(candidate.trim()).slice(0, longestName).join(''));
    if (found !== undefined) return found;
  }
  return undefined;
}
