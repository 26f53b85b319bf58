import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

type Headers = Record<string, string | string[]>;

/** They are about one connection, and each side makes its own. */
const hopByHop = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'expect', 'host'],
]);
/** What is between the browser and us, and no page of a node has to know. */
const between = /^(?:x-pupitre|x-forwarded|x-real-ip$|forwarded$)/;
/** What would be about the whole host: its other ports, and the course with its cookie. */
const aboutHost = new Set([
  ...['strict-transport-security', 'public-key-pins', 'alt-svc', 'clear-site-data', 'nel', 'report-to', 'expect-ct'],
]);
const ourCookie = /^(?:__Host-|__Secure-)?pupitre_/i;

/** What a node is asked, given what a browser has asked of the page's `origin`: nothing of it is the server's own. */
export function headersForNode(request: IncomingMessage, origin: string, nodeHost: string): Headers {
  const { referer = '', cookie = '', connection } = request.headers;
  const isOwnReferer = referer.startsWith(`${origin}/`);
  const cookies = cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !ourCookie.test(pair));
  return {
    ...passed(request.headersDistinct, connection, (name) => between.test(name) || /^(?:referer|cookie)$/.test(name)),
    host: nodeHost,
    // Without it, the length of the body would be anybody's guess.
    ...(request.headers['transfer-encoding'] !== undefined && { 'transfer-encoding': 'chunked' }),
    ...(request.headers.origin !== undefined && { origin: `http://${nodeHost}` }),
    ...(isOwnReferer && { referer: `http://${nodeHost}${referer.slice(origin.length)}` }),
    ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
  };
}

/** What a browser is told, given what a node has answered. */
export function headersForBrowser(answer: IncomingMessage, location: string | undefined): Headers {
  const cookies = (answer.headers['set-cookie'] ?? [])
    .filter((cookie) => !ourCookie.test(cookie.trim()))
    // Cookies of a whole domain would reach the pages of others.
    .map((cookie) => cookie.replace(/;\s*domain\s*=[^;]*/gi, ''));
  const isDropped = (name: string): boolean => aboutHost.has(name) || between.test(name) || name === 'set-cookie';
  return {
    ...passed(answer.headersDistinct, answer.headers.connection, isDropped),
    ...(location !== undefined && { location }),
    ...(cookies.length > 0 && { 'set-cookie': cookies }),
  };
}

/** All but those of one connection, and those that are dropped. */
function passed(
  headers: IncomingMessage['headersDistinct'],
  connection: IncomingHttpHeaders['connection'],
  isDropped: (name: string) => boolean,
): Headers {
  const named = new Set(
    (connection ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, values]) =>
      values === undefined || hopByHop.has(name) || named.has(name) || isDropped(name) ? [] : [[name, values]],
    ),
  );
}
