import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBlobs } from '../../../src/docker/image/blobs.ts';
import { createRepositories } from '../../../src/docker/registry/repositories.ts';
import { createRegistry } from '../../../src/docker/registry/server.ts';

const oci = 'application/vnd.oci.image.manifest.v1+json';
const none = `sha256:${'1'.repeat(64)}`;

let folder: string;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pupitre-registry-'));
  const repositories = createRepositories(createBlobs(folder));
  server = createRegistry({ repositories, deleteEnabled: true, onAnswer: () => undefined });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

function sha(bytes: Uint8Array | string) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
function ask(
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  return fetch(new URL(path, base), { method, headers, ...(body !== undefined && { body }) });
}
async function errorsOf(response: Response) {
  return [response.status, await response.text()];
}

async function start(name: string): Promise<string> {
  const started = await ask('POST', `/v2/${name}/blobs/uploads/`);
  expect(started.status).toBe(202);
  return started.headers.get('location') ?? '';
}
async function upload(name: string, content: string): Promise<string> {
  const finished = await ask('PUT', `${await start(name)}?digest=${sha(content)}`, content);
  expect(finished.status).toBe(201);
  return sha(content);
}
function manifestOf(config: string, layer: string) {
  return JSON.stringify({ schemaVersion: 2, mediaType: oci, config: { digest: config }, layers: [{ digest: layer }] });
}

describe('answers as distribution 2.8 gives them', () => {
  test('the version check', async () => {
    const response = await ask('GET', '/v2/');
    expect([response.headers.get('docker-distribution-api-version'), await response.text()]).toEqual([
      'registry/2.0',
      '{}',
    ]);
  });

  test.each([
    [
      '/v2/nosuch/tags/list',
      404,
      '{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry","detail":{"name":"nosuch"}}]}\n',
    ],
    [
      '/v2/nosuch/manifests/v9',
      404,
      '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"v9"}}]}\n',
    ],
    [
      `/v2/a/b/manifests/${none}`,
      404,
      `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Name":"a/b","Revision":"${none}"}}]}\n`,
    ],
    [
      `/v2/a/blobs/${none}`,
      404,
      `{"errors":[{"code":"BLOB_UNKNOWN","message":"blob unknown to registry","detail":"${none}"}]}\n`,
    ],
    ['/v2/UP/tags/list', 404, '404 page not found\n'],
    ['/v2/../../etc/passwd', 404, '404 page not found\n'],
  ])('GET %s', async (path, status, body) => {
    expect(await errorsOf(await ask('GET', path))).toEqual([status, body]);
  });
});

describe('a push', () => {
  test('in one piece, with a manifest by tag; then a pull by tag and by digest', async () => {
    const [config, layer] = [await upload('one', '{}'), await upload('one', 'layer')];
    const manifest = manifestOf(config, layer);
    const put = await ask('PUT', '/v2/one/manifests/v1', manifest, { 'content-type': oci });
    expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, sha(manifest)]);
    for (const reference of ['v1', sha(manifest)]) {
      const got = await ask('GET', `/v2/one/manifests/${reference}`);
      expect([got.headers.get('content-type'), await got.text()]).toEqual([oci, manifest]);
    }
    expect(await (await ask('GET', `/v2/one/blobs/${layer}`)).text()).toBe('layer');
    expect(await (await ask('GET', '/v2/one/tags/list')).text()).toBe('{"name":"one","tags":["v1"]}\n');
    expect((await ask('HEAD', '/v2/one/manifests/v1')).headers.get('content-length')).toBe(String(manifest.length));
  });

  test('in chunks, which must follow on each other', async () => {
    const place = await start('chunks');
    const first = await ask('PATCH', place, 'abc', { 'content-range': '0-2' });
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-2']);
    expect((await ask('PATCH', place, 'xyz', { 'content-range': '7-9' })).status).toBe(416);
    expect((await ask('GET', place)).headers.get('range')).toBe('0-2');
    await ask('PATCH', place, 'def', { 'content-range': '3-5' });
    expect((await ask('PUT', `${place}?digest=${sha('abcdef')}`)).status).toBe(201);
    expect(await (await ask('GET', `/v2/chunks/blobs/${sha('abcdef')}`)).text()).toBe('abcdef');
  });

  test('with a wrong digest is refused, and leaves nothing', async () => {
    const refused = await ask('PUT', `${await start('wrong')}?digest=${none}`, 'not that');
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain(
      '{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"',
    );
    expect((await ask('HEAD', `/v2/wrong/blobs/${sha('not that')}`)).status).toBe(404);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  test('mounts a blob of another repository, and opens an upload where that has none', async () => {
    const digest = await upload('source', 'shared');
    expect((await ask('POST', `/v2/target/blobs/uploads/?mount=${digest}&from=source`)).status).toBe(201);
    expect(await (await ask('GET', `/v2/target/blobs/${digest}`)).text()).toBe('shared');
    expect((await ask('POST', `/v2/target/blobs/uploads/?mount=${none}&from=source`)).status).toBe(202);
  });

  test('of a manifest whose layers are missing, or that is none, is refused', async () => {
    expect((await ask('PUT', '/v2/m/manifests/v1', manifestOf(none, none))).status).toBe(404);
    expect((await ask('PUT', '/v2/m/manifests/v1', 'nonsense')).status).toBe(400);
    expect((await ask('PUT', `/v2/m/manifests/${none}`, '{}')).status).toBe(400);
  });

  test('of a large blob is streamed', async () => {
    const bytes = randomBytes(1024 * 1024);
    const hash = createHash('sha256');
    const count = 64;
    for (let index = 0; index < count; index++) hash.update(bytes);
    let left = count;
    const body = new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(bytes);
        else controller.close();
      },
    });
    const before = process.memoryUsage().rss;
    const place = await start('large');
    const sent = await fetch(new URL(place), { method: 'PATCH', body, duplex: 'half' });
    expect(sent.status).toBe(202);
    expect((await ask('PUT', `${place}?digest=sha256:${hash.digest('hex')}`)).status).toBe(201);
    expect(process.memoryUsage().rss - before).toBeLessThan(count * bytes.length);
  });
});

test('deletion by digest takes the tags with it; by tag it is not supported', async () => {
  const manifest = manifestOf(await upload('gone', '{}'), await upload('gone', 'x'));
  await ask('PUT', '/v2/gone/manifests/v1', manifest);
  expect((await ask('DELETE', '/v2/gone/manifests/v1')).status).toBe(405);
  expect((await ask('DELETE', `/v2/gone/manifests/${sha(manifest)}`)).status).toBe(202);
  expect((await ask('GET', '/v2/gone/tags/list')).status).toBe(404);
});

test('lists come in pages', async () => {
  const manifest = manifestOf(await upload('paged', '{}'), await upload('paged', 'y'));
  for (const tag of ['a', 'b', 'c']) await ask('PUT', `/v2/paged/manifests/${tag}`, manifest);
  const first = await ask('GET', '/v2/paged/tags/list?n=2');
  expect([await first.text(), first.headers.get('link')]).toEqual([
    '{"name":"paged","tags":["a","b"]}\n',
    '</v2/paged/tags/list?last=b&n=2>; rel="next"',
  ]);
  expect(await (await ask('GET', '/v2/paged/tags/list?n=2&last=b')).text()).toBe('{"name":"paged","tags":["c"]}\n');
});
