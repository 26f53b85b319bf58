import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp } from '../test-app.ts';

let app: Awaited<ReturnType<typeof startApp>>;
let cookie: string;
let key: string;
beforeAll(async () => {
  app = await startApp();
  ({ cookie, key } = await app.comeIn());
});
afterAll(async () => {
  await app.close();
});

/** What comes over the wire, not decoded. */
async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const asked = request(app.origin + path, { method, headers: { cookie, ...headers } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

function decoded({ headers, body }: Awaited<ReturnType<typeof ask>>): string {
  const coding = headers['content-encoding'];
  if (coding === 'br') return brotliDecompressSync(body).toString();
  return (coding === 'gzip' ? gunzipSync(body) : body).toString();
}

const chromium = 'gzip, deflate, br, zstd';

describe.each(['/', '/assets/page-a1b2c3d4.js'])('%s', (path) => {
  test.each([
    [chromium, 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.1', 'gzip'],
    ['*', 'br'],
    ['zstd', undefined],
    ['identity', undefined],
    ['br;q=0, gzip;q=0', undefined],
    ['', undefined],
    ['\u00ff;;q=', undefined],
  ])('for a client that accepts "%s" in %s', async (accepted, coding) => {
    const plain = await ask(path);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const answer = await ask(path, { 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.headers.vary).toBe('Accept-Encoding');
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(answer.headers['content-type']).toBe(plain.headers['content-type']);
    expect(decoded(answer)).toBe(plain.body.toString());
    if (coding) expect(answer.body.length).toBeLessThan(plain.body.length / 10);
  });
  test('HEAD says what GET sends', async () => {
    const [head, get] = [
      await ask(path, { 'accept-encoding': chromium }, 'HEAD'),
      await ask(path, { 'accept-encoding': chromium }),
    ];
    const without = (headers: IncomingMessage['headers']): object => ({ ...headers, date: undefined });
    expect(without(head.headers)).toEqual(without(get.headers));
    expect(head.body.length).toBe(0);
  });
  test('a range is answered by all of it', async () => {
    const answer = await ask(path, { 'accept-encoding': chromium, range: 'bytes=0-3' });
    expect(answer.status).toBe(200);
    expect(decoded(answer)).toBe(decoded(await ask(path)));
  });
});

test('the page is kept by nobody, a built file by everybody', async () => {
  expect((await ask('/')).headers['cache-control']).toBe('no-store');
  expect((await ask('/assets/page-a1b2c3d4.js')).headers['cache-control']).toContain('immutable');
});

test('a small file is sent as it is, and what lies beside a file has no address', async () => {
  const answer = await ask('/assets/small-a1b2c3d4.js', { 'accept-encoding': chromium });
  expect([answer.headers['content-encoding'], answer.body.toString()]).toEqual([undefined, 'small();']);
  expect((await ask('/assets/page-a1b2c3d4.js.br')).status).toBe(404);
});

// Its length would tell how much of a secret somebody has guessed (BREACH).
test('what holds a secret is not compressed', async () => {
  const invitation = await ask(
    '/invite',
    { 'accept-encoding': chromium, origin: app.origin, 'x-pupitre-key': key },
    'POST',
  );
  expect(invitation.body.toString()).toContain('#token=');
  expect(invitation.headers['content-encoding']).toBeUndefined();
});

test('ranges of a picture', async () => {
  const answer = await ask('/deck/%C3%A9%20a.png', { 'accept-encoding': chromium, range: 'bytes=0-2' });
  expect([answer.status, answer.body.toString()]).toEqual([206, 'pic']);
  expect(answer.headers['content-encoding']).toBeUndefined();
});

test('the page asks for nothing of the request: it is the same for everybody', async () => {
  const other = await app.enter();
  const answers = [
    await ask('/?a=<b>'),
    await ask('/', { cookie: other, 'accept-language': 'fr', 'x-forwarded-for': 'a' }),
  ];
  for (const answer of answers) expect(answer.body.toString()).toBe(app.page);
});
