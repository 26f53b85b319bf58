import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createBlobs } from '../docker/image/blobs.ts';
import { createRepositories, type DumpedRepository } from '../docker/registry/repositories.ts';
import { createRegistry } from '../docker/registry/server.ts';
import { message } from '../messages/message.ts';
import { refuse } from './busybox/applet.ts';
import { aborted, serve } from './listener.ts';
import type { Main } from './task.ts';

const usual = 5000;
/** Variables that change something here. */
const done: readonly string[] = ['REGISTRY_HTTP_ADDR', 'REGISTRY_STORAGE_DELETE_ENABLED'];
/** Those that come from a service named `registry`. */
const ofService = /^REGISTRY_(?:SERVICE|PORT)(?:_|$)/;
const go = 'go.version=go1.19.8';

/** `registry:2`: a real OCI registry whose content is among the container's files, and gone with it. */
export const registryMain: Main = async (place, io, signal) => {
  const folder = join(place.root, 'var/lib/registry');
  const log = (level: string, message: string, fields: string) => {
    io.stderr(`time="${timestamp()}" level=${level} msg="${message}" ${go}${fields}\n`);
  };
  const port = portOf(place.env['REGISTRY_HTTP_ADDR']);
  const other = Object.keys(place.env).find(
    (name) => name.startsWith('REGISTRY_') && !done.includes(name) && !ofService.test(name),
  );
  const undone = port === undefined ? 'REGISTRY_HTTP_ADDR' : other;
  if (port === undefined || undone !== undefined) {
    const program = `registry: ${undone}=${place.env[undone ?? ''] ?? ''}`;
    return refuse({ io, place }, message('subject/in-container', { program }));
  }
  const { memory, past } = place;
  const repositories = createRepositories(createBlobs(folder), past?.memory as readonly DumpedRepository[] | undefined);
  if (memory) memory.now = () => repositories.dump();
  const server = createRegistry({
    repositories,
    deleteEnabled: place.env['REGISTRY_STORAGE_DELETE_ENABLED'] === 'true',
    onAnswer({ method = '', url = '', headers }, response, milliseconds) {
      const agent = headers['user-agent'] ?? '';
      const type = String(response.getHeader('content-type') ?? '');
      const written = String(response.getHeader('content-length') ?? 0);
      const fields = [
        `http.request.host="${headers.host ?? ''}"`,
        `http.request.id=${randomUUID()}`,
        `http.request.method=${method}`,
        'http.request.remoteaddr="10.244.0.1:33488"',
        `http.request.uri=${url}`,
        `http.request.useragent=${agent}`,
        `http.response.contenttype="${type}"`,
        `http.response.duration=${milliseconds.toFixed(6)}ms`,
        `http.response.status=${response.statusCode}`,
        `http.response.written=${written}`,
      ];
      log('info', 'response completed', ` ${fields.join(' ')}`);
      const status = response.statusCode;
      io.stdout(`10.244.0.1 - - [${commonLogTime()}] "${method} ${url} HTTP/1.1" ${status} ${written} "" "${agent}"\n`);
    },
  });
  // One that goes on has said so already.
  const first: typeof log = past === undefined || past.isAgain !== undefined ? log : () => undefined;
  first('info', 'redis not configured', '');
  first('info', 'using inmemory blob descriptor cache', '');
  await serve(server, place, port, signal);
  first('info', `listening on [::]:${port}`, '');
  await aborted(signal);
  await rm(folder, { recursive: true, force: true });
  return 2;
};

/** Of `:80` or `0.0.0.0:80`; undefined for what is no port alone. */
function portOf(address: string | undefined): number | undefined {
  if (address === undefined) return usual;
  const [, port] = /^(?:0\.0\.0\.0|\[::\])?:(\d{1,5})$/.exec(address) ?? [];
  return port === undefined ? undefined : Number(port);
}

function timestamp(): string {
  return new Date().toISOString().replace('Z', '000000Z');
}

/** `22/Nov/2026:11:11:39 +0000`, the Common Log Format's time. */
export function commonLogTime(): string {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date().toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
