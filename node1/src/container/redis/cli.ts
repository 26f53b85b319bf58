import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AppletCall } from '../busybox/applet.ts';

/** `redis-cli`, as a container without a terminal shows it: one command from its arguments, or one a line from its input. */
export async function redisCli({ place, io, args, signal }: AppletCall): Promise<number> {
  const { host, port, words } = parseArgs(args);
  const address = host === undefined ? place.spec.address : (place.network.resolve(host, place.spec.namespace) ?? host);
  let connection: Duplex;
  try {
    connection = await place.network.connect(address, port);
  } catch {
    const unknown = host !== undefined && address === host && host !== 'localhost' && isIP(host) === 0;
    const why = unknown ? 'Name or service not known' : 'Connection refused';
    io.stderr(`Could not connect to Redis at ${host ?? '127.0.0.1'}:${port}: ${why}\n`);
    return 1;
  }
  const stop = () => connection.destroy();
  signal.addEventListener('abort', stop);
  const replies = createReplies(connection);
  try {
    if (words.length > 0) {
      await show(connection, replies, words, io.stdout);
      return 0;
    }
    let text = '';
    for await (const chunk of io.stdin) {
      text += Buffer.from(chunk).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines.map((each) => each.trim()).filter(Boolean)) {
        if (line === 'quit' || line === 'exit') return 0;
        await show(connection, replies, line.split(/\s+/), io.stdout);
      }
    }
    return 0;
  } finally {
    signal.removeEventListener('abort', stop);
    connection.destroy();
  }
}

function parseArgs(args: readonly string[]): { host: string | undefined; port: number; words: readonly string[] } {
  let host: string | undefined;
  let port = 6379;
  let index = 0;
  for (; args[index]?.startsWith('-') === true; index += 2) {
    if (args[index] === '-h') host = args[index + 1];
    else if (args[index] === '-p') port = Number(args[index + 1]);
  }
  return { host, port, words: args.slice(index) };
}

async function show(
  connection: Duplex,
  replies: Replies,
  words: readonly string[],
  write: (text: string) => void,
): Promise<void> {
  const parts = words.map((word) => {
    const bytes = Buffer.from(word);
    return `$${bytes.length}\r\n${bytes.toString('latin1')}\r\n`;
  });
  connection.write(Buffer.from(`*${words.length}\r\n${parts.join('')}`, 'latin1'));
  const lines = await replies.next();
  // The server has gone: it was told to shut down.
  if (lines !== undefined) write(Buffer.from(`${lines.join('\n')}\n`, 'latin1').toString());
}

interface Replies {
  /** The next reply as its lines; undefined when the connection has ended. */
  next(): Promise<readonly string[] | undefined>;
}

function createReplies(connection: Duplex): Replies {
  const input = connection[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let text = '';
  async function more(): Promise<boolean> {
    const next = await input.next().catch(() => undefined);
    if (next === undefined || next.done === true) return false;
    text += next.value.toString('latin1');
    return true;
  }
  async function line(): Promise<string | undefined> {
    while (!text.includes('\r\n')) if (!(await more())) return undefined;
    const end = text.indexOf('\r\n');
    const found = text.slice(0, end);
    text = text.slice(end + 2);
    return found;
  }
  async function next(): Promise<readonly string[] | undefined> {
    const first = await line();
    if (first === undefined) return undefined;
    const rest = first.slice(1);
    if (first.startsWith('$')) {
      const length = Number(rest);
      if (length < 0) return [''];
      while (text.length < length + 2) if (!(await more())) return undefined;
      const found = text.slice(0, length);
      text = text.slice(length + 2);
      return [found];
    }
    if (!first.startsWith('*')) return [rest];
    const items: string[] = [];
    for (let count = Number(rest); count > 0; count--) items.push(...((await next()) ?? []));
    return items.length === 0 ? [''] : items;
  }
  return { next };
}
