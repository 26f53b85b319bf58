import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import headless from '@xterm/headless';
import { WebSocket } from 'ws';
import { type Admission, type ClientMessage, flow, type ServerMessage } from '../../src/protocol.ts';
import { start, temporaryFolder } from '../cli/pupitre.ts';
import { Tail } from './tail.ts';

/** Numbers of a process, as /proc tells them. */
export interface Usage {
  readonly rssKiB: number;
  readonly cpuSeconds: number;
}

/** `pupitre serve` as a process of its own, on the local target. */
export interface Served {
  readonly pid: number;
  readonly url: string;
  readonly folder: string;
  /** The cookie of somebody who is at a workspace of their own: name and value. */
  readonly login: () => Promise<{ readonly name: string; readonly value: string; readonly key: string | undefined }>;
  /** A window at a workspace of its own. */
  readonly window: () => Promise<BenchWindow>;
  readonly usage: () => Usage;
  /** Memory of the shells that it has started, shared pages counted in part, in KiB. */
  readonly shellsKiB: () => { readonly count: number; readonly sum: number };
  readonly close: () => Promise<void>;
}

/** Starts the built program, or another build of it, on a deck, or on a small one of its own; `settings` are of its configuration. */
export async function serve(deck?: string, build?: string, target = 'local', settings: object = {}): Promise<Served> {
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'deck.md'), '# A\n\n.exercise[\n```bash\ntrue\n```\n]\n');
  writeFileSync(join(folder.path, 'password'), 'for the bench\n');
  const config = {
    decks: { deck: deck ?? 'deck.md' },
    targets: { local: { type: 'local' } },
    timeouts: { start: '60s' },
    ...settings,
  };
  writeFileSync(join(folder.path, 'runner.config.json'), JSON.stringify(config));
  const { stdout: help } = await start(['serve', '--help'], folder.path, {}, build).ended;
  // As older builds called it.
  const most = help.includes('--max-places') ? '--max-places' : '--max-desks';
  const args = ['serve', 'deck', '--target', target, '--port', '0', most, '200', '--password-file', 'password'];
  // Builds before that option let everybody share a user unasked.
  if (target === 'local' && help.includes('--shared-user')) args.push('--shared-user');
  const program = start(args, folder.path, { PS1: '' }, build);
  await Promise.race([program.seen(/#token=/), program.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  const url = /http:\/\/[^/\s]+/.exec(program.printed())?.[0] ?? '';
  const login = async (): Promise<{ name: string; value: string; key: string | undefined }> => {
    const answer = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'for the bench' }),
    });
    const [name = '', value = ''] = answer.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? [];
    // Older builds have none.
    const { key } = answer.status === 200 ? ((await answer.json()) as Partial<Admission>) : {};
    return { name, value, key };
  };
  return {
    pid: program.pid,
    url,
    folder: folder.path,
    login,
    window: async () => {
      const { name, value, key } = await login();
      const headers = { cookie: `${name}=${value}`, origin: url };
      return new BenchWindow(new WebSocket(`${url.replace('http', 'ws')}/socket`, { headers }), key);
    },
    usage: () => usageOf(program.pid),
    shellsKiB: () => shellsOf(program.pid),
    close: async () => {
      program.kill('SIGTERM');
      await program.ended;
      folder.remove();
    },
  };
}

export function usageOf(pid: number): Usage {
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ');
  // Clock ticks are hundredths of a second on Linux.
  return { rssKiB: Number(rss), cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100 };
}

function shellsOf(pid: number): { readonly count: number; readonly sum: number } {
  const pids = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
    .split(/\s+/)
    .filter(Boolean);
  const pss = (child: string): number =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  return { count: pids.length, sum: pids.reduce((sum, child) => sum + pss(child), 0) };
}

/** What a browser's window does with the stream: parses it and acknowledges what it has parsed. */
export class BenchWindow {
  readonly #socket: WebSocket;
  readonly #term = new headless.Terminal({ cols: 100, rows: 30, scrollback: 5000, allowProposedApi: true });
  readonly #tail = new Tail();
  readonly #opened = performance.now();
  readonly readyAfter: Promise<number>;
  #received = 0;
  #acknowledged = 0;
  #done = 0;
  #acknowledging: NodeJS.Timeout | undefined;
  /** Bytes that came, and in how many frames. */
  bytes = 0;
  frames = 0;
  /** Whether it parses, only acknowledges, or does neither. */
  mode: 'parses' | 'drains' | 'frozen' = 'parses';

  constructor(socket: WebSocket, key: string | undefined) {
    this.#socket = socket;
    socket.on('open', () => {
      this.#say({ type: 'hello', ...(key !== undefined && { key }), size: { cols: 100, rows: 30 } });
    });
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#take(data);
      else this.#hear(JSON.parse(data.toString()) as ServerMessage);
    });
    socket.on('error', (error) => {
      this.#tail.end(error);
    });
    socket.on('close', (code, reason) => {
      const after = `${this.frames} frames in ${(performance.now() - this.#opened).toFixed(0)} ms`;
      this.#tail.end(new Error(`the server closed the window with ${code} ${reason.toString()} after ${after}`));
    });
    this.readyAfter = this.sees('$ ').then(() => performance.now() - this.#opened);
  }

  types(data: string): void {
    this.#say({ type: 'input', data });
  }

  sees(text: string, deadline?: number): Promise<void> {
    return this.#tail.sees(text, deadline);
  }

  /** Forgets what came, so that `sees` waits for something new. */
  forget(): void {
    this.#tail.forget();
  }

  /** Reads nothing more from its socket. */
  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    clearTimeout(this.#acknowledging);
    this.#socket.terminate();
    this.#term.dispose();
  }

  #say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #hear(message: ServerMessage): void {
    if (message.type !== 'welcome' && message.type !== 'screen') return;
    this.#received = this.#acknowledged = this.#done = message.offset;
    this.#tail.look(Buffer.from(message.screen ?? ''));
  }

  #take(frame: Buffer): void {
    const bytes = frame.subarray(8);
    this.bytes += bytes.length;
    this.frames++;
    this.#received += bytes.length;
    const end = this.#received;
    if (this.mode === 'frozen') return;
    if (this.mode === 'drains') this.#parsed(bytes, end);
    else
      this.#term.write(bytes, () => {
        this.#parsed(bytes, end);
      });
  }

  /** As the page does (`browser/connection.ts`): what is shown is seen before the server hears of it. */
  #parsed(bytes: Buffer, end: number): void {
    this.#tail.look(bytes);
    this.#done = end;
    if (end - this.#acknowledged >= flow.ack) this.#acknowledge();
    else
      this.#acknowledging ??= setTimeout(() => {
        this.#acknowledge();
      }, flow.ackMs);
  }

  #acknowledge(): void {
    clearTimeout(this.#acknowledging);
    this.#acknowledging = undefined;
    if (this.#done <= this.#acknowledged || this.#socket.readyState !== WebSocket.OPEN) return;
    this.#acknowledged = this.#done;
    this.#say({ type: 'ack', offset: this.#done });
  }
}
