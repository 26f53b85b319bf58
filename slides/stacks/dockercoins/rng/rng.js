// rng, the random number generator: GET /32 answers with 32 random bytes.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const { HOST = '0.0.0.0', PORT = '80' } = process.env;
const MOST = 1_000_000;

const server = http.createServer(async (request, response) => {
  // One connection per request, so that every replica behind the service gets its share.
  response.setHeader('Connection', 'close');

  if (request.url === '/') return response.end(`RNG running on ${hostname()}\n`);
  if (!/^\/\d+$/.test(request.url)) return response.writeHead(404).end('Ask for /N to get N random bytes.\n');

  const howMany = Number(request.url.slice(1));
  if (howMany > MOST) return response.writeHead(400).end(`Ask for at most ${MOST} bytes.\n`);

  await sleep(100); // Good randomness takes its time.
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(randomBytes(howMany));
});

server.listen(Number(PORT), HOST, () => {
  console.log(` * Running on http://${HOST}:${server.address().port}/ (Press CTRL+C to quit)`);
});

// Process 1 of a container ignores these signals unless it asks for them.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
