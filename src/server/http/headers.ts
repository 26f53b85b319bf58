import type { IncomingMessage } from 'node:http';

export type Received = Pick<IncomingMessage, 'rawHeaders' | 'method'>;

const longest = 4096;

/** The one value of a header; undefined when it is absent, null when it is there twice or too long to be honest. */
export function singleHeader(request: Received, name: string): string | null | undefined {
  const values = request.rawHeaders.filter(
    (_, at) => at % 2 === 1 && request.rawHeaders[at - 1]?.toLowerCase() === name,
  );
  if (values.length > 1 || (values[0]?.length ?? 0) > longest) return null;
  return values[0];
}

/** The value of the one cookie of this name; undefined when it is absent or there twice. */
export function cookieValue(request: Received, name: string): string | undefined {
  const header = singleHeader(request, 'cookie');
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined;
}
