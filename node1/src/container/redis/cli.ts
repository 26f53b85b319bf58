import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AppletCall } from '../busybox/applet.ts';

/** `redis-cli`: one command from its arguments, or one a line from its input, with a prompt at a terminal. */
export async function redisCli({ place, io, args, signal }: AppletCall): Promise<number> {
  if (args.some((arg) => arg === '--version' || arg === '-v')) {
    io.stdout('redis-cli 7.0.15\n');
    return 0;
  }
  const { host, port, words } = parseArgs(args);
  const isShown = io.stdout.terminal !== undefined;
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
  const replies = createReplies(connection, isShown);
  const prompt = io.stdin.terminal === undefined ? '' : `${host ?? '127.0.0.1'}:${port}> `;
  try {
    if (words.length > 0) {
      await show(connection, replies, words, io.stdout);
      return 0;
    }
    let text = '';
    io.stdout(prompt);
    for await (const chunk of io.stdin) {
      text += Buffer.from(chunk).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines.map((each) => each.trim())) {
        if (line === 'quit' || line === 'exit') return 0;
        if (line !== '') await show(connection, replies, wordsOf(line), io.stdout);
        io.stdout(prompt);
      }
    }
    return 0;
  } finally {
    signal.removeEventListener('abort', stop);
    connection.destroy();
  }
}

/** The words of a line, of which some are in quotes. */
function wordsOf(line: string): readonly string[] {
  return (line.match(/"(?:[^"\\]|\\.)*"|'[^']*'|\S+/g) ?? []).map((word) =>
    word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word.startsWith("'") ? word.slice(1, -1) : word,
  );
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

/** A text as redis-cli shows it at a terminal. */
function quoted(bytes: string): string {
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };
  return `"${Array.from(bytes)
    .map(
      (char) =>
        escapes[char] ?? (char >= ' ' && char <= '~' ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`),
    )
    .join('')}"`;
}

/** With `typed`, what kind of reply it is is shown, as at a terminal. */
function createReplies(connection: Duplex, typed = false): Replies {
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
      if (length < 0) return [typed ? '(nil)' : ''];
      while (text.length < length + 2) if (!(await more())) return undefined;
      const found = text.slice(0, length);
      text = text.slice(length + 2);
      return [typed ? quoted(found) : found];
    }
    if (typed && first.startsWith(':')) return [`(integer) ${rest}`];
    if (typed && first.startsWith('-')) return [`(error) ${rest}`];
    if (!first.startsWith('*')) return [rest];
    const items: string[] = [];
    const width = rest.length;
    for (let index = 1; index <= Number(rest); index++) {
      const lines = (await next()) ?? [];
      // Each has its number, and what it holds itself is beside it.
      const number = `${String(index).padStart(width)}) `;
      items.push(
        ...lines.map((each, at) => (typed ? `${at === 0 ? number : ' '.repeat(number.length)}${each}` : each)),
      );
    }
    return items.length === 0 ? [typed ? '(empty array)' : ''] : items;
  }
  return { next };
}
