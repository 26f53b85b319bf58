import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curl as curlWith } from '../../src/gateway/curl/curl.ts';
import type { Program } from '../../src/program.ts';
import { call } from './call.ts';

/** Of a node without a cluster. */
const curl: Program = (invocation) =>
  curlWith(
    invocation,
    Object.assign(() => undefined, { isApi: () => false }),
  );

const folder = mkdtempSync(join(tmpdir(), 'pupitre-curl-'));
let server: Server;
let port: number;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = '', method = '' } = request;
    if (url === '/moved') response.writeHead(302, { location: '/echo' }).end('gone');
    else if (url === '/round') response.writeHead(302, { location: '/round' }).end();
    else if (url === '/missing') response.writeHead(404).end('no such page\n');
    else if (url === '/never') response.write('a');
    else if (url === '/cut') {
      response.writeHead(200, { 'content-length': '10' }).write('abc');
      setImmediate(() => response.destroy());
    } else if (url.startsWith('/echo')) {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const headers = Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection');
        response.end(JSON.stringify({ method, url, body, headers: Object.fromEntries(headers) }));
      });
    } else response.writeHead(200, { 'X-Case': 'Kept' }).end('{"repositories":[]}\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  base = `127.0.0.1:${port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function fetchEcho(...args: string[]): Promise<unknown> {
  return JSON.parse((await call(curl, ['-s', ...args])).stdout);
}

describe('what it gets', () => {
  test('the body, with http where no scheme is given', async () => {
    const answer = await call(curl, [`${base}/v2/_catalog`], { isTTY: true });
    expect(answer).toEqual({ code: 0, stdout: '{"repositories":[]}\n', stderr: '' });
  });

  test('-i and -I show the head as it came', async () => {
    const { stdout } = await call(curl, ['-si', base]);
    expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Case: Kept\r\n[\s\S]*\r\n\r\n\{"rep/);
    const head = await call(curl, ['-sI', base]);
    expect(head.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/);
  });

  test('-X, -d, -H: a request as asked for', async () => {
    expect(await fetchEcho('-d', 'a=1', '-d', 'b=2', '-H', 'X-Me: you', `${base}/echo`)).toEqual({
      method: 'POST',
      url: '/echo',
      body: 'a=1&b=2',
      headers: {
        'user-agent': 'curl/7.88.1',
        accept: '*/*',
        'content-length': '7',
        'content-type': 'application/x-www-form-urlencoded',
        'x-me': 'you',
      },
    });
    expect(await fetchEcho('-XDELETE', `${base}/echo/x`)).toMatchObject({ method: 'DELETE', url: '/echo/x' });
    expect(await fetchEcho('-G', '-d', 'q=1', `${base}/echo`)).toMatchObject({ method: 'GET', url: '/echo?q=1' });
  });

  test('-d @FILE and @-', async () => {
    writeFileSync(join(folder, 'data'), 'x\ny\n');
    const file = await call(curl, ['-s', '-d', '@data', `${base}/echo`], { cwd: folder });
    expect(JSON.parse(file.stdout)).toMatchObject({ body: 'xy' });
    const input = await call(curl, ['-s', '--data-binary', '@-', `${base}/echo`], { stdin: 'x\ny\n' });
    expect(JSON.parse(input.stdout)).toMatchObject({ body: 'x\ny\n' });
    expect(await call(curl, ['-d', '@nothing', base], { cwd: folder })).toMatchObject({ code: 26 });
  });

  test('-L follows, and not for ever', async () => {
    expect(await call(curl, ['-s', `${base}/moved`])).toMatchObject({ stdout: 'gone' });
    expect(await fetchEcho('-L', `${base}/moved`)).toMatchObject({ url: '/echo' });
    const { code, stderr } = await call(curl, ['-sSL', `${base}/round`]);
    expect({ code, stderr }).toEqual({ code: 47, stderr: 'curl: (47) Maximum (50) redirects followed\n' });
  });

  test('-o and -O write files, one for each URL', async () => {
    const { stdout } = await call(curl, ['-s', '-o', 'one', '-O', base, `${base}/echo`], { cwd: folder });
    expect(stdout).toBe('');
    expect(readFileSync(join(folder, 'one'), 'utf8')).toContain('repositories');
    expect(readFileSync(join(folder, 'echo'), 'utf8')).toContain('"url":"/echo"');
  });

  test('-w tells what came of it', async () => {
    const { stdout } = await call(curl, ['-s', '-o', '/dev/null', '-w', '%{http_code} %{size_download}\\n', base]);
    expect(stdout).toBe('200 20\n');
  });

  test('the meter is shown to who does not see the answer', async () => {
    expect((await call(curl, [base])).stderr).toMatch(/^ {2}% Total/);
  });
});

describe('what goes wrong', () => {
  test.each<[string, string[], number, string]>([
    ['the command that a translation broke', ['$', '/'], 3, 'URL using bad/illegal format or missing URL'],
    ['a variable that is empty', ['127.0.0.1:/v2/'], 1, 'Protocol "127.0.0.1" not supported or disabled in libcurl'],
    ['another protocol', ['gopher://x/'], 1, 'Protocol "gopher" not supported or disabled in libcurl'],
    ['a name that is not known', ['REGISTRY.invalid'], 6, 'Could not resolve host: REGISTRY.invalid'],
  ])('%s', async (_name, args, code, message) => {
    const answer = await call(curl, args, { isTTY: true });
    expect(answer.code).toBe(code);
    expect(answer.stderr.split('\n').at(-2)).toBe(`curl: (${code}) ${message}`);
  });

  test('nobody listens', async () => {
    const listener = createTcpServer();
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const free = (listener.address() as AddressInfo).port;
    await new Promise((resolve) => listener.close(resolve));
    const { code, stderr } = await call(curl, ['-sS', `127.0.0.1:${free}/`]);
    expect(code).toBe(7);
    expect(stderr).toMatch(
      new RegExp(
        `^curl: \\(7\\) Failed to connect to 127\\.0\\.0\\.1 port ${free} after \\d+ ms: Couldn't connect to server\\n$`,
      ),
    );
  });

  test('-f: an answer that is none', async () => {
    expect(await call(curl, [`${base}/missing`], { isTTY: true })).toMatchObject({ code: 0, stdout: 'no such page\n' });
    expect(await call(curl, ['-f', `${base}/missing`], { isTTY: true })).toEqual({
      code: 22,
      stdout: '',
      stderr: 'curl: (22) The requested URL returned error: 404\n',
    });
  });

  test('-m: it takes too long', async () => {
    const { code, stdout, stderr } = await call(curl, ['-sS', '-m', '0.1', `${base}/never`]);
    expect({ code, stdout }).toEqual({ code: 28, stdout: 'a' });
    expect(stderr).toMatch(/^curl: \(28\) Operation timed out after \d+ milliseconds with 1 bytes received\n$/);
  });

  test('an answer that is cut off', async () => {
    const { code, stderr } = await call(curl, ['-sS', `${base}/cut`]);
    expect({ code, stderr }).toEqual({
      code: 18,
      stderr: 'curl: (18) transfer closed with 7 bytes remaining to read\n',
    });
  });

  test('a server that says nothing', async () => {
    const silent = createTcpServer((socket) => socket.end());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const answer = await call(curl, ['-sS', `127.0.0.1:${(silent.address() as AddressInfo).port}`]);
    silent.close();
    expect(answer).toEqual({ code: 52, stdout: '', stderr: 'curl: (52) Empty reply from server\n' });
  });

  test('-s says nothing; the exit code is that of the last URL', async () => {
    expect(await call(curl, ['-s', '$'])).toEqual({ code: 3, stdout: '', stderr: '' });
    expect(await call(curl, ['-s', '$', base])).toMatchObject({ code: 0 });
  });

  test('a call that is none', async () => {
    expect(await call(curl, [])).toMatchObject({ code: 2 });
    expect((await call(curl, ['-X'])).stderr).toMatch(/^curl: option -X: requires parameter\n/);
    expect((await call(curl, ['-m', 'soon', base])).stderr).toMatch(/^curl: option -m: expected a proper numerical/);
    const unknown = await call(curl, ['--ftp-pasv', base]);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^rehearsal: curl --ftp-pasv is not simulated/) as unknown,
    });
  });

  test('a file that cannot be written', async () => {
    const answer = await call(curl, ['-sS', '-o', 'no/such/folder', base], { cwd: folder });
    expect(answer).toMatchObject({ code: 23 });
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
