import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAuth } from '../../../src/server/http/auth.ts';
import { SessionStore } from '../../../src/server/http/session-store.ts';

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
function auth() {
  return createAuth({ hosts: [host], port: 8765, now: () => 0, secure: false, store: new SessionStore(file) });
}
function requestOf(setCookie: string) {
  const cookie = setCookie.split(';')[0] ?? '';
  return { method: 'GET', headers: { host, cookie }, rawHeaders: ['Host', host, 'Cookie', cookie] };
}

/** A start of the server in which somebody comes in; their cookie. */
function comeIn(workspaceId = 'workspace'): string {
  const app = auth();
  const identity = app.exchange(app.issueToken(workspaceId));
  if (!identity) throw new Error('not let in');
  return app.createSession(identity);
}

test('whoever came in is known after a restart, at the same workspace', () => {
  const cookie = comeIn();
  const again = auth();
  expect(again.identify(requestOf(cookie))).toMatchObject({ workspaceId: 'workspace' });
  expect(again.lastWorkspace()).toBe('workspace');
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
  expect(auth().identify(requestOf(`pupitre_8765=${cookieHash}`))).toBeUndefined();
});

test('whoever has logged out is forgotten for good', () => {
  const cookie = comeIn();
  auth().logout(requestOf(cookie));
  expect(auth().identify(requestOf(cookie))).toBeUndefined();
});

test('half a day later everybody has to come in again', () => {
  comeIn();
  const later = Date.now() + 13 * 3_600_000;
  expect(new SessionStore(file).load(later)).toEqual([]);
  expect(new SessionStore(file).load()).toHaveLength(1);
});

test.each(['', '{', '[{"cookieHash": 1}]', '[{"cookieHash": "x", "id": "a", "workspaceId": "b", "since": 0}]'])(
  'a damaged file is as good as none: %s',
  (text) => {
    comeIn();
    writeFileSync(file, text);
    expect(auth().lastWorkspace()).toBeUndefined();
  },
);
