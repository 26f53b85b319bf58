import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** Sends one command over a connection of its own to redis and closes it: a text, a number, or null. Throws what redis complains of. */
export async function redisCall(
  connection: Duplex,
  words: readonly (string | Uint8Array)[],
  signal: AbortSignal,
): Promise<string | number | null> {
  const parts = words.map((part) => Buffer.from(part as string));
  const lines = parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')]);
  try {
    connection.write(Buffer.concat([Buffer.from(`*${parts.length}\r\n`), ...lines]));
    let received = '';
    for (;;) {
      const [chunk] = (await once(connection, 'data', { signal })) as [Buffer];
      received += chunk.toString('latin1');
      const answer = decode(received);
      if (answer !== undefined) return answer;
    }
  } finally {
    connection.destroy();
  }
}

/** `+text`, `:number`, `-error`, or `$length` and as much after it; undefined when more must come first. */
function decode(received: string): string | number | null | undefined {
  const end = received.indexOf('\r\n');
  if (end < 0) return undefined;
  const line = received.slice(1, end);
  if (received.startsWith('-')) throw new Error(line);
  if (received.startsWith(':')) return Number(line);
  if (received.startsWith('+')) return line;
  if (line === '-1') return null;
  const text = received.slice(end + 2);
  return text.length >= Number(line) + 2 ? text.slice(0, Number(line)) : undefined;
}
