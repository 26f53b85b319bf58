// worker: asks rng for bytes, has hasher hash them, and keeps the coins (hashes that begin with 0) in redis.
import { setTimeout as sleep } from 'node:timers/promises';
import { redis } from './redis.js';

// Kubernetes sets RNG_PORT, REDIS_PORT and the like by itself for every service: these names must be others.
const { RNG_URL = 'http://rng/', HASHER_URL = 'http://hasher/', WAIT_SECONDS = '10' } = process.env;

/** Sends a request on a connection of its own and gives the answer's bytes; never waits for more than 5 s. */
async function call(url, options) {
  const signal = AbortSignal.timeout(5000);
  try {
    const response = await fetch(url, { ...options, signal, headers: { connection: 'close' } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`${url}: ${error.cause?.message || error.message}`, { cause: error });
  }
}

async function workOnce() {
  await sleep(100);
  const bytes = await call(new URL('32', RNG_URL));
  const hash = (await call(HASHER_URL, { method: 'POST', body: bytes })).toString();
  if (!hash.startsWith('0')) return;
  console.log(`INFO:__main__:Coin found: ${hash.slice(0, 8)}...`);
  const created = await redis('HSET', 'wallet', hash, bytes);
  if (!created) console.log('INFO:__main__:We already had that coin');
}

async function workLoop() {
  let unitsDone = 0;
  let nextUpdate = 0;
  for (;;) {
    if (Date.now() >= nextUpdate) {
      console.log(`INFO:__main__:${unitsDone} units of work done, updating hash counter`);
      await redis('INCRBY', 'hashes', unitsDone);
      unitsDone = 0;
      nextUpdate = Date.now() + 1000;
    }
    await workOnce();
    unitsDone += 1;
  }
}

// Process 1 of a container ignores these signals unless it asks for them.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());

for (;;) {
  try {
    await workLoop();
  } catch (error) {
    console.log(`ERROR:__main__:In work loop:\n${error.stack}`);
    console.log(`ERROR:__main__:Waiting ${WAIT_SECONDS}s and restarting.`);
    await sleep(Number(WAIT_SECONDS) * 1000);
  }
}
