import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { WebSocketServer } from 'ws';
import { parseDeck } from '../../src/deck/deck.ts';
import { builtinMatchers } from '../../src/match/matchers.ts';
import { planDeck } from '../../src/plan/plan.ts';
import type { Admission } from '../../src/protocol.ts';
import { builtinActions } from '../../src/run/actions/actions.ts';
import { Classroom } from '../../src/server/class/classroom.ts';
import { memoryStore } from '../../src/server/class/memory-store.ts';
import { createApp } from '../../src/server/http/app.ts';
import { createAuth, type Identity } from '../../src/server/http/auth.ts';
import { createDoors } from '../../src/server/http/doors.ts';
import { listen } from '../../src/server/http/listen.ts';
import { localTarget } from '../../src/target/local.ts';

/** A real server on a free port, with a deck and browser files of its own. */
export async function startApp(password?: string, address?: string) {
  const root = mkdtempSync(join(tmpdir(), 'pupitre-server-'));
  const deckRoot = join(root, 'deck');
  const browserRoot = join(root, 'browser');
  for (const folder of [join(deckRoot, '.git'), browserRoot]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'secret.png'), 'secret');
  writeFileSync(join(deckRoot, '.git/a.png'), 'secret');
  writeFileSync(join(deckRoot, '.hidden.png'), 'secret');
  writeFileSync(join(deckRoot, 'slides.md'), 'secret');
  writeFileSync(join(deckRoot, 'é a.png'), 'picture');
  writeFileSync(join(deckRoot, 'a.svg'), '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  symlinkSync(join(root, 'secret.png'), join(deckRoot, 'out.png'));
  symlinkSync(root, join(deckRoot, 'up'));
  const script = 'const a = 1;\n'.repeat(1000);
  writeFileSync(join(browserRoot, 'page-a1b2c3d4.js'), script);
  writeFileSync(join(browserRoot, 'page-a1b2c3d4.js.br'), brotliCompressSync(script));
  writeFileSync(join(browserRoot, 'page-a1b2c3d4.js.gz'), gzipSync(script));
  writeFileSync(join(browserRoot, 'small-a1b2c3d4.js'), 'small();');

  const time = { now: 0 };
  const listening = await listen({
    port: 0,
    hasPassword: password !== undefined,
    ...(address === undefined ? {} : { host: address }),
  });
  const store = memoryStore();
  const classroom = new Classroom({
    store,
    limits: { initial: 0, reserved: 0, max: 4 },
    workspace: {
      plan: planDeck(parseDeck('# A', { file: 'deck.md' }), { matchers: builtinMatchers }).plan,
      actions: builtinActions,
      target: () => localTarget({ environment: process.env, cwd: '/' }),
      ...{ startMs: 20_000, lang: 'en', slides: [1], version: '1' },
    },
    onError: (error) => {
      throw error;
    },
  });
  const instructor = classroom.instructor('Instructor');
  const auth = createAuth({
    doors: createDoors({ hosts: listening.hosts }),
    port: listening.port,
    now: () => time.now,
    store,
    onError: (error) => {
      throw error;
    },
    ...(password === undefined ? {} : { password }),
  });
  const page = `the page\n${'<p>a slide</p>\n'.repeat(1000)}`;
  const visits: Identity[] = [];
  const onVisit = (identity: Identity): void => {
    visits.push(identity);
  };
  const app = createApp({
    title: 'A <b>course</b>',
    page: () => page,
    ...{ auth, classroom, onVisit, deckRoot, browserRoot },
    publicOrigins: listening.publicOrigins,
  });
  listening.server.on('request', (request, response) => {
    app(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  listening.server.on('upgrade', (request, socket, head) => {
    const authorized = auth.authorizeUpgrade(request);
    if ('status' in authorized) socket.end(`HTTP/1.1 ${authorized.status} No\r\nConnection: close\r\n\r\n`);
    else
      sockets.handleUpgrade(request, socket, head, (client) => {
        client.close();
      });
  });

  const host = `127.0.0.1:${listening.port}`;
  const origin = `http://${host}`;

  /** Sends exactly these lines and a body; returns all that comes until the server closes. */
  async function raw(lines: readonly string[], body = ''): Promise<string> {
    const socket = connect(listening.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', () => socket.destroy());
    socket.write([...lines, '', body].join('\r\n'));
    await once(socket, 'close');
    return text;
  }
  const get = (path: string, ...headers: readonly string[]) =>
    raw([`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers]);
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(origin + path, { method: 'POST', body, headers: { 'content-type': 'application/json', origin, ...headers } });
  async function comeIn(): Promise<{ readonly cookie: string; readonly key: string }> {
    const response = await post('/login', JSON.stringify({ token: auth.issueToken(instructor.id) }));
    const { key } = (await response.json()) as Admission;
    return { cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '', key };
  }
  const enter = async (): Promise<string> => (await comeIn()).cookie;
  async function invite(): Promise<Response> {
    const { cookie, key } = await comeIn();
    return await post('/invite', '', { cookie, 'x-pupitre-key': key });
  }
  async function close(): Promise<void> {
    await listening.close();
    await classroom.close();
    rmSync(root, { recursive: true });
  }
  return {
    ...listening,
    page,
    visits,
    auth,
    classroom,
    instructor,
    time,
    host,
    origin,
    raw,
    get,
    post,
    comeIn,
    enter,
    invite,
    close,
  };
}

export function status(text: string): number {
  return Number(text.split(' ')[1]);
}
