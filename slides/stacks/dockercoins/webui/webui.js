// webui: one page with a live graph, and /json with the counters that the page asks for each second.
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { redis } from './redis.js';

const { HOST = '0.0.0.0', PORT = '80' } = process.env;
const page = await readFile(new URL('index.html', import.meta.url));

async function counters() {
  const [coins, hashes] = await Promise.all([redis('HLEN', 'wallet'), redis('GET', 'hashes')]);
  return { coins, hashes: hashes ?? '0', now: Date.now() / 1000 };
}

async function sendJson(response) {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-store');
  try {
    response.end(JSON.stringify(await counters()));
  } catch (error) {
    response.writeHead(503).end(JSON.stringify({ error: error.message }));
  }
}

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  if (path === '/') return response.writeHead(302, { Location: '/index.html' }).end();
  if (path === '/index.html') return response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  if (path === '/json') return sendJson(response);
  response.writeHead(404).end('The page is /index.html, the counters are /json.\n');
});

server.listen(Number(PORT), HOST, () => {
  console.log(`WEBUI running on port ${server.address().port}`);
});

// Process 1 of a container ignores these signals unless it asks for them.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
