import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { message } from '../../messages/message.ts';
import { refuse } from '../busybox/applet.ts';
import { commonLogTime } from '../registry.ts';
import { inside } from '../rootfs.ts';
import type { Main } from '../task.ts';
import { clientOf, serveHttp } from './web.ts';

const version = 'Apache/2.4.56 (Unix)';
const types: Readonly<Record<string, string>> = {
  ...{ html: 'text/html', css: 'text/css', js: 'application/javascript', json: 'application/json' },
  ...{ svg: 'image/svg+xml', png: 'image/png', txt: 'text/plain' },
};

/** `httpd`, Apache's server: the files of its web folder on port 80. Folders without an index.html are refused in its log. */
export const apacheMain: Main = async (place, io, signal) => {
  const { address } = place.spec;
  const root = join(place.root, 'usr/local/apache2/htdocs');
  const warning =
    `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. ` +
    "Set the 'ServerName' directive globally to suppress this message\n";
  await serveHttp(
    place,
    80,
    signal,
    async (request, response) => {
      const { url = '/', method = '', httpVersion } = request;
      const wanted = inside(root, decodeURIComponent(url.split('?')[0] ?? '/'));
      const found = await stat(wanted).catch(() => undefined);
      const path = found?.isDirectory() === true ? join(wanted, 'index.html') : wanted;
      const body = await readFile(path).catch(() => undefined);
      response.setHeader('Server', version);
      if (found?.isDirectory() === true && body === undefined) {
        refuse({ io, place }, message('subject/in-container', { program: `httpd ${url}` }));
        response.statusCode = 501;
        response.end();
        return;
      }
      response.statusCode = body === undefined ? 404 : 200;
      const type = types[path.slice(path.lastIndexOf('.') + 1)];
      if (body === undefined) response.setHeader('Content-Type', 'text/html; charset=iso-8859-1');
      else if (type !== undefined) response.setHeader('Content-Type', type);
      response.end(body ?? notFound);
      const length = (body ?? notFound).length;
      io.stdout(
        `${clientOf(place)} - - [${commonLogTime()}] "${method} ${url} HTTP/${httpVersion}" ${response.statusCode} ${length}\n`,
      );
    },
    () => {
      io.stderr(warning + warning);
    },
  );
  return 0;
};

const notFound = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>404 Not Found</title>
</head><body>
<h1>Not Found</h1>
<p>The requested URL was not found on this server.</p>
</body></html>
`;
