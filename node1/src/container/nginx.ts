import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { ContainerContext } from './container-context.ts';
import { aborted, serve } from './listener.ts';
import { commonLogTime } from './registry.ts';
import { inside } from './rootfs.ts';
import { clientOf } from './servers/web.ts';
import type { Main } from './task.ts';

const port = 80;
const webRoot = 'usr/share/nginx/html';
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  txt: 'text/plain',
};

/** `nginx`: serves the files of its web folder on port 80, as its default configuration does. */
export const nginxMain: Main = async (place, io, signal) => {
  const version = versionOf(place);
  const notFoundPage = notFound(version);
  const server = createServer((request, response) => {
    const { url = '/', method = '', headers } = request;
    void find(join(place.root, webRoot), url).then((file) => {
      response.statusCode = file === undefined ? 404 : 200;
      response.setHeader('Server', version);
      response.setHeader('Content-Type', file?.type ?? 'text/html');
      const body = file?.body ?? notFoundPage;
      response.end(body);
      const agent = headers['user-agent'] ?? '-';
      io.stdout(
        `${clientOf(place)} - - [${commonLogTime()}] "${method} ${url} HTTP/1.1" ${response.statusCode} ${body.length} "-" "${agent}" "-"\n`,
      );
    });
  });
  // Those before 1.19 had no entrypoint that says this.
  const speaks = place.spec.image.config.entrypoint.length > 0;
  if (speaks && (place.past === undefined || place.past.isAgain !== undefined))
    io.stdout('/docker-entrypoint.sh: Configuration complete; ready for start up\n');
  await serve(server, place, port, signal);
  await aborted(signal);
  return 0;
};

function versionOf({ spec }: ContainerContext): string {
  const [, number = '1.21.6'] = /(?:^|\n)NGINX_VERSION=(.*)/.exec(spec.image.config.env.join('\n')) ?? [];
  return `nginx/${number}`;
}

function notFound(version: string): Buffer {
  return Buffer.from(
    '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n' +
      `<hr><center>${version}</center>\r\n</body>\r\n</html>\r\n`,
  );
}

async function find(root: string, url: string): Promise<{ body: Buffer; type: string } | undefined> {
  try {
    const wanted = inside(root, decodeURIComponent(url.split('?')[0] ?? '/'));
    const found = await stat(wanted);
    const path = found.isDirectory() ? join(wanted, 'index.html') : wanted;
    const extension = path.slice(path.lastIndexOf('.') + 1);
    return { body: await readFile(path), type: types[extension] ?? 'application/octet-stream' };
  } catch {
    return undefined; // Not there, or not a path at all.
  }
}
