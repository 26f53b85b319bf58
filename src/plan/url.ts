import { type Message, message, verbatim } from '../messages/message.ts';
import { readServices, type ServiceHistory, type ShownCommand, type ShownService } from './services.ts';

/** A URL to fetch, or why there is none. */
export type ResolvedUrl = { readonly url: string } | { readonly unresolved: Message };

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly rest: string;
}

/** Ways to write the address of the node. */
const nodeHosts: readonly RegExp[] = [
  /^node[1xn]?$/i,
  /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])$/i,
  /^<.*>$|^\{.*\}$|^\(.*\)$|^\$/,
  // X.X.X.X, A.B.C.D, xxx.xxx.xxx.xxx
  /^(?:([a-z])\1{0,2}\.){3}([a-z])\2{0,2}$/i,
  // node-ip-address, NODE_IP, adresse-ip-du-noeud
  /^(?:[^.]*[-_])?ip(?:[-_][^.]*)?$/i,
  /^(?:your|votre|my|mon)[-_][^.]*$|^ip[._-]address/i,
];

/** `3xxxx`, `30xxx`, `XXXXX`: digits that are known, then digits that are not. */
const digitsPort = /^(\d{0,4})x{1,5}$/i;
/** `<port>`, `$NODEPORT`, `port`. */
const namedPort = /^(?:<.*>|\{.*\}|\$.*|[a-z_-]{0,20}port[a-z_-]{0,20})$/i;
const pathPlaceholder = /<[^>]*>|\$[A-Za-z{(]/;

/** True for a URL of the workshop itself, such as `http://node-ip-address:3xxxx/`; false for a link to documentation. */
export function isWorkshopUrl(url: string): boolean {
  const parts = split(url);
  return parts !== undefined && (isNode(parts.host) || portPattern(parts.port) !== undefined);
}

/**
 * Fills the placeholders of a URL: the node becomes `address`, a port such as `3xxxx` the NodePort of the service that the last
 * command to expose one was about, as the terminal showed it afterwards.
 *
 * Where that is not certain the URL stays unresolved: a page of another service may answer as well, and would pass for the right one.
 */
export function resolveUrl(url: string, history: readonly ShownCommand[], address: string): ResolvedUrl {
  const parts = split(url);
  if (!parts) return { unresolved: message('plan/no-web-page') };
  if (parts.host === '') return { unresolved: message('plan/no-host') };
  if (pathPlaceholder.test(parts.rest)) return { unresolved: message('plan/unknown-path', { path: parts.rest }) };
  const host = isNode(parts.host) ? address : parts.host;
  const complete = (port: string): string => `${parts.scheme}://${host}${port ? `:${port}` : ''}${parts.rest}`;
  const pattern = portPattern(parts.port);
  if (!pattern) return { url: complete(parts.port) };
  const chosen = choosePort(readServices(history), pattern, parts.port);
  return 'unresolved' in chosen ? chosen : { url: complete(chosen.port) };
}

function split(url: string): UrlParts | undefined {
  const match = /^(?:([a-z][a-z\d+.-]*):\/\/)?([^/?#]*)(.*)$/is.exec(url.trim());
  const [, scheme = 'http', authority = '', rest = ''] = match ?? [];
  if (!/^https?$/i.test(scheme)) return undefined;
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*):?(.*)$/.exec(authority) ?? [];
  return { scheme: scheme.toLowerCase(), host, port, rest };
}

function isNode(host: string): boolean {
  return nodeHosts.some((pattern) => pattern.test(host));
}

/** What the real port must look like; undefined when the port is no placeholder. */
function portPattern(port: string): RegExp | undefined {
  const [, digits] = digitsPort.exec(port) ?? [];
  if (digits !== undefined) return new RegExp(`^${digits}\\d+$`);
  return namedPort.test(port) ? /^\d+$/ : undefined;
}

type ChosenPort = { readonly port: string } | { readonly unresolved: Message };

function choosePort({ services, makings }: ServiceHistory, pattern: RegExp, placeholder: string): ChosenPort {
  const portsOf = (some: readonly ShownService[]): { service: string; port: string }[] =>
    some.flatMap(({ name, nodePorts }) =>
      nodePorts.filter((port) => pattern.test(port)).map((port) => ({ service: name, port })),
    );
  const all = portsOf(services);
  const known =
    all.length > 0
      ? message('text/list', { parts: all.map((each) => message('plan/known-port', each)) })
      : message('plan/no-known-port');

  for (const { at, names, nodePort } of makings.toReversed()) {
    // With no name, what was never shown before must be meant.
    const shown = services.filter((service) =>
      names.length > 0 ? names.includes(service.name) && service.at >= at : service.since >= at,
    );
    const ports = portsOf(shown);
    const [first, ...others] = ports;
    if (first && others.length === 0) return { port: first.port };
    const service = names.length > 0 ? verbatim(names.join(', ')) : message('plan/last-installed');
    if (first) {
      return { unresolved: message('plan/several-ports', { service, ports: ports.map(({ port }) => port) }) };
    }
    const allShown = names.length > 0 && names.every((name) => shown.some((service) => service.name === name));
    // It turned out to have no NodePort, so the one before it is meant.
    if (!nodePort && allShown) continue;
    return { unresolved: message('plan/no-port-shown', { placeholder, service, known }) };
  }
  const [only, ...others] = all;
  if (only && others.length === 0) return { port: only.port };
  return { unresolved: message('plan/unknown-port', { placeholder, known }) };
}
