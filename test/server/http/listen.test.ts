import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createAuth } from '../../../src/server/http/auth.ts';
import { listen } from '../../../src/server/http/listen.ts';
import type { Identity } from '../../../src/server/http/session-store.ts';

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

test('by https the cookie is Secure and for this host only', () => {
  const auth = createAuth({ hosts: ['workspace.example'], port: 443, now: () => 0, secure: true });
  const cookie = auth.createSession({ id: 'a', workspaceId: 'workspace' });
  expect(cookie).toMatch(/^__Host-pupitre_443=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  expect(auth.checkOrigin(request({ Origin: 'https://workspace.example' }), true)).toBeUndefined();
  expect(auth.checkOrigin(request({ Origin: 'http://workspace.example' }), true)?.status).toBe(403);
});

test('a thousand identities: the oldest has to come in again, and its connections are ended', () => {
  const forgotten: [Identity, boolean][] = [];
  const auth = createAuth({
    ...{ hosts: ['h'], port: 1, now: () => 0, secure: false },
    onSessionEnd: (...each) => forgotten.push(each),
  });
  const first = { id: 'first', workspaceId: 'alone' };
  auth.createSession(first);
  const cookie = auth.createSession({ id: 'x', workspaceId: 'workspace' }).split(';')[0] ?? '';
  for (let at = 2; at < 1000; at++) auth.createSession({ id: String(at), workspaceId: 'workspace' });
  expect(forgotten).toEqual([]);
  auth.createSession({ id: 'one more', workspaceId: 'workspace' });
  expect(forgotten).toEqual([[first, true]]);
  auth.logout(request({ Cookie: cookie }));
  expect(forgotten[1]).toEqual([{ id: 'x', workspaceId: 'workspace' }, false]);
});

test('the invitations of one workspace do not push out those of another', () => {
  const auth = createAuth({ hosts: ['h'], port: 1, now: () => 0, secure: false });
  const start = auth.issueToken('own');
  const invited = auth.issueToken('other');
  for (let at = 0; at < 2000; at++) auth.issueToken('other');
  expect(auth.exchange(invited)).toBeUndefined();
  expect(auth.exchange(start)?.workspaceId).toBe('own');
});
