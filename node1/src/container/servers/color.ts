import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Main } from '../task.ts';
import { clientOf, serveHttp } from './web.ts';

const circles: Readonly<Record<string, string>> = {
  ...{
    red: '🔴',
    orange: '🟠',
    yellow: '🟡',
    green: '🟢',
    blue: '🔵',
    purple: '🟣',
    brown: '🟤',
    black: '⚫',
    white: '⚪',
  },
};

/** `jpetazzo/color`: who answers, on a page that is one line in a terminal, in the color that its pod is named after. */
export const colorMain: Main = async (place, io, signal) => {
  const { env, root } = place;
  const port = env['PORT'] ?? '80';
  const account = join(root, 'var/run/secrets/kubernetes.io/serviceaccount/namespace');
  const namespace = env['NAMESPACE'] ?? (await readFile(account, 'utf8').catch(() => ''));
  const { HOSTNAME: hostname = '' } = env;
  const name = namespace === '' ? hostname : `pod ${namespace}/${hostname}`;
  const [color = ''] = hostname.split('-');
  const circle = `${circles[namespace] ?? ''}${circles[color] ?? ''}`;
  await serveHttp(
    place,
    Number(port),
    signal,
    (request, response) => {
      const { url = '', method = '', httpVersion, headers, socket } = request;
      const client = `${clientOf(place)}:${socket.remotePort ?? 40_000}`;
      const line = `${circle}This is ${name} on linux/amd64, serving ${url} for ${client}.\n`;
      // Carriage returns let a terminal write the line over the tags.
      const before = [
        ...['<!DOCTYPE html>', '<html>', `<body style="background: ${namespace}; text-align: center;">`],
        ...['<div style="padding: 4em;"></div>', `<span style="padding: 4em; background: ${color};">`],
        '<span style="padding: 2px; background: white;">',
      ];
      const after = ['</span>', '</span>', '</body>', '</html>'];
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      const body = Buffer.from(
        `${before.map((tag) => `${tag}\r`).join('')}${line}${after.map((tag) => `${tag}\r`).join('')}`,
      );
      response.setHeader('Content-Length', body.length);
      response.end(body);
      io.stdout(`${client} ${method} ${url} HTTP/${httpVersion} [${headers['user-agent'] ?? ''}]\n`);
    },
    () => {
      io.stdout(`Starting HTTP server (linux/amd64) listening on port ${port}.\n`);
    },
  );
  return 2;
};
