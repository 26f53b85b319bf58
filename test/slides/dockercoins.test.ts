import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const folder = new URL('../../slides/stacks/dockercoins/', import.meta.url);
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const nobody = 'redis://127.0.0.1:1';

interface Running {
  /** Resolves to the first line that fits, printed already or still to come; rejects when the process ends first. */
  line(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Sends SIGTERM; resolves to the exit code, or to the signal that ended it. */
  stop(): Promise<unknown>;
}

/** Starts a program and ends it with the test. */
function start(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let ended: string | undefined;
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const exit = once(child, 'close').then(([code, signal]: unknown[]) => {
    ended = `${command} ${args.join(' ')} ended`;
    for (const listener of listeners) listener();
    return code ?? signal;
  });
  const stop = () => {
    child.kill('SIGTERM');
    return exit;
  };
  onTestFinished(async () => {
    await stop();
  });
  return {
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match === null && ended === undefined) return;
          listeners.delete(look);
          if (match === null) reject(new Error(`${ended ?? ''} without printing ${pattern.source}:\n${output}`));
          else resolve(match);
        };
        listeners.add(look);
        look();
      }),
    stop,
  };
}

/** Starts a service of dockercoins as its Dockerfile does, on a free port. */
function startService(name: string, env?: Readonly<Record<string, string>>): Running {
  return start(process.execPath, [fileURLToPath(new URL(`${name}/${name}.js`, folder))], env);
}

/** Starts a service that listens; resolves to its URL once it says that it does. */
async function startServer(name: string, env?: Readonly<Record<string, string>>): Promise<string> {
  const [, port] = await startService(name, env).line(/(?:port |:)(\d+)(?:\/ .*)?\n/);
  return `http://127.0.0.1:${port ?? ''}/`;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startRedis(port: number): Promise<void> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()];
  await start('redis-server', args).line(/Ready to accept connections/);
}

describe('rng', () => {
  test('says where it listens, as the slides show', async () => {
    await startService('rng').line(/^ \* Running on http:\/\/127\.0\.0\.1:\d+\/ \(Press CTRL\+C to quit\)\n/);
  });

  test('gives as many bytes as asked for, and others each time', async () => {
    const url = await startServer('rng');
    const ask = async (path: string) => {
      const response = await fetch(url + path);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      return Buffer.from(await response.arrayBuffer());
    };
    const answers = await Promise.all(['0', '1', '32', '32', '1000000'].map(ask));
    expect(answers.map((answer) => answer.length)).toEqual([0, 1, 32, 32, 1_000_000]);
    expect(answers[2]).not.toEqual(answers[3]);
  });

  test('says what it is, and refuses what it cannot give', async () => {
    const url = await startServer('rng');
    expect(await (await fetch(url)).text()).toMatch(/^RNG running on /);
    const statuses = await Promise.all(
      ['1000001', '-1', 'x', '1e3'].map(async (path) => (await fetch(url + path)).status),
    );
    expect(statuses).toEqual([400, 404, 404, 404]);
  });
});

describe('hasher', () => {
  test('answers with the SHA-256 of what was sent', async () => {
    const url = await startServer('hasher');
    for (const body of ['', 'abc', 'é'.repeat(100_000)]) {
      const response = await fetch(url, { method: 'POST', body });
      expect(await response.text()).toBe(createHash('sha256').update(body).digest('hex'));
    }
  });

  test('says what it is', async () => {
    const url = await startServer('hasher');
    expect(await (await fetch(url)).text()).toMatch(/^HASHER running on /);
    expect((await fetch(`${url}else`)).status).toBe(404);
  });
});

test.each(['rng', 'hasher', 'webui', 'worker'])(
  '%s ends at once on SIGTERM, as process 1 must choose to',
  async (name) => {
    const service = startService(name, { REDIS_URL: nobody });
    await service.line(/\n/);
    expect(await service.stop()).toBe(0);
  },
);

describe('worker', () => {
  test('fails visibly while redis is not there', async () => {
    const worker = startService('worker', { REDIS_URL: nobody });
    const [output] = await worker.line(/^[^]*restarting\.\n/);
    expect(output.replaceAll(/ {4}at .*\n/g, '    at ...\n')).toBe(
      'INFO:__main__:0 units of work done, updating hash counter\n' +
        'ERROR:__main__:In work loop:\n' +
        'Error: connect ECONNREFUSED 127.0.0.1:1\n' +
        '    at ...\n' +
        'ERROR:__main__:Waiting 10s and restarting.\n',
    );
  });

  test('gives up on a redis that takes the connection and never answers', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as net.AddressInfo;
    const worker = startService('worker', { REDIS_URL: `redis://127.0.0.1:${port}` });
    await worker.line(/Error: redis at 127\.0\.0\.1 did not answer within 5 s\n/);
  });

  test.skipIf(!hasRedis)('names the service that it cannot reach (skipped without redis-server)', async () => {
    const port = await freePort();
    await startRedis(port);
    const hasher = `http://127.0.0.1:${await freePort()}/`;
    const worker = startService('worker', {
      REDIS_URL: `redis://127.0.0.1:${port}`,
      RNG_URL: await startServer('rng'),
      HASHER_URL: hasher,
    });
    await worker.line(new RegExp(`Error: ${hasher}: connect ECONNREFUSED 127\\.0\\.0\\.1:`));
  });

  test.skipIf(!hasRedis)(
    'recovers by itself, and webui shows what it does (skipped without redis-server)',
    async () => {
      const port = await freePort();
      const env = { REDIS_URL: `redis://127.0.0.1:${port}` };
      const worker = startService('worker', {
        ...env,
        RNG_URL: await startServer('rng'),
        HASHER_URL: await startServer('hasher'),
        WAIT_SECONDS: '1',
      });
      const webui = await startServer('webui', env);
      await worker.line(/Waiting 1s and restarting\./);
      const refused = await fetch(`${webui}json`);
      expect([refused.status, await refused.json()]).toEqual([
        503,
        { error: `connect ECONNREFUSED 127.0.0.1:${port}` },
      ]);

      await startRedis(port);
      // One unit in 16 is a coin. It and the units are in redis once the worker has gone on to the next line but one.
      const [, units] = await worker.line(
        /Coin found: 0[0-9a-f]{7}\.\.\.\n(?:[^]*:([1-9]\d*) units of work done, .*\n){2}/,
      );
      expect(Number(units)).toBeLessThan(5);

      const counters = (await (await fetch(`${webui}json`)).json()) as Record<string, unknown>;
      expect(Object.keys(counters)).toEqual(['coins', 'hashes', 'now']);
      expect(Number(counters['hashes'])).toBeGreaterThan(0);
      expect(counters['coins']).toBeGreaterThan(0);
      expect(Math.abs(Number(counters['now']) * 1000 - Date.now())).toBeLessThan(60_000);
    },
    120_000,
  );
});

describe('webui', () => {
  test('serves its page without redis, from / too, and nothing else', async () => {
    const url = await startServer('webui', { REDIS_URL: nobody });
    const home = await fetch(url, { redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([302, '/index.html']);
    const page = await fetch(url);
    expect([page.status, page.url]).toEqual([200, `${url}index.html`]);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<title>DockerCoin Miner WebUI</title>');
    expect((await fetch(`${url}webui.js`)).status).toBe(404);
  });

  test.skipIf(!hasRedis)('counts nothing while nobody works (skipped without redis-server)', async () => {
    const port = await freePort();
    await startRedis(port);
    const url = await startServer('webui', { REDIS_URL: `redis://127.0.0.1:${port}` });
    const response = await fetch(`${url}json`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ coins: 0, hashes: '0', now: expect.any(Number) as number });
  });

  test('needs nothing from elsewhere', () => {
    const page = readFileSync(new URL('webui/index.html', folder), 'utf8');
    expect(page).not.toMatch(/https?:|\bsrc=|@import|url\(/);
  });
});

test('worker and webui speak to redis in the same words', () => {
  const [worker, webui] = ['worker', 'webui'].map((name) => readFileSync(new URL(`${name}/redis.js`, folder), 'utf8'));
  expect(worker).toBe(webui);
});
