import { type FileHandle, open, readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { word } from '../../messages/message.ts';
import type { Invocation } from '../../program.ts';
import type { Reach } from '../reach.ts';
import { type CurlOptions, parseCurl } from './options.ts';
import { type CurlRequest, type CurlResponse, transfer } from './transfer.ts';
import { parseUrl } from './url.ts';

/** curl follows no more redirections than these. */
const maxRedirects = 50;

/**
 * A small curl for addresses of the cluster, and for machines that have none: HTTP as far as a workshop uses it, with curl 7.88's messages and exit
 * codes. Its exit code is that of the last URL, as curl's; addresses of the cluster are reached by `reach`.
 */
export async function curl(invocation: Invocation, reach: Reach): Promise<number> {
  const { stderr } = invocation;
  let options: CurlOptions;
  let body: Uint8Array | undefined;
  try {
    options = parseCurl(invocation.args);
  } catch (error) {
    if (!(error instanceof ExitError)) throw error;
    await stderr.write(`${word(error.text, invocation.lang)}\n`);
    return error.exitCode;
  }
  try {
    body = await readData(options, invocation);
  } catch (error) {
    if (error instanceof ExitError) return report(error, undefined, invocation);
    throw error;
  }
  let code = 0;
  for (const [index, url] of options.urls.entries()) {
    try {
      await fetchOne(url, index, options, body, invocation, reach);
      code = 0;
    } catch (error) {
      code = await report(error, options, invocation);
    }
  }
  return code;
}

/** Tells an error in curl's way; its exit code. */
async function report(error: unknown, options: CurlOptions | undefined, { stderr, lang }: Invocation): Promise<number> {
  const known =
    error instanceof ExitError ? error : new ExitError(error instanceof Error ? error.message : String(error), 2);
  if (typeof known.text !== 'string') await stderr.write(`${word(known.text, lang)}\n`);
  else if (!options?.silent || options.showError) await stderr.write(`curl: (${known.exitCode}) ${known.message}\n`);
  return known.exitCode;
}

/** The body that `-d` and the like give; undefined: none. */
async function readData({ data }: CurlOptions, { cwd, stdin }: Invocation): Promise<Uint8Array | undefined> {
  if (data.length === 0) return undefined;
  const pieces: Uint8Array[] = [];
  for (const { kind, text } of data) {
    if (pieces.length > 0) pieces.push(Buffer.from('&'));
    if (kind === 'raw' || !text.startsWith('@')) pieces.push(Buffer.from(text));
    else {
      const bytes =
        text === '@-' ? await collect(stdin) : await readFile(resolve(cwd, text.slice(1))).catch(() => undefined);
      if (!bytes) throw new ExitError(`Failed to open ${text.slice(1)}`, 26);
      // curl takes line ends out of files, but not with --data-binary.
      pieces.push(kind === 'binary' ? bytes : bytes.filter((byte) => byte !== 10 && byte !== 13));
    }
  }
  return Buffer.concat(pieces);
}

async function collect(stdin: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** One URL, with its redirections. Throws ExitError. */
async function fetchOne(
  typed: string,
  index: number,
  options: CurlOptions,
  body: Uint8Array | undefined,
  invocation: Invocation,
  reach: Reach,
): Promise<void> {
  const began = Date.now();
  let { url, host } = parseUrl(typed);
  if (options.get && body) url.search += `${url.search ? '&' : '?'}${Buffer.from(body).toString()}`;
  let method = options.method ?? (options.head ? 'HEAD' : body && !options.get ? 'POST' : 'GET');
  let sentBody = options.get ? undefined : body;
  const sink = await openSink(url, index, options, invocation);
  try {
    for (let redirects = 0; ; redirects++) {
      const request: CurlRequest = { url, host, method, headers: headersFor(url, options, sentBody), body: sentBody };
      if (options.verbose) await invocation.stderr.write(verboseRequest(request));
      const response = await transfer(request, options, invocation.signal, reach);
      const { statusCode: status = 0, headers } = response.message;
      if (options.verbose) await invocation.stderr.write(`${headOf(response, '< ').trimEnd()}\n`);
      const next = options.location && status >= 300 && status < 400 ? headers.location : undefined;
      if (options.fail && status >= 400) {
        response.message.destroy();
        throw new ExitError(`The requested URL returned error: ${status}`, 22);
      }
      if (options.include || options.head) await sink.write(headOf(response, ''));
      if (next === undefined) {
        for await (const chunk of response.body()) await sink.write(chunk);
        await sink.finish();
        if (options.writeOut !== undefined) {
          const facts = { status, url, type: headers['content-type'] ?? '', bytes: sink.bytes, ms: Date.now() - began };
          await invocation.stdout.write(writeOut(options.writeOut, facts));
        }
        return;
      }
      response.message.destroy();
      if (redirects === maxRedirects) throw new ExitError(`Maximum (${maxRedirects}) redirects followed`, 47);
      url = new URL(next, url);
      host = url.hostname;
      if (status === 303 || (status < 303 && method === 'POST')) {
        method = options.method ?? 'GET';
        sentBody = undefined;
      }
    }
  } finally {
    await sink.close();
  }
}

function headersFor(url: URL, options: CurlOptions, body: Uint8Array | undefined): Record<string, string> {
  const headers = new Map<string, [string, string]>();
  const set = (name: string, value: string): void => {
    headers.set(name.toLowerCase(), [name, value]);
  };
  set('Host', url.host);
  if (options.user !== undefined) set('Authorization', `Basic ${Buffer.from(options.user).toString('base64')}`);
  set('User-Agent', options.userAgent);
  set('Accept', '*/*');
  if (body) {
    set('Content-Length', String(body.length));
    set('Content-Type', 'application/x-www-form-urlencoded');
  }
  for (const line of options.headers) {
    const [, name = '', value = ''] = /^([^:;]+)[:;]\s*(.*)$/s.exec(line) ?? [];
    if (value === '') headers.delete(name.toLowerCase());
    else if (name !== '') set(name, value);
  }
  return Object.fromEntries(headers.values());
}

function verboseRequest({ url, method, headers }: CurlRequest): string {
  const lines = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    ...Object.entries(headers).map(([k, v]) => `${k}: ${v}`),
  ];
  return `${lines.map((line) => `> ${line}\n`).join('')}> \n`;
}

/** Status line and headers as they came. */
function headOf({ message, isHttp2 }: CurlResponse, prefix: string): string {
  const { httpVersion, statusCode = 0, statusMessage = '', rawHeaders } = message;
  const headers: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  const lines = isHttp2
    ? [`HTTP/2 ${statusCode} `, ...http2Order(headers)]
    : [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return [...lines, ''].map((line) => `${prefix}${line}\r\n`).join('');
}

/** Headers as Go sends them by HTTP/2: in small letters, what it adds by itself last. */
function http2Order(headers: readonly (readonly [string, string])[]): readonly string[] {
  const small = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const isLate = ([name]: readonly [string, string]): boolean => name === 'content-length' || name === 'date';
  return [...small.filter((each) => !isLate(each)), ...small.filter(isLate)]
    .filter(([name]) => name !== 'transfer-encoding')
    .map(([name, value]) => `${name}: ${value}`);
}

/** Where the answer goes: the output, or the file that `-o` and `-O` name. */
interface Sink {
  readonly bytes: number;
  write(data: string | Uint8Array): Promise<void>;
  /** All has come. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

async function openSink(
  url: URL,
  index: number,
  options: CurlOptions,
  { cwd, stdout, stderr }: Invocation,
): Promise<Sink> {
  let file: FileHandle | undefined;
  let bytes = 0;
  const named = options.outputs[index] ?? (index < options.outputs.length ? basename(url.pathname) : undefined);
  if (named === '') throw new ExitError('Remote file name has no length!', 23);
  // Only who does not see the answer itself sees the meter.
  const metered = !options.silent && (named === undefined ? !stdout.isTTY : named !== '-');
  if (metered) await stderr.write(meterHead);
  return {
    get bytes() {
      return bytes;
    },
    write: async (data) => {
      bytes += data.length;
      if (named === undefined || named === '-') return stdout.write(data);
      // As curl: made only when there is something to write.
      file ??= await open(resolve(cwd, named), 'w').catch(() => {
        throw new ExitError(`Failure writing output to destination`, 23);
      });
      await file.appendFile(data);
    },
    finish: async () => {
      if (metered) await stderr.write(meterRow(bytes));
    },
    close: async () => {
      await file?.close();
    },
  };
}

const meterHead =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n';

function meterRow(bytes: number): string {
  const count = String(bytes).padStart(5);
  return `100 ${count}  100 ${count}    0     0 ${count.padStart(6)}      0 --:--:-- --:--:-- --:--:-- ${count}\n`;
}

interface TransferFacts {
  readonly status: number;
  readonly url: URL;
  readonly type: string;
  readonly bytes: number;
  readonly ms: number;
}

/** What `-w` asks for. */
function writeOut(format: string, { status, url, type, bytes, ms }: TransferFacts): string {
  const values: Readonly<Record<string, string>> = {
    http_code: String(status).padStart(3, '0'),
    response_code: String(status).padStart(3, '0'),
    url_effective: url.href,
    content_type: type,
    size_download: String(bytes),
    time_total: (ms / 1000).toFixed(6),
  };
  return format
    .replace(/%\{(\w+)\}/g, (_all, name: string) => values[name] ?? '')
    .replace(/\\([nrt\\])/g, (_all, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\');
}
