// hasher: POST / answers with the SHA-256 of what was sent, in hexadecimal.
import { createHash } from 'node:crypto';
import http from 'node:http';
import { hostname } from 'node:os';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const { HOST = '0.0.0.0', PORT = '80' } = process.env;

const server = http.createServer(async (request, response) => {
  // One connection per request, so that every replica behind the service gets its share.
  response.setHeader('Connection', 'close');
  response.setHeader('Content-Type', 'text/plain');

  if (request.url !== '/') return response.writeHead(404).end('Send the bytes to hash to /.\n');
  if (request.method !== 'POST') return response.end(`HASHER running on ${hostname()}\n`);

  const hash = createHash('sha256');
  try {
    await pipeline(request, hash);
  } catch {
    return; // The client went away in the middle.
  }
  await sleep(100); // Good hashing takes its time.
  response.end(hash.digest('hex'));
});

server.listen(Number(PORT), HOST, () => {
  console.log(`HASHER running on port ${server.address().port}`);
});

// Process 1 of a container ignores these signals unless it asks for them.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
