import { readFile, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { posix } from 'node:path';
import { aborted, serve } from '../listener.ts';
import { inside } from '../rootfs.ts';
import { type Applet, type AppletCall, refuse } from './applet.ts';
import { readOptions } from './getopt.ts';

const types: Readonly<Record<string, string>> = {
  ...{ html: 'text/html', htm: 'text/html', css: 'text/css', js: 'application/javascript', txt: 'text/plain' },
  ...{ svg: 'image/svg+xml', png: 'image/png', gif: 'image/gif', jpg: 'image/jpeg' },
};

/** `httpd -f -p PORT -h FOLDER`: serves files; without `-f` a process of its own does, and it ends at once. */
async function httpd(run: AppletCall): Promise<number> {
  const options = readOptions(run, { known: 'fp:h:', absent: 'vicurmed' });
  if (options.operands.length > 0) return refuse(run, `httpd ${run.args.join(' ')}`);
  const [, port = ''] = /^(?:[\d.]+:)?(\d+)$/.exec(options.value('p') ?? '80') ?? [];
  if (port === '' || Number(port) > 65_535) return refuse(run, `httpd -p ${options.value('p') ?? ''}`);
  const folder = posix.resolve(run.cwd, options.value('h') ?? '.');
  const found = await stat(inside(run.place.root, folder)).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    run.io.stderr(`httpd: can't change directory to '${options.value('h') ?? '.'}': No such file or directory\n`);
    return 1;
  }
  if (!options.has('f')) {
    const shown = [run.name, ...run.args];
    const daemon = run.spawn([run.name, '-f', ...run.args], {
      parent: undefined,
      onStart: (process) => {
        process.rename(shown);
      },
    });
    // It ends with its container or by a signal: nobody waits for it.
    daemon.catch(() => undefined);
    return 0;
  }
  const server = createServer((request, response) => {
    void answer(run, folder, request.method ?? '', request.url ?? '/', response);
  });
  await serve(server, run.place, Number(port), run.signal);
  await aborted(run.signal);
  return 0;
}

async function answer(run: AppletCall, folder: string, method: string, url: string, response: ServerResponse) {
  response.setHeader('Connection', 'close');
  if (method !== 'GET' && method !== 'HEAD') {
    say(response, 501, 'Not Implemented', 'The requested method is not recognized');
    return;
  }
  try {
    const wanted = posix.join('/', decodeURIComponent(url.split('?')[0] ?? '/'));
    const path = inside(run.place.root, folder + wanted);
    if ((await stat(path)).isDirectory() && !wanted.endsWith('/')) {
      response.setHeader('Location', `${wanted}/`);
      say(response, 302, 'Found', 'Directories must end with a slash');
      return;
    }
    const name = wanted.endsWith('/') ? `${path}/index.html` : path;
    const body = await readFile(name);
    const { mtime } = await stat(name);
    response.setHeader('Content-type', types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream');
    response.setHeader('Accept-Ranges', 'bytes');
    response.setHeader('Last-Modified', mtime.toUTCString());
    response.setHeader('Content-Length', body.length);
    response.end(method === 'HEAD' ? undefined : body);
  } catch {
    say(response, 404, 'Not Found', 'The requested file was not found');
  }
}

function say(response: ServerResponse, code: number, title: string, text: string): void {
  response.writeHead(code, title, { 'Content-type': 'text/html' });
  response.end(
    `<HTML><HEAD><TITLE>${code} ${title}</TITLE></HEAD>\n<BODY><H1>${code} ${title}</H1>\n${text}\n</BODY></HTML>\n`,
  );
}

/** busybox's web server. */
export const webApplets: readonly (readonly [string, Applet])[] = [['httpd', httpd]];
