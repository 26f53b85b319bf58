import dns from 'node:dns';
import { isIP } from 'node:net';
import type { Language } from '../../messages/codes.ts';
import { refusal, word } from '../../messages/message.ts';
import { nameNotFound } from './errors.ts';
import type { Parent } from './parent.ts';

/** The address of a name, as this container has it; throws `getaddrinfo ENOTFOUND`. */
export type Lookup = (name: string, all: boolean) => Promise<string>;

type Callback = (error: Error | null, address?: string | dns.LookupAddress[], family?: number) => void;

/** A lookup by the virtual network alone. */
export function createLookup(parent: Parent, hostname: string): Lookup {
  return async (name, all) => {
    if (isIP(name) !== 0) return name;
    if (name === 'localhost' || name === hostname) return '127.0.0.1';
    const address = await parent.resolve(name);
    if (address === undefined) throw nameNotFound(name, all);
    return address;
  };
}

/** Puts the lookup in the place of Node's. Questions to a name server are refused: there is none. */
export function patchDns(lookup: Lookup, lang: Language): void {
  dns.lookup = ((name: string, ...rest: unknown[]) => {
    const callback = rest.at(-1) as Callback;
    const all = rest.length > 1 && isAll(rest[0]);
    lookup(name, all).then(
      (address) => {
        const family = isIP(address);
        // Outside of the promise, so that an error in the callback is the program's own.
        setImmediate(() => {
          if (all) callback(null, [{ address, family }]);
          else callback(null, address, family);
        });
      },
      (error: unknown) => {
        setImmediate(() => {
          callback(error as Error);
        });
      },
    );
  }) as typeof dns.lookup;
  dns.promises.lookup = (async (name: string, options?: unknown) => {
    const all = isAll(options);
    const address = await lookup(name, all);
    const found = { address, family: isIP(address) };
    return all ? [found] : found;
  }) as typeof dns.promises.lookup;
  for (const target of [dns, dns.promises] as unknown as Record<string, unknown>[]) {
    for (const name of Object.keys(target)) {
      if (/^(resolve|reverse|lookupService)/.test(name)) target[name] = () => notSimulated(`dns.${name}`, lang);
    }
  }
}

/** Says that the rehearsal has no such thing. */
export function notSimulated(what: string, lang: Language): never {
  throw new Error(word(refusal(what), lang));
}

function isAll(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'all' in options && options.all === true;
}
