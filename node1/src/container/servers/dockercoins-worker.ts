import { request } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerContext } from '../container-context.ts';
import type { Main } from '../task.ts';
import { redisCall } from './redis-call.ts';

const longest = 30_000;

/** A connection to a server by its name, as this container sees the network. Throws an Error in Python's words for what is wrong. */
export async function reach(place: ContainerContext, host: string, port: number): Promise<Duplex> {
  const address = isIP(host) === 0 ? place.network.resolve(host, place.spec.namespace) : host;
  if (address === undefined) throw new Error('Name does not resolve');
  return place.network.connect(address, port);
}

/** `dockercoins/worker`: bytes of rng, their hash by hasher; hashes that begin with 0 are coins, which redis keeps. */
export const workerMain: Main = async (place, io, signal) => {
  const log = (level: string, text: string): void => {
    io.stderr(`${level}:__main__:${text}\n`);
  };
  for (;;) {
    try {
      await work(place, signal, (text) => {
        log('INFO', text);
      });
    } catch (error) {
      if (signal.aborted) return 0;
      log('ERROR', `In work loop:\nTraceback (most recent call last):\n${error instanceof Error ? error.message : ''}`);
      log('ERROR', 'Waiting 10s and restarting.');
      await wait(10_000, undefined, { signal });
    }
  }
};

async function work(place: ContainerContext, signal: AbortSignal, log: (text: string) => void): Promise<void> {
  let done = 0;
  let next = 0;
  for (;;) {
    await place.processes.breathe();
    if (Date.now() > next) {
      log(`${done} units of work done, updating hash counter`);
      await redis(place, signal, 'INCRBY', 'hashes', String(done));
      done = 0;
      next = Date.now() + 1000;
    }
    await wait(100, undefined, { signal });
    const bytes = await http(place, signal, 'rng', 'GET', '/32');
    const hash = (await http(place, signal, 'hasher', 'POST', '/', bytes)).toString();
    if (hash.startsWith('0')) {
      log(`Coin found: ${hash.slice(0, 8)}...`);
      const created = await redis(place, signal, 'HSET', 'wallet', hash, bytes);
      if (created === 0) log('We already had that coin');
    }
    done += 1;
  }
}

async function redis(place: ContainerContext, signal: AbortSignal, ...words: readonly (string | Uint8Array)[]) {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
    return await redisCall(await reach(place, 'redis', 6379), words, until);
  } catch (error) {
    const isName = error instanceof Error && error.message === 'Name does not resolve';
    const [code, text] = isName ? [-2, 'Name does not resolve'] : [111, 'Connection refused'];
    throw new Error(`redis.exceptions.ConnectionError: Error ${code} connecting to redis:6379. ${text}.`, {
      cause: error,
    });
  }
}

async function http(
  place: ContainerContext,
  signal: AbortSignal,
  host: string,
  method: string,
  path: string,
  body?: Uint8Array,
): Promise<Buffer> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  try {
    const connection = await reach(place, host, 80);
    return await new Promise<Buffer>((fulfil, reject) => {
      const outgoing = request({
        ...{ method, path, signal: until, createConnection: () => connection },
        headers: {
          ...{ Host: host, Connection: 'close', Accept: '*/*' },
          ...(body && { 'Content-Type': 'application/octet-stream', 'Content-Length': body.length }),
        },
      });
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          fulfil(Buffer.concat(chunks));
        });
        response.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  } catch (error) {
    throw new Error(`requests.exceptions.ConnectionError: HTTPConnectionPool(host='${host}', port=80): ${path}`, {
      cause: error,
    });
  }
}
