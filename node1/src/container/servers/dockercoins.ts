import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { commonLogTime } from '../registry.ts';
import type { Main } from '../task.ts';
import { page } from './dockercoins-page.ts';
import { reach } from './dockercoins-worker.ts';
import { redisCall } from './redis-call.ts';
import { clientOf, serveHttp } from './web.ts';

const port = 80;
const pause = 100;
// What one read of /dev/urandom gives at most.
const mostBytes = 2 ** 25 - 1;
const longest = 10_000;

function firstLine({ method = '', url = '', httpVersion }: IncomingMessage): string {
  return `${method} ${url} HTTP/${httpVersion}`;
}

/** `dockercoins/rng`: `/32` is 32 random bytes, one request after the other, a tenth of a second each. */
export const rngMain: Main = async (place, io, signal) => {
  let last = Promise.resolve();
  await serveHttp(
    place,
    port,
    signal,
    async (request, response) => {
      const { url = '/' } = request;
      response.setHeader('Connection', 'close');
      const before = last;
      let done: () => void = () => undefined;
      last = new Promise((fulfil) => (done = fulfil));
      try {
        await before;
        const [, number] = /^\/(\d+)$/.exec(url) ?? [];
        if (number !== undefined) {
          await wait(pause, undefined, { signal });
          response.setHeader('Content-Type', 'application/octet-stream');
          response.end(randomBytes(Math.min(Number(number), mostBytes)));
        } else {
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          if (url !== '/') response.statusCode = 404;
          response.end(url === '/' ? `RNG running on ${place.spec.hostname}\n` : notFound);
        }
        io.stderr(`${clientOf(place)} - - [${pythonTime()}] "${firstLine(request)}" ${response.statusCode} -\n`);
      } finally {
        done();
      }
    },
    () => {
      io.stderr(` * Running on http://0.0.0.0:${port}/ (Press CTRL+C to quit)\n`);
    },
  );
  return 0;
};

const notFound =
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n' +
  '<p>The requested URL was not found on the server.  If you entered the URL manually please check your spelling and try again.</p>\n';

function pythonTime(): string {
  return commonLogTime().replace(':', ' ').replace(' +0000', '');
}

/** `dockercoins/hasher`: the SHA-256 of what is posted, after a tenth of a second. */
export const hasherMain: Main = async (place, io, signal) => {
  await serveHttp(
    place,
    port,
    signal,
    async (request, response) => {
      const start = performance.now();
      let body = '<h1>Not Found</h1>';
      response.setHeader('Connection', 'close');
      response.setHeader(
        'Content-Type',
        request.method === 'POST' ? 'text/plain;charset=utf-8' : 'text/html;charset=utf-8',
      );
      if (request.url !== '/') response.statusCode = 404;
      else if (request.method === 'POST') {
        const hash = createHash('sha256');
        for await (const chunk of request) hash.update(chunk as Buffer);
        await wait(pause, undefined, { signal });
        body = hash.digest('hex');
      } else body = `HASHER running on ${place.spec.hostname}\n`;
      response.end(body);
      const seconds = ((performance.now() - start) / 1000).toFixed(4);
      const asked = `"${firstLine(request)}" ${response.statusCode} ${body.length} ${seconds}`;
      io.stderr(`${clientOf(place)} - - [${commonLogTime()}] ${asked}\n`);
    },
    () => {
      io.stdout(`Maximum connections set to 1024\nListening on 0.0.0.0:${port}, CTRL+C to stop\n`);
    },
  );
  return 0;
};

/** `dockercoins/webui`: a page, and `/json` with the counters. */
export const webuiMain: Main = async (place, io, signal) => {
  async function ask(...words: readonly string[]): Promise<string | number | null> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
    return redisCall(await reach(place, 'redis', 6379), words, until);
  }
  await serveHttp(
    place,
    port,
    signal,
    async ({ url = '/', method = '' }, response) => {
      const path = url.split('?')[0] ?? '';
      response.setHeader('X-Powered-By', 'Express');
      if (path === '/') {
        const headers = { Location: '/index.html', 'Content-Type': 'text/plain; charset=utf-8', Vary: 'Accept' };
        response.writeHead(302, headers).end('Found. Redirecting to /index.html');
      } else if (path === '/index.html') response.setHeader('Content-Type', 'text/html; charset=UTF-8').end(page);
      else if (path === '/json') {
        const [coins, hashes] = await Promise.all([ask('HLEN', 'wallet'), ask('GET', 'hashes')]);
        response.setHeader('Content-Type', 'application/json; charset=utf-8');
        response.end(JSON.stringify({ coins, hashes, now: Date.now() / 1000 }));
      } else {
        response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
        response.end(
          '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n' +
            `<pre>Cannot ${method} ${escaped(path)}</pre>\n</body>\n</html>\n`,
        );
      }
    },
    () => {
      io.stdout(`WEBUI running on port ${port}\n`);
    },
  );
  return 0;
};

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}
