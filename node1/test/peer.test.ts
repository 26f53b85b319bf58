import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { peerOwner } from '../src/peer.ts';

const servers = new Set<ReturnType<typeof createServer>>();
afterEach(() => {
  for (const server of servers) server.close();
  servers.clear();
});

async function listen(host: string): Promise<{ port: number; accepted: Promise<Socket> }> {
  const server = createServer({ pauseOnConnect: true });
  servers.add(server);
  const accepted = once(server, 'connection').then(([socket]) => socket as Socket);
  server.listen(0, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, accepted };
}

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux.each(['127.0.0.1', '::1'])('the kernel tells whose process is at the other end: %s', async (host) => {
  const { port, accepted } = await listen(host);
  const client = connect(port, host);
  const socket = await accepted;
  expect(peerOwner(socket)).toBe(process.getuid?.());
  client.destroy();
  socket.destroy();
});

test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('also when it is another user', async () => {
  const { port, accepted } = await listen('127.0.0.1');
  const program = `require('net').connect(${port}, '127.0.0.1')`;
  const child = spawn(process.execPath, ['-e', program], { uid: 20_998, gid: 20_998, cwd: '/' });
  const socket = await accepted;
  expect(peerOwner(socket)).toBe(20_998);
  child.kill();
  socket.destroy();
});

onLinux('who has hung up already is nobody, not root', async () => {
  const { port, accepted } = await listen('127.0.0.1');
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  client.end('GET / HTTP/1.0\r\n\r\n');
  client.destroy();
  await once(client, 'close');
  const socket = await accepted;
  expect(peerOwner(socket)).toBeUndefined();
  socket.destroy();
});
