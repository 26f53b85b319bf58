import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAccess } from '../../src/server/http/access.ts';
import { DoorMemory } from '../../src/server/http/door-memory.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pupitre-door-'));
  file = join(folder, 'pupitre', 'door-8765.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const host = '127.0.0.1:8765';
const access = () =>
  createAccess({ hosts: [host], port: 8765, now: () => 0, secure: false, memory: new DoorMemory(file) });
const requestOf = (setCookie: string) => {
  const cookie = setCookie.split(';')[0] ?? '';
  return { method: 'GET', headers: { host, cookie }, rawHeaders: ['Host', host, 'Cookie', cookie] };
};

/** A start of the server in which somebody comes in; their cookie. */
function comeIn(deskId = 'desk'): string {
  const door = access();
  const identity = door.exchange(door.issueToken(deskId));
  if (!identity) throw new Error('not let in');
  return door.admit(identity);
}

test('whoever came in is known after a restart, at the same desk', () => {
  const cookie = comeIn();
  const again = access();
  expect(again.identify(requestOf(cookie))).toMatchObject({ deskId: 'desk' });
  expect(again.lastDesk()).toBe('desk');
  expect(again.identify(requestOf('pupitre_8765=another'))).toBeUndefined();
});

test('only its user can read the file, and what is in it lets nobody in', () => {
  const cookie = comeIn();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const secret = /=([^;]+)/.exec(cookie)?.[1] ?? '';
  expect(secret.length).toBeGreaterThan(20);
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain(secret);
  const [{ cookieHash = '' } = {}] = JSON.parse(text) as { cookieHash?: string }[];
  expect(access().identify(requestOf(`pupitre_8765=${cookieHash}`))).toBeUndefined();
});

test('whoever has logged out is forgotten for good', () => {
  const cookie = comeIn();
  access().logout(requestOf(cookie));
  expect(access().identify(requestOf(cookie))).toBeUndefined();
});

test('half a day later everybody has to come in again', () => {
  comeIn();
  const later = Date.now() + 13 * 3_600_000;
  expect(new DoorMemory(file).load(later)).toEqual([]);
  expect(new DoorMemory(file).load()).toHaveLength(1);
});

test.each(['', '{', '[{"cookieHash": 1}]', '[{"cookieHash": "x", "id": "a", "deskId": "b", "since": 0}]'])(
  'a damaged file is as good as none: %s',
  (text) => {
    comeIn();
    writeFileSync(file, text);
    expect(access().lastDesk()).toBeUndefined();
  },
);
