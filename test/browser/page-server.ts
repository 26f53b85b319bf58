import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ClientMessage, Course, Invitation, ServerMessage, StageState, UnitState } from '../../src/protocol.ts';

const built = join(import.meta.dirname, '../../dist/browser');
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:";

interface ManifestEntry {
  readonly file: string;
  readonly css?: readonly string[];
}

/** A server that serves the built page around given slides, and says on the socket what a test wants it to say. */
export interface PageServer {
  readonly url: string;
  /** What the windows have said, oldest first. */
  readonly said: readonly ClientMessage[];
  /** The next message that a window says and that passes `test`; fails after 5 s. */
  readonly heard: (test: (message: ClientMessage) => boolean) => Promise<ClientMessage>;
  /** Says something to every window. */
  readonly say: (message: ServerMessage) => void;
  readonly tell: (unit: string, state: UnitState) => void;
  /** What invitations are answered with. */
  readonly invite: (answer: Invitation) => void;
  /** Cuts all connections; new windows are welcomed with this node. */
  readonly cut: (node: string) => void;
  readonly close: () => Promise<void>;
}

export async function servePage(course: Course, sections: string): Promise<PageServer> {
  const said: ClientMessage[] = [];
  const ears = new Set<(message: ClientMessage) => void>();
  const windows = new Set<WebSocket>();
  const states: Record<string, UnitState> = {};
  let stage: StageState = { blackout: false, frozen: false, demo: false, layout: 'both' };
  let invitation: Invitation = { url: 'http://192.0.2.7:8765/#token=once' };
  let node = 'node-1';
  let slide = course.slides[0]?.index ?? 1;

  const html = pageHtml(course, sections);
  const server = createServer((request, response) => {
    serve(request, response, html, invitation);
  });
  const sockets = new WebSocketServer({ server, path: '/socket' });
  const say = (message: ServerMessage, except?: WebSocket) => {
    for (const window of windows) if (window !== except) window.send(JSON.stringify(message));
  };
  sockets.on('connection', (window) => {
    windows.add(window);
    window.on('close', () => windows.delete(window));
    window.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ClientMessage;
      said.push(message);
      for (const ear of ears) ear(message);
      if (message.type === 'hello') {
        const size = { cols: 80, rows: 24 };
        const count = windows.size;
        const welcome: ServerMessage = {
          type: 'welcome',
          node,
          nodeStatus: 'ready',
          terminals: { names: ['1'], current: '1' },
          terminal: '1',
          offset: 0,
          size,
          screen: '',
          units: states,
          course: course.version,
          slide,
          windows: count,
        };
        window.send(JSON.stringify(welcome));
        say({ type: 'windows', count });
      }
      if (message.type === 'stage') {
        const { type, ...change } = message;
        stage = { ...stage, ...change } as StageState;
        say({ type, stage }, window);
      }
      if (message.type === 'pointer' || message.type === 'ink' || message.type === 'wipe') say(message, window);
      if (message.type === 'slide') {
        slide = message.index;
        say({ type: 'slide', index: slide }, window);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/`,
    said,
    say,
    heard: (test) =>
      new Promise((resolve, reject) => {
        const ear = (message: ClientMessage) => {
          if (!test(message)) return;
          clearTimeout(deadline);
          ears.delete(ear);
          resolve(message);
        };
        const deadline = setTimeout(() => {
          ears.delete(ear);
          reject(new Error(`Not heard within 5 s. Heard: ${JSON.stringify(said)}`));
        }, 5000);
        ears.add(ear);
      }),
    tell: (unit, state) => {
      states[unit] = state;
      say({ type: 'unit', unit, state });
    },
    invite: (answer) => {
      invitation = answer;
    },
    cut: (next) => {
      node = next;
      for (const id of Object.keys(states)) Reflect.deleteProperty(states, id);
      for (const window of windows) window.terminate();
    },
    close: async () => {
      for (const window of windows) window.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function serve(request: IncomingMessage, response: ServerResponse, html: string, invitation: Invitation): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('Content-Security-Policy', policy);
  if (pathname === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
  } else if (pathname === '/invite' && request.method === 'POST') {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(invitation));
  } else if (pathname.startsWith('/assets/')) {
    const file = basename(pathname);
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(join(built, file))
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  } else {
    response.writeHead(404).end();
  }
}

function pageHtml(course: Course, sections: string): string {
  const manifest = JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8')) as Record<string, ManifestEntry>;
  const entry = manifest['src/browser/main.tsx'];
  if (entry === undefined) throw new Error('The page is not built: npm run build');
  const styles = (entry.css ?? []).map((file) => `<link rel="stylesheet" href="/assets/${file}">`).join('');
  const json = JSON.stringify(course).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="${course.lang}" data-slide="1"><head><meta charset="utf-8"><title>${course.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><link rel="icon" href="data:,">${styles}
<script type="module" src="/assets/${entry.file}"></script></head><body><div id="app"><main id="slides" tabindex="-1" aria-label="Diapositives">
${sections}</main></div><script type="application/json" id="course">${json}</script></body></html>`;
}
