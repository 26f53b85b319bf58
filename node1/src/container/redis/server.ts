import { createServer, type Server } from 'node:net';
import { aborted, serve } from '../listener.ts';
import type { Main } from '../task.ts';
import { runCommand } from './commands.ts';
import { createDatabase, type Database, type DumpedKey } from './database.ts';
import { createRequests, encode, error, ok, ProtocolError, type Reply } from './resp.ts';

/** A small redis: RESP2 over TCP, the commands of a first workshop, all in memory. `onShutdown` is called for SHUTDOWN. */
function createRedis(database: Database, onShutdown: () => void): Server {
  const start = performance.now();
  let clients = 0;
  const context = { database, uptime: () => (performance.now() - start) / 1000, clients: () => clients };

  return createServer((socket) => {
    clients += 1;
    socket.on('close', () => (clients -= 1));
    socket.on('error', () => socket.destroy());
    const requests = createRequests();
    const reply = (answer: Reply) => socket.write(encode(answer), 'latin1');
    socket.on('data', (data: Buffer) => {
      try {
        for (const request of requests.feed(data)) {
          const name = request[0]?.toLowerCase();
          if (name === 'shutdown') onShutdown();
          else if (name === 'quit') {
            reply(ok);
            socket.end();
          } else reply(runCommand(request, context));
        }
      } catch (problem) {
        if (!(problem instanceof ProtocolError)) throw problem;
        reply(error(`ERR ${problem.message}`));
        socket.end();
      }
    });
  });
}

const port = 6379;

/** `redis`: a real server on port 6379 that keeps everything in memory. */
export const redisMain: Main = async (place, io, signal) => {
  const line = (role: string, level: string, text: string) => {
    io.stdout(`1:${role} ${logTime(new Date())} ${level} ${text}\n`);
  };
  const shutDown = new AbortController();
  const { memory, past } = place;
  const database = createDatabase(past?.memory as readonly DumpedKey[] | undefined);
  if (memory) memory.now = () => database.dump();
  const server = createRedis(database, () => {
    line('M', '#', 'User requested shutdown...');
    line('M', '#', 'Redis is now ready to exit, bye bye...');
    shutDown.abort();
  });
  // One that goes on has said so already.
  const first: typeof line = past === undefined || past.isAgain !== undefined ? line : () => undefined;
  first('C', '#', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
  first('C', '#', 'Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid=1, just started');
  first('C', '#', 'Configuration loaded');
  first('M', '*', 'monotonic clock: POSIX clock_gettime');
  const until = AbortSignal.any([signal, shutDown.signal]);
  await serve(server, place, port, until);
  first('M', '*', `Running mode=standalone, port=${port}.`);
  first('M', '#', 'Server initialized');
  first('M', '*', 'Ready to accept connections');
  await aborted(until);
  return 0;
};

/** `22 Nov 2026 11:11:42.491` */
function logTime(now: Date): string {
  const [, date] = /, (\d+ \w+ \d+) /.exec(now.toUTCString()) ?? [];
  return `${date} ${now.toISOString().slice(11, 23)}`;
}
