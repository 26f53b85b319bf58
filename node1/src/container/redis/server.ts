import { createServer, type Server } from 'node:net';
import { runCommand } from './commands.ts';
import { createDatabase } from './database.ts';
import { createRequests, encode, error, ok, ProtocolError, type Reply } from './resp.ts';

/** A small redis: RESP2 over TCP, the commands of a first workshop, all in memory. `onShutdown` is called for SHUTDOWN. */
export function createRedis(onShutdown: () => void): Server {
  const database = createDatabase();
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
