// A small redis client: one connection, one command, one answer.
// The protocol: https://redis.io/docs/latest/develop/reference/protocol-spec/
import net from 'node:net';

const { hostname, port } = new URL(process.env.REDIS_URL ?? 'redis://redis:6379');

/** Sends one command; resolves to its answer: a string, a number, or null. */
export async function redis(...words) {
  const socket = net.connect({ host: hostname, port: Number(port || 6379) });
  // A connection to a pod that is gone may never answer, nor fail.
  socket.setTimeout(5000, () => socket.destroy(new Error(`redis at ${hostname} did not answer within 5 s`)));
  socket.write(encode(words));

  let received = '';
  for await (const chunk of socket) {
    received += chunk.toString('latin1');
    const answer = decode(received);
    if (answer !== undefined) return answer;
  }
  throw new Error(`redis at ${hostname} closed the connection without an answer`);
}

/** `*2`, then for each word its length in bytes and the word itself. */
function encode(words) {
  const parts = words.map((word) => (Buffer.isBuffer(word) ? word : Buffer.from(String(word))));
  return Buffer.concat([
    Buffer.from(`*${parts.length}\r\n`),
    ...parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')]),
  ]);
}

/** `+text`, `:number`, `-error`, or `$length` and then so many bytes; undefined when more must come first. */
function decode(received) {
  const end = received.indexOf('\r\n');
  if (end < 0) return undefined;
  const line = received.slice(1, end);
  if (received[0] === '-') throw new Error(`redis at ${hostname}: ${line}`);
  if (received[0] === ':') return Number(line);
  if (received[0] === '+') return line;
  if (line === '-1') return null;
  const text = received.slice(end + 2);
  return text.length >= Number(line) + 2 ? text.slice(0, Number(line)) : undefined;
}
