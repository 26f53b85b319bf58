import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import serialize from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import { WebSocket, WebSocketServer } from 'ws';
import { type ClientMessage, clientMessage, flow, type ServerMessage } from '../../src/protocol.ts';
import { localTarget } from '../../src/target/local.ts';
import type { Bundle } from './bundle.ts';

/** Enough for the longest output of a test, in bytes. */
const room = 48 * 1024 * 1024;
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

interface Viewer {
  readonly socket: WebSocket;
  sent: number;
  acknowledged: number;
}

/** One page with one bash behind it, speaking the protocol; remembers what browsers said. */
export interface TerminalServer {
  readonly url: string;
  readonly heard: readonly ClientMessage[];
  /** Most bytes that were ever sent and not acknowledged. */
  readonly mostInFlight: () => number;
  /** Everything that the shell printed since it started. */
  readonly printed: () => string;
  /** Types something as if another window did. */
  readonly type: (text: string) => void;
  /** Cuts all connections without goodbye. */
  readonly cut: () => void;
  /** Refuses new connections: until `open` is called. With a code: accepts and closes them with it. */
  readonly refuse: (code?: number) => void;
  readonly accept: () => void;
  /** Cuts all connections once so many bytes have been sent in all. */
  readonly cutAt: (bytes: number) => void;
  readonly close: () => Promise<void>;
}

export async function startServer({ folder: assets, script, style }: Bundle, home: string): Promise<TerminalServer> {
  const target = localTarget({ environment: process.env, env: { HOME: home }, cwd: home });
  const size = { cols: 80, rows: 24 };
  const tty = await target.open({ size, env: { PS1: '$ ', HISTFILE: '' } }, new AbortController().signal);
  const mirror = new headless.Terminal({ ...size, allowProposedApi: true, scrollback: 200 });
  const serializer = new serialize.SerializeAddon();
  mirror.loadAddon(serializer);
  mirror.onData((reply) => {
    tty.write(reply);
  });
  const output = Buffer.alloc(room);
  let length = 0;
  let parsed = 0;
  let cutAt = Infinity;
  let mostInFlight = 0;
  let refused: number | 'all' | undefined;
  const viewers = new Set<Viewer>();
  const heard: ClientMessage[] = [];
  const cut = () => {
    for (const { socket } of viewers) socket.terminate();
    viewers.clear();
  };
  const pump = (viewer: Viewer) => {
    while (viewer.sent < length && viewer.sent - viewer.acknowledged < flow.high) {
      const end = Math.min(length, viewer.sent + flow.batch);
      const frame = Buffer.alloc(8 + end - viewer.sent);
      frame.writeBigUInt64BE(BigInt(viewer.sent));
      output.copy(frame, 8, viewer.sent, end);
      viewer.socket.send(frame);
      viewer.sent = end;
      mostInFlight = Math.max(mostInFlight, end - viewer.acknowledged);
      if (end >= cutAt) {
        cutAt = Infinity;
        cut();
        return;
      }
    }
  };
  tty.onData((chunk) => {
    const start = length;
    length += output.write(chunk.toString(), length);
    const end = length;
    mirror.write(output.subarray(start, end), () => {
      parsed = end;
    });
    for (const viewer of viewers) pump(viewer);
    if ([...viewers].some(({ sent }) => length - sent > flow.ring)) tty.pause();
  });

  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>terminal</title>
${style.map((file) => `<link rel="stylesheet" href="/assets/${file}">`).join('')}<style>html,body{margin:0;height:100%}#terminal{height:100%}</style>
<script type="module" src="/assets/${script}"></script></head><body><section id="terminal" aria-label="Terminal"></section></body></html>`;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:",
    );
    if (path.startsWith('/assets/')) {
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.end(readFileSync(join(assets, path.slice('/assets/'.length))));
      return;
    }
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(path === '/' ? page : '<title>elsewhere</title>');
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (refused === 'all') {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      if (refused === undefined) serve(accepted);
      else accepted.close(Number(refused));
    });
  });
  const say = (viewer: Viewer, message: ServerMessage) => {
    viewer.socket.send(JSON.stringify(message));
  };
  const serve = (socket: WebSocket) => {
    const viewer: Viewer = { socket, sent: 0, acknowledged: 0 };
    socket.on('close', () => viewers.delete(viewer));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const message = clientMessage.parse(JSON.parse(data.toString()));
      heard.push(message);
      if (message.type === 'hello') welcome(viewer, message);
      else if (message.type === 'input') tty.write(message.data);
      else if (message.type === 'ack') {
        viewer.acknowledged = Math.max(viewer.acknowledged, message.offset);
        pump(viewer);
        if (length - viewer.sent <= flow.batch) tty.resume();
      } else if (message.type === 'resize') {
        Object.assign(size, message.size);
        tty.resize(size);
        mirror.resize(size.cols, size.rows);
        for (const each of viewers) say(each, { type: 'size', size: { ...size } });
      }
    });
  };
  const welcome = (viewer: Viewer, { node, offset }: Extract<ClientMessage, { type: 'hello' }>) => {
    const common = {
      type: 'welcome',
      node: 'node-1',
      nodeStatus: 'ready',
      terminals: { names: ['1'], current: '1' },
      terminal: '1',
      size: { ...size },
      units: {},
      course: '1',
      slide: 1,
      windows: viewers.size + 1,
    } as const;
    const start = (at: number, screen?: string) => {
      viewer.sent = viewer.acknowledged = at;
      say(viewer, { ...common, offset: at, ...(screen !== undefined && { screen }) });
      viewers.add(viewer);
      pump(viewer);
    };
    if (node === common.node && offset !== undefined) start(offset);
    else
      mirror.write('', () => {
        start(parsed, serializer.serialize({ excludeModes: false }));
      });
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    heard,
    mostInFlight: () => mostInFlight,
    printed: () => output.toString('utf8', 0, length),
    type: (text) => {
      tty.write(text);
    },
    cut,
    refuse: (code) => {
      refused = code ?? 'all';
    },
    accept: () => {
      refused = undefined;
    },
    cutAt: (bytes) => {
      cutAt = bytes;
    },
    close: async () => {
      cut();
      server.close();
      sockets.close();
      await target.close();
      mirror.dispose();
    },
  };
}
