import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ExitError } from '../../cli-kit/exit-error.ts';
import { flag } from '../../cli-kit/flags.ts';
import { keyProblems } from '../../kube/validate-config.ts';
import type { KubectlCall, KubectlCommand } from '../command.ts';
import { fail, failUsage } from '../errors.ts';
import { toCompactJson } from '../print/serialise.ts';
import { madeFlags, madeMetadata, make, oneName, valuesOf } from './create-object.ts';

/** What goes into a config map or secret, by key. */
type Contents = Map<string, Buffer>;

/** Bytes of one file that are read at most. */
const mostBytes = 8 * 1024 * 1024;

interface Target {
  readonly call: KubectlCall;
  /** `ConfigMap` or `Secret`. */
  readonly kind: string;
  readonly name: string;
  readonly contents: Contents;
}

function add({ kind, name, contents }: Target, key: string, value: Buffer): void {
  const problems = keyProblems(key);
  if (problems.length > 0) fail(`${JSON.stringify(key)} is not a valid key name for a ${kind}: ${problems.join(';')}`);
  if (contents.has(key)) {
    fail(
      kind === 'Secret'
        ? `cannot add key ${key}, another key by that name already exists`
        : `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
    );
  }
  contents.set(key, value);
}

function why(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file or directory';
  if (code === 'EACCES') return 'permission denied';
  return code === 'EISDIR' ? 'is a directory' : String(error);
}

async function content(call: KubectlCall, path: string): Promise<Buffer> {
  const full = resolve(call.invocation.cwd, path);
  const { size } = await stat(full);
  if (size > mostBytes) fail(`${path} is larger than ${mostBytes} bytes`);
  return await readFile(full).catch((error: unknown) => fail(`open ${path}: ${why(error)}`));
}

/** `--from-file=path`, `=key=path`, `=folder`. */
async function fromFile(target: Target, source: string): Promise<void> {
  const count = source.split('=').length - 1;
  if (count > 1) fail("key names or file paths cannot contain '='");
  if (count === 1 && source.startsWith('=')) fail(`key name for file path ${source.slice(1)} missing`);
  if (count === 1 && source.endsWith('=')) fail(`file path for key name ${source.slice(0, -1)} missing`);
  const [first = '', second] = source.split('=');
  const [key, path] = second === undefined ? [basename(first), first] : [first, second];
  const full = resolve(target.call.invocation.cwd, path);
  const info = await stat(full).catch((error: unknown) => fail(`error reading ${path}: ${why(error)}`));
  if (!info.isDirectory()) {
    add(target, key, await content(target.call, path));
    return;
  }
  if (second !== undefined) fail('cannot give a key name for a directory path.');
  const entries = await readdir(full, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isFile()) add(target, entry.name, await content(target.call, join(path, entry.name)));
  }
}

/** `--from-literal=key=value`, with the quotes that a shell may have left around it. */
function fromLiteral(target: Target, source: string): void {
  const at = source.indexOf('=');
  if (at <= 0) fail(`invalid literal source ${source}, expected key=value`);
  add(target, source.slice(0, at), Buffer.from(source.slice(at + 1)));
}

const environmentName = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

async function fromEnvFile(target: Target, path: string): Promise<void> {
  const info = await stat(resolve(target.call.invocation.cwd, path)).catch((error: unknown) =>
    fail(`error reading ${path}: ${why(error)}`),
  );
  if (info.isDirectory()) fail(`env ${target.kind === 'Secret' ? 'secret' : 'config'} file cannot be a directory`);
  const lines = (await content(target.call, path))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split('\n');
  for (const raw of lines) {
    const line = raw.replace(/\r$/, '').trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const key = at < 0 ? line : line.slice(0, at);
    if (!environmentName.test(key)) {
      fail(
        `${JSON.stringify(key)} is not a valid key name: a valid environment variable name must consist of alphabetic characters, digits, ` +
          "'_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
      );
    }
    add(target, key, Buffer.from(at < 0 ? (target.call.invocation.env[key] ?? '') : line.slice(at + 1)));
  }
}

async function contentsOf(call: KubectlCall, kind: string, name: string): Promise<Contents> {
  const target: Target = { call, kind, name, contents: new Map() };
  const files = valuesOf(call, 'from-file');
  const literals = call.flags.list('from-literal');
  const env = call.flags.given('from-env-file') ? call.flags.text('from-env-file') : '';
  if (env !== '' && files.length + literals.length > 0)
    fail('from-env-file cannot be combined with from-file or from-literal');
  for (const source of files) await fromFile(target, source);
  for (const source of literals) fromLiteral(target, source);
  if (env !== '') await fromEnvFile(target, env);
  return target.contents;
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}

function encoded(contents: Contents): Record<string, string> {
  return Object.fromEntries([...contents].map(([key, bytes]) => [key, bytes.toString('base64')]));
}

/** The end of a name that says what is in it, as `--append-hash` makes it. */
function hashOf(value: object): string {
  const digits: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  const hex = createHash('sha256').update(toCompactJson(value)).digest('hex').slice(0, 10);
  return hex.replace(/[013ae]/g, (digit) => digits[digit] ?? digit);
}

async function createConfigMap(call: KubectlCall): Promise<number> {
  const given = oneName(call);
  const contents = await contentsOf(call, 'ConfigMap', given);
  const texts = [...contents].filter(([, bytes]) => isText(bytes));
  const data = Object.fromEntries(texts.map(([key, bytes]) => [key, bytes.toString('utf8')]));
  const binaryData = encoded(new Map([...contents].filter(([, bytes]) => !isText(bytes))));
  const binary = Object.keys(binaryData).length === 0 ? {} : { binaryData };
  const name = call.flags.on('append-hash')
    ? `${given}-${hashOf({ kind: 'ConfigMap', name: given, data, ...binary })}`
    : given;
  return make(call, 'configmaps', {
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...binary,
    metadata: madeMetadata(call, name),
  });
}

async function makeSecret(call: KubectlCall, given: string, type: string, contents: Contents): Promise<number> {
  const data = encoded(contents);
  const hashed = { kind: 'Secret', type, name: given, data };
  const name = call.flags.on('append-hash') ? `${given}-${hashOf(hashed)}` : given;
  return make(call, 'secrets', {
    ...(contents.size === 0 ? {} : { data }),
    metadata: madeMetadata(call, name),
    ...(type === '' ? {} : { type }),
  });
}

async function createGeneric(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  return makeSecret(call, name, call.flags.text('type'), await contentsOf(call, 'Secret', name));
}

async function createTls(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const [key, cert] = [call.flags.text('key'), call.flags.text('cert')];
  for (const name of ['cert', 'key'])
    if (call.flags.text(name) === '') failUsage('create secret tls', `flag ${name} is required`);
  const read = async (path: string): Promise<Buffer> =>
    await content(call, path).catch((error: unknown) => {
      if (error instanceof ExitError) throw error;
      return fail(`Cannot read file ${path}, open ${path}: ${why(error)}`);
    });
  const crt = await read(cert);
  const pem = await read(key);
  await checkPair(crt.toString('utf8'), pem.toString('utf8'));
  return makeSecret(
    call,
    name,
    'kubernetes.io/tls',
    new Map([
      ['tls.crt', crt],
      ['tls.key', pem],
    ]),
  );
}

async function checkPair(certificate: string, key: string): Promise<void> {
  const { createPrivateKey, X509Certificate } = await import('node:crypto');
  if (!certificate.includes('-----BEGIN CERTIFICATE-----'))
    fail('failed to load key pair tls: failed to find any PEM data in certificate input');
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
    fail('failed to load key pair tls: failed to find any PEM data in key input');
  const fits = ((): boolean | undefined => {
    try {
      return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    } catch {
      return undefined;
    }
  })();
  if (fits === undefined) fail('failed to load key pair tls: failed to parse private key');
  if (!fits) fail('failed to load key pair tls: private key does not match public key');
}

async function createRegistry(call: KubectlCall): Promise<number> {
  const name = oneName(call);
  const { flags } = call;
  if (flags.list('from-file').length > 0) {
    const contents = await contentsOf(call, 'Secret', name);
    return makeSecret(call, name, 'kubernetes.io/dockerconfigjson', contents);
  }
  const part = (field: string): string => flags.text(`docker-${field}`);
  for (const field of ['docker-username', 'docker-password', 'docker-server'])
    if (flags.text(field) === '') failUsage('create secret docker-registry', `flag ${field} is required`);
  const login = {
    username: part('username'),
    password: part('password'),
    ...(part('email') === '' ? {} : { email: part('email') }),
    auth: Buffer.from(`${part('username')}:${part('password')}`).toString('base64'),
  };
  const config = Buffer.from(JSON.stringify({ auths: { [part('server')]: login } }));
  return makeSecret(call, name, 'kubernetes.io/dockerconfigjson', new Map([['.dockerconfigjson', config]]));
}

const sources = [flag.list('from-file'), flag.list('from-literal'), flag.text('from-env-file')];
const hash = flag.bool('append-hash');

/** `kubectl create configmap`. */
export const configMap: KubectlCommand = {
  name: 'configmap',
  aliases: ['cm'],
  flags: [...sources, hash, ...madeFlags],
  run: createConfigMap,
};

/** `kubectl create secret`. */
export const secret: KubectlCommand = {
  name: 'secret',
  flags: [],
  commands: [
    {
      name: 'docker-registry',
      flags: [
        ...['username', 'password', 'email'].map((field) => flag.text(`docker-${field}`)),
        flag.text('docker-server', undefined, 'https://index.docker.io/v1/'),
        flag.list('from-file'),
        hash,
        ...madeFlags,
      ],
      run: createRegistry,
    },
    { name: 'generic', flags: [...sources, flag.text('type'), hash, ...madeFlags], run: createGeneric },
    { name: 'tls', flags: [flag.text('cert'), flag.text('key'), hash, ...madeFlags], run: createTls },
  ],
};
