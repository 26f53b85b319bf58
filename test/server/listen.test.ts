import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createAccess, type Identity } from '../../src/server/http/access.ts';
import { listen } from '../../src/server/http/listen.ts';

const common = { hasPassword: false, lang: 'en' } as const;
const request = (headers: Record<string, string>) => ({
  method: 'GET',
  rawHeaders: Object.entries(headers).flat(),
});

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

test('on all addresses, those of this machine and the named ones are known, and the loopback is for whoever is here', async () => {
  const listening = await listen({
    port: 0,
    host: '0.0.0.0',
    hasPassword: true,
    lang: 'en',
    publicNames: ['desk.example'],
  });
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  for (const { address, family } of addresses) {
    if (family === 'IPv4') expect(listening.hosts).toContain(`${address}:${listening.port}`);
  }
  expect(listening.origin).toBe(`http://127.0.0.1:${listening.port}`);
  expect(listening.publicOrigins[0]).toBe(`http://desk.example:${listening.port}`);
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

test('by https the cookie is Secure and for this host only', () => {
  const access = createAccess({ hosts: ['desk.example'], port: 443, now: () => 0, secure: true });
  const cookie = access.admit({ id: 'a', deskId: 'desk' });
  expect(cookie).toMatch(/^__Host-pupitre_443=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  expect(access.checkOrigin(request({ Origin: 'https://desk.example' }), true)).toBeUndefined();
  expect(access.checkOrigin(request({ Origin: 'http://desk.example' }), true)?.status).toBe(403);
});

test('a thousand identities: the oldest has to come in again, and its connections are ended', () => {
  const forgotten: [Identity, boolean][] = [];
  const access = createAccess({
    ...{ hosts: ['h'], port: 1, now: () => 0, secure: false },
    onForgotten: (...each) => forgotten.push(each),
  });
  const first = { id: 'first', deskId: 'alone' };
  access.admit(first);
  const cookie = access.admit({ id: 'x', deskId: 'desk' }).split(';')[0] ?? '';
  for (let at = 2; at < 1000; at++) access.admit({ id: String(at), deskId: 'desk' });
  expect(forgotten).toEqual([]);
  access.admit({ id: 'one more', deskId: 'desk' });
  expect(forgotten).toEqual([[first, true]]);
  access.logout(request({ Cookie: cookie }));
  expect(forgotten[1]).toEqual([{ id: 'x', deskId: 'desk' }, false]);
});

test('the invitations of one desk do not push out those of another', () => {
  const access = createAccess({ hosts: ['h'], port: 1, now: () => 0, secure: false });
  const start = access.issueToken('own');
  const invited = access.issueToken('other');
  for (let at = 0; at < 2000; at++) access.issueToken('other');
  expect(access.exchange(invited)).toBeUndefined();
  expect(access.exchange(start)?.deskId).toBe('own');
});
