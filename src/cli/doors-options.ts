import { message } from '../messages/message.ts';
import { type TrustedProxies, trustedProxies } from '../server/http/client-address.ts';
import type { Listening } from '../server/http/listen.ts';
import { originsByName, originsByPort, type PageOrigins } from '../server/pages/page-origins.ts';
import { UsageError } from './errors.ts';

const leastPort = 1024;
const mostPort = 65_535;
const defaultPagePorts = 500;

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

/** Where the pages of nodes are, as `--page-hosts` or `--page-ports` says, or at ports after that of the server. Throws UsageError. */
export function pageOriginsOf(
  options: {
    readonly host?: string;
    readonly name: readonly string[];
    readonly pagePorts?: string;
    readonly pageHosts?: string;
  },
  urls: readonly URL[],
  trusts: TrustedProxies | undefined,
): (port: number) => PageOrigins {
  const { host, name, pagePorts, pageHosts } = options;
  if (pageHosts !== undefined) {
    const domain = domainOf(pageHosts, urls);
    return () => originsByName(domain, urls);
  }
  const chosen = pagePorts === undefined ? undefined : portsOf(pagePorts);
  return (port) => {
    const [first, last] = chosen ?? portsAfter(port);
    return originsByPort({
      ...{ first, last, areChosen: chosen !== undefined, publicUrls: urls, publicNames: name },
      ...(host !== undefined && { host }),
      ...(trusts && { trusts }),
    });
  };
}

function domainOf(text: string, urls: readonly URL[]): string {
  if (urls.length === 0) throw new UsageError(message('cli/page-hosts-without-url'));
  const [, domain = ''] = /^\*\.([\w-]+(?:\.[\w-]+)*)$/.exec(text) ?? [];
  if (domain !== '') return domain.toLowerCase();
  throw new UsageError(
    message('cli/in-option', { option: `--page-hosts ${text}`, mistake: message('cli/page-hosts-form') }),
  );
}

function portsOf(text: string): readonly [number, number] {
  const [first = 0, last = 0] = /^\d+-\d+$/.test(text) ? text.split('-').map(Number) : [];
  if (first >= leastPort && first <= last && last <= mostPort) return [first, last];
  throw new UsageError(
    message('cli/in-option', { option: `--page-ports ${text}`, mistake: message('cli/page-ports-form') }),
  );
}

/** Not those that the next servers on this machine would choose. */
function portsAfter(port: number): readonly [number, number] {
  const first = Math.max(leastPort, port + 11);
  return first + defaultPagePorts > mostPort
    ? [leastPort, leastPort + defaultPagePorts]
    : [first, first + defaultPagePorts];
}
