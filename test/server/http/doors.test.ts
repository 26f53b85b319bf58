import { describe, expect, test } from 'vitest';
import { trustedProxies } from '../../../src/server/http/client-address.ts';
import { createDoors } from '../../../src/server/http/doors.ts';

const doors = createDoors({
  hosts: ['127.0.0.1:8765', 'localhost:8765'],
  publicUrls: [new URL('https://course.example'), new URL('http://lab.example:8080')],
});

function request(host: string, origin?: string) {
  return { method: 'GET', rawHeaders: ['Host', host, ...(origin === undefined ? [] : ['Origin', origin])] };
}

test.each([
  ['127.0.0.1:8765', undefined],
  ['LOCALHOST:8765', undefined],
  ['course.example', undefined],
  ['course.example:443', undefined],
  ['lab.example:8080', undefined],
  // nginx's $host has no port.
  ['lab.example', undefined],
  ['course.example:80', 403],
  ['lab.example:80', 403],
  ['sub.course.example', 403],
  ['course.example.', 403],
  ['127.0.0.1', 403],
  ['', 400],
] as const)('Host %s: %s', (host, expected) => {
  expect(doors.checkHost(request(host))?.status).toBe(expected);
});

test.each([
  ['course.example', 'https://course.example', undefined],
  ['course.example:443', 'https://course.example', undefined],
  ['lab.example', 'http://lab.example:8080', undefined],
  // A proxy that names this machine says nothing of its own door.
  ['127.0.0.1:8765', 'https://course.example', undefined],
  ['127.0.0.1:8765', 'http://localhost:8765', undefined],
  ['course.example', 'http://course.example', 403],
  ['course.example', 'https://course.example:8443', 403],
  ['course.example', 'http://lab.example:8080', 403],
  // On a student's machine, that is somebody else's page.
  ['course.example', 'http://127.0.0.1:8765', 403],
  ['127.0.0.1:8765', 'https://evil.example', 403],
  ['course.example', 'null', 403],
] as const)('Host %s with Origin %s: %s', (host, origin, expected) => {
  expect(doors.checkOrigin(request(host, origin), true)?.status).toBe(expected);
});

test('by which door a browser came is told by its Origin, then by its Host', () => {
  expect(doors.isSecure(request('course.example'))).toBe(true);
  expect(doors.isSecure(request('127.0.0.1:8765', 'https://course.example'))).toBe(true);
  expect(doors.isSecure(request('127.0.0.1:8765'))).toBe(false);
  expect(doors.isSecure(request('lab.example:8080', 'http://lab.example:8080'))).toBe(false);
});

describe('--trust-proxy', () => {
  test.each(['0', '21', '-1', 'x', '', ',', '10.0.0.0/64', 'loopback,', 'proxy.example', '1,2'])(
    '%j is none',
    (text) => {
      expect(trustedProxies(text)).toBeUndefined();
    },
  );

  test('a number is of hops, addresses are of proxies', () => {
    const two = trustedProxies('2');
    expect([0, 1, 2].map((hop) => two?.('192.0.2.1', hop))).toEqual([true, true, false]);
    const some = trustedProxies('loopback, 10.0.0.0/8,2001:db8::1');
    const trusted = ['127.0.0.1', '::1', '10.1.2.3', '2001:db8::1', '192.0.2.1', '11.0.0.1'];
    expect(trusted.map((address) => some?.(address, 0))).toEqual([true, true, true, true, false, false]);
  });
});
