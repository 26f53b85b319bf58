import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSocket } from 'ws';
import type { Admission } from '../../src/protocol.ts';
import { TestClient } from './test-hub.ts';

const cli = resolve(import.meta.dirname, '../../dist/cli.js');

/** `pupitre serve` as a process of its own, with a password, in a folder of its own that holds a deck. */
export async function startServe(markdown: string, args: readonly string[] = [], files: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-served-'));
  writeFileSync(join(folder, 'deck.md'), markdown);
  writeFileSync(join(folder, 'password'), 'open sesame\n');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const where = args.includes('--target') ? [] : ['--target', 'local', '--shared-user'];
  const child = spawn(
    process.execPath,
    [cli, 'serve', 'deck.md', '--port', '0', '--password-file', 'password', ...where, ...args],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, LANG: 'C.UTF-8' },
    },
  );
  const ended = once(child, 'close') as Promise<[number | null]>;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = await new Promise<string>((found, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [address] = /https?:\/\/\S+#token=\S+/.exec(said) ?? [];
      if (address !== undefined) found(address);
    });
    void ended.then(([code]) => {
      // One that does not start is not closed by anybody.
      if (!said.includes('#token=')) rmSync(folder, { recursive: true, force: true });
      fail(new Error(`pupitre serve ended with ${code}: ${said}`));
    });
  });
  const { origin, host, port } = new URL(url);
  const token = url.replace(/.*#token=/, '');

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(origin + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin, ...headers },
    });
  /** Keys of those who have come in, by their cookies. */
  const keys = new Map<string, string>();
  /** Comes in; the cookie. */
  async function enter(body: object = { password: 'open sesame' }): Promise<string> {
    const response = await post('/login', body);
    if (response.status !== 200) throw new Error(`/login answered ${response.status}`);
    const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    keys.set(cookie, ((await response.json()) as Admission).key);
    return cookie;
  }
  const socket = (cookie: string, from = origin): WebSocket =>
    new WebSocket(`ws://${host}/socket`, { origin: from, headers: cookie === '' ? {} : { cookie } });
  /** A window that has said hello, and may have to wait for its node. */
  async function waits(cookie: string): Promise<TestClient> {
    const made = new TestClient(socket(cookie));
    await made.opened;
    made.send({ type: 'hello', key: keys.get(cookie) ?? '' });
    return made;
  }
  /** A window that has been let in. */
  async function client(cookie: string): Promise<TestClient> {
    const made = await waits(cookie);
    await made.receives('welcome');
    return made;
  }
  /** Sends exactly these lines; returns all that comes until the server closes. */
  async function raw(...lines: readonly string[]): Promise<string> {
    const plain = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    let text = '';
    plain.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    plain.on('error', () => plain.destroy());
    const over = Promise.race([once(plain, 'end'), once(plain, 'close')]);
    plain.write(`${lines.join('\r\n')}\r\n\r\n`);
    await over;
    plain.destroy();
    return text;
  }
  return {
    ...{ url, origin, host, port: Number(port), token, folder, pid: child.pid ?? 0 },
    /** The port on which it listens, where it was chosen. */
    upstream: Number(args[args.indexOf('--port') + 1]),
    ...{ post, enter, keys, socket, waits, client, raw },
    said: () => said,
    /** Bytes of memory that the process has. */
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1]) * 1024,
    async close(): Promise<number | null> {
      child.kill('SIGINT');
      const [code] = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

export type Served = Awaited<ReturnType<typeof startServe>>;

/** How a socket ended: its close code, or the HTTP status that refused it. */
export function endOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', resolve);
  });
}
