import type { IncomingMessage } from 'node:http';

export type Received = Pick<IncomingMessage, 'rawHeaders' | 'method'>;

/** Header with the key of a page, where its cookie is not enough. */
export const keyHeader = 'X-Pupitre-Key';

const longest = 4096;

/** The one value of a header; undefined when it is absent, null when it is there twice or too long to be honest. */
export function singleHeader(request: Received, name: string): string | null | undefined {
  const values = request.rawHeaders.filter(
    (_, at) => at % 2 === 1 && request.rawHeaders[at - 1]?.toLowerCase() === name,
  );
  if (values.length > 1 || (values[0]?.length ?? 0) > longest) return null;
  return values[0];
}

/** The values of all cookies of this name. */
export function cookieValues(request: Received, name: string): readonly string[] {
  const header = singleHeader(request, 'cookie');
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
