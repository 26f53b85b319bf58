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
  const headers = passed(request.headersDistinct, request.headers.connection);
  for (const name of Object.keys(headers)) if (between.test(name)) delete headers[name];
  headers['host'] = nodeHost;
  // Without it, the length of the body would be anybody's guess.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  if (request.headers.origin !== undefined) headers['origin'] = `http://${nodeHost}`;
  const { referer, cookie } = request.headers;
  delete headers['referer'];
  if (referer?.startsWith(`${origin}/`) === true) headers['referer'] = `http://${nodeHost}${referer.slice(origin.length)}`;
  const cookies = (cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !ourCookie.test(pair));
  delete headers['cookie'];
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  return headers;
}

/** What a browser is told, given what a node has answered. */
export function headersForBrowser(answer: IncomingMessage, location: string | undefined): Headers {
  const headers = passed(answer.headersDistinct, answer.headers.connection);
  for (const name of Object.keys(headers)) if (aboutHost.has(name) || between.test(name)) delete headers[name];
  if (location !== undefined) headers['location'] = location;
  const cookies = (answer.headers['set-cookie'] ?? [])
    .filter((cookie) => !ourCookie.test(cookie.trim()))
    // Cookies of a whole domain would reach the pages of others.
    .map((cookie) => cookie.replace(/;\s*domain\s*=[^;]*/gi, ''));
  delete headers['set-cookie'];
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return headers;
}

/** All but those of one connection. */
function passed(headers: IncomingMessage['headersDistinct'], connection: IncomingHttpHeaders['connection']): Headers {
  const named = new Set((connection ?? '').toLowerCase().split(',').map((name) => name.trim()));
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, values]) =>
      values === undefined || hopByHop.has(name) || named.has(name) ? [] : [[name, values]],
    ),
  );
}
