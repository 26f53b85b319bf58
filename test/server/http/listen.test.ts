import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { memoryStore } from '../../../src/server/class/memory-store.ts';
import { type AuthOptions, createAuth } from '../../../src/server/http/auth.ts';
import { createDoors } from '../../../src/server/http/doors.ts';
import { isLoopback, listen } from '../../../src/server/http/listen.ts';

const common = { hasPassword: false };
function request(headers: Record<string, string>) {
  return {
    method: 'GET',
    rawHeaders: Object.entries(headers).flat(),
  };
}

test('a port in use: one of the next when nobody asked for it, else an error', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  await expect(listen({ ...common, port })).rejects.toThrow(/in use/);
  const listening = await listen({ ...common, port, more: 10 });
  expect(listening.port).toBeGreaterThan(port);
  expect(listening.port).toBeLessThanOrEqual(port + 10);
  expect(listening.hosts).toContain(`127.0.0.1:${listening.port}`);
  await listening.close();
  taken.close();
});

test.each([
  ...[
    ['127.0.0.1', true],
    ['127.0.0.2', true],
    ['127.255.255.254', true],
    ['localhost', true],
    ['Localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['0:0:0:0:0:0:0:1', true],
    ['::ffff:127.0.0.1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['128.0.0.1', false],
    ['::2', false],
    ['127.0.0.1.example', false],
    ['localhost.example', false],
    ['', false],
  ],
] as [string, boolean][])('nobody else reaches %j: %s', (name, expected) => {
  expect(isLoopback(name)).toBe(expected);
});

test.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('at %s there is nothing for others', async (host) => {
  const listening = await listen({ ...common, port: 0, host });
  expect(listening.publicOrigins).toEqual([]);
  await listening.close();
});

test('on all addresses, those of this machine and the named ones are known, and the loopback is for whoever is here', async () => {
  const listening = await listen({
    port: 0,
    host: '0.0.0.0',
    hasPassword: true,
    publicNames: ['workspace.example'],
  });
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  for (const { address, family } of addresses) {
    if (family === 'IPv4') expect(listening.hosts).toContain(`${address}:${listening.port}`);
  }
  expect(listening.origin).toBe(`http://127.0.0.1:${listening.port}`);
  expect(listening.publicOrigins[0]).toBe(`http://workspace.example:${listening.port}`);
  expect(listening.hosts.join(' ')).not.toContain('0.0.0.0');
  await listening.close();
});

const hasIPv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
test.skipIf(!hasIPv6)('::1 (skipped without IPv6)', async () => {
  const listening = await listen({ ...common, port: 0, host: '::1' });
  listening.server.on('request', (_, response) => response.end('here'));
  expect(listening.origin).toBe(`http://[::1]:${listening.port}`);
  expect(listening.hosts).toContain(`[::1]:${listening.port}`);
  expect(await (await fetch(listening.origin)).text()).toBe('here');
  await listening.close();
});

test('closing ends idle and upgraded connections', async () => {
  const listening = await listen({ ...common, port: 0 });
  listening.server.on('upgrade', (_, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  const [idle, upgraded] = [connect(listening.port, '127.0.0.1'), connect(listening.port, '127.0.0.1')];
  for (const socket of [idle, upgraded]) socket.on('error', () => undefined);
  upgraded.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
  await Promise.all([once(idle, 'connect'), once(upgraded, 'data')]);
  idle.resume();
  const ends = Promise.all([once(idle, 'close'), once(upgraded, 'close')]);
  await listening.close();
  await ends;
});

function auth(options: Partial<AuthOptions> = {}) {
  return createAuth({
    ...{ doors: createDoors({ hosts: ['h'] }), port: 1, now: () => 0, store: memoryStore() },
    onError: (error) => expect.fail(String(error)),
    ...options,
  });
}

test('by https the cookie is Secure and for this host only', async () => {
  const { cookie } = await auth({ port: 443 }).createSession('ana', true);
  expect(cookie).toMatch(/^__Host-pupitre_443=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
});

test('a person has ten browsers, and nobody loses one because of somebody else', async () => {
  const ended: string[] = [];
  const door = auth({
    onSessionEnd: ({ person, last }) => ended.push(`${person} ${last ? 'last' : ''}`),
  });
  const { cookie } = await door.createSession('ana');
  const header = { Cookie: cookie.split(';')[0] ?? '' };
  for (let at = 0; at < 2000; at++) await door.createSession(`person ${at}`);
  expect(door.identify(request(header))?.person).toBe('ana');
  expect(ended).toEqual([]);
  for (let at = 0; at < 10; at++) await door.createSession('ana');
  expect(ended).toEqual(['ana ']);
  expect(door.identify(request(header))).toBeUndefined();
});

test('a cookie is not enough: the page must show its key', async () => {
  const door = auth();
  const { cookie, key } = await door.createSession('ana');
  const identity = door.identify(request({ Cookie: cookie.split(';')[0] ?? '' }));
  expect(identity?.hasKey(key)).toBe(true);
  for (const wrong of [undefined, '', `${key}x`]) expect(identity?.hasKey(wrong)).toBe(false);
});

test('the invitations of one person do not push out those of another', () => {
  const door = auth();
  const start = door.issueToken('own');
  const invited = door.issueToken('other');
  for (let at = 0; at < 2000; at++) door.issueToken('other');
  expect(door.exchange(invited)).toBeUndefined();
  expect(door.exchange(start)).toBe('own');
});
