import type { Main } from '../task.ts';
import { serveHttp } from './web.ts';

const port = 8888;

/** `jpetazzo/httpenv`: answers every request with its environment, as Go writes a map in JSON: sorted by name. */
export const httpenvMain: Main = async (place, io, signal) => {
  const sorted = Object.fromEntries(Object.entries(place.env).sort(([a], [b]) => (a < b ? -1 : 1)));
  const body = JSON.stringify(sorted).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  await serveHttp(
    place,
    port,
    signal,
    (_request, response) => {
      response.setHeader('Content-Type', 'text/plain; charset=utf-8').end(body);
    },
    () => {
      io.stdout(`Starting httpenv listening on port ${port}.\n`);
    },
  );
  return 2;
};
