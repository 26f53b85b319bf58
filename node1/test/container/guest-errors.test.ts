import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Programs as no known one is, and what comes of them. */
const guests: Readonly<Record<string, readonly [text: string, exitCode: number, said: RegExp]>> = {
  'throws in a timer': [
    `import { setTimeout as sleep } from 'node:timers/promises'; await sleep(1); throw new Error('one');`,
    ...([1, /^Error: one\n {4}at file:\/\/\/main\.mjs:1:\d+\n[^]*\n\nNode\.js v\d/] as const),
  ],
  'rejects, and nobody hears it': [
    `import { setTimeout as sleep } from 'node:timers/promises';
const lost = async () => { await sleep(1); throw new Error('two'); }; lost();`,
    ...([1, /^Error: two\n/] as const),
  ],
  'throws when it is asked': [
    `import http from 'node:http';
http.createServer(() => { throw new Error('three'); }).listen(80, '0.0.0.0', () => console.log('up'));`,
    ...([1, /^up\nError: three\n/] as const),
  ],
  'imports what no guest has': [
    `import 'node:child_process';`,
    ...([1, /^Error: Cannot find module 'node:child_process'/] as const),
  ],
  'uses what no guest has': [`process.chdir('/');`, ...([1, /^TypeError: process\.chdir is not a function/] as const)],
  'exits, and goes on': [
    `import { setTimeout as sleep } from 'node:timers/promises'; console.log('a'); process.exit(7); console.log('b'); await sleep(1); console.log('c');`,
    ...([7, /^a\n$/] as const),
  ],
  'lasts longer than all others': [
    `import { setTimeout as sleep } from 'node:timers/promises'; await sleep(1500); console.log('still here'); process.exit(0);`,
    ...([0, /^still here\n$/] as const),
  ],
};

test('an error that a guest does not catch is its own end, and nobody else’s', async () => {
  // A process of its own, which has what guests need; Vite loads the sources there as it does here.
  const script = `
import { EventEmitter } from 'node:events';
import http from 'node:http';
import { createServer } from 'vite';
const server = { middlewareMode: true, watch: null, ws: false };
const vite = await createServer({ configFile: false, root: ${JSON.stringify(root)}, appType: 'custom', logLevel: 'error', server });
const { runGuest } = await vite.ssrLoadModule('/src/container/guest/program.ts');
const { blame } = await vite.ssrLoadModule('/src/container/guest/life.ts');
process.on('uncaughtException', (error) => { if (!blame(error)) { console.error(error); process.exit(1); } });
const ended = {};
await Promise.all(Object.entries(${JSON.stringify(Object.entries(guests).map(([name, [text]]) => [name, text]))}).map(async ([, [name, text]]) => {
  let said = '';
  const keep = (data) => { said += data; };
  const listen = (address, port, realPort) => http.get({ port: realPort, host: '127.0.0.1' }).on('error', () => {});
  const network = { listen, unlisten() {}, resolve() {}, locate() {} };
  const code = await runGuest({
    program: { main: '/main.mjs', sources: new Map([['/main.mjs', text]]) },
    place: { spec: { address: '10.244.0.2', namespace: 'default' }, env: {}, network },
    io: { stdout: keep, stderr: keep }, signals: new EventEmitter(), signal: new AbortController().signal, onFlood() {},
  });
  ended[name] = [code, said];
}));
console.log(JSON.stringify(ended));
process.exit(0);`;
  const child = spawn(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', '--input-type=module', '-e', script],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  await once(child, 'close');
  const ended = JSON.parse(output) as Readonly<Record<string, readonly [number, string]>>;
  for (const [name, [, exitCode, said]] of Object.entries(guests)) {
    expect(ended[name]?.[1], name).toMatch(said);
    expect(ended[name]?.[0], name).toBe(exitCode);
  }
});
