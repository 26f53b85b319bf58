/** What a redis command answers (the RESP2 protocol): text is binary-safe, one character a byte. */
export type Reply =
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'bulk'; readonly text: string | null }
  | { readonly kind: 'array'; readonly items: readonly Reply[] };

/** `+OK` */
export const ok: Reply = { kind: 'status', text: 'OK' };
/** An error, with its first word: `ERR syntax error`. */
export function error(text: string): Reply {
  return { kind: 'error', text };
}
/** A number. */
export function integer(value: number): Reply {
  return { kind: 'integer', value };
}
/** A string, or nil. */
export function bulk(text: string | null | undefined): Reply {
  return { kind: 'bulk', text: text ?? null };
}
/** Strings. */
export function array(texts: Iterable<string | null | undefined>): Reply {
  return {
    kind: 'array',
    items: [...texts].map(bulk),
  };
}

/** A reply as bytes, one character a byte. */
export function encode(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'bulk':
      return reply.text === null ? '$-1\r\n' : `$${reply.text.length}\r\n${reply.text}\r\n`;
    case 'array':
      return `*${reply.items.length}\r\n${reply.items.map(encode).join('')}`;
  }
}

/** A request that breaks the protocol; the connection is closed after it. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const largest = 64 * 1024 * 1024;

/** Takes requests out of what a client sends, in either form: an array of strings, or one line of words. */
export function createRequests(): { feed(data: Buffer): readonly (readonly string[])[] } {
  let text = '';
  return {
    feed(data) {
      text += data.toString('latin1');
      const requests: string[][] = [];
      let at = 0;
      for (let next = parseRequest(text, at); next !== undefined; next = parseRequest(text, at)) {
        if (next.words.length > 0) requests.push(next.words);
        at = next.end;
      }
      text = text.slice(at);
      if (text.length > largest) throw new ProtocolError('Protocol error: too big request');
      return requests;
    },
  };
}

function parseRequest(text: string, start: number): { words: string[]; end: number } | undefined {
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd < 0) return undefined;
  const line = text.slice(start, lineEnd).replace(/\r$/, '');
  if (!line.startsWith('*')) return { words: line.split(/\s+/).filter(Boolean), end: lineEnd + 1 };

  const count = Number(line.slice(1));
  if (!Number.isInteger(count) || count > 1_000_000)
    throw new ProtocolError('Protocol error: invalid multibulk length');
  const words: string[] = [];
  let at = lineEnd + 1;
  while (words.length < count) {
    const end = text.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const length = Number(text.slice(at + 1, end));
    if (text[at] !== '$' || !Number.isInteger(length) || length < 0 || length > largest) {
      throw new ProtocolError('Protocol error: invalid bulk length');
    }
    if (text.length < end + 2 + length + 2) return undefined;
    words.push(text.slice(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return { words, end: at };
}
