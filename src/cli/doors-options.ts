import { message } from '../messages/message.ts';
import { type TrustedProxies, trustedProxies } from '../server/http/client-address.ts';
import type { Listening } from '../server/http/listen.ts';
import { UsageError } from './errors.ts';

/** Where the page is: for who has started the server, and for other machines, of which there may be none. */
export type Addresses = Pick<Listening, 'origin' | 'publicOrigins'>;

/** The addresses of a server, which are those of its proxy where there is one. */
export function addressesOf(listening: Addresses, urls: readonly URL[]): Addresses {
  const [origin, ...more] = urls.map((url) => url.origin);
  return origin === undefined ? listening : { origin, publicOrigins: [origin, ...more] };
}

/** The addresses of `--public-url`. Throws UsageError for what is none. */
export function publicUrls(texts: readonly string[]): readonly URL[] {
  return texts.map((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const isPlain = url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
    if (isPlain) return url;
    throw new UsageError(
      message('cli/in-option', { option: `--public-url ${text}`, mistake: message('cli/public-url-form') }),
    );
  });
}

/** The proxies of `--trust-proxy`, where there is one in front: at the addresses of `--public-url`. Throws UsageError. */
export function proxiesInFront(text: string | undefined, urls: readonly URL[]): TrustedProxies | undefined {
  if (text === undefined) return undefined;
  if (urls.length === 0) throw new UsageError(message('cli/proxy-without-url'));
  const trusts = trustedProxies(text);
  if (trusts) return trusts;
  throw new UsageError(
    message('cli/in-option', { option: `--trust-proxy ${text}`, mistake: message('cli/trust-proxy-form') }),
  );
}
