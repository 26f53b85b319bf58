import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import { metadataFault } from '../kube/decode-fault.ts';
import { schemaErrors } from '../kube/schema.ts';
import { message } from '../messages/message.ts';
import { ApiError } from '../objects.ts';
import type { KubectlCall } from './command.ts';
import { commandError, fail, whileDoing } from './errors.ts';
import type { Kind } from './kinds.ts';
import { apiVersionOf, isAbsentKind, kindOfObject, resourceKinds } from './kinds.ts';
import { fromOlder } from './older-versions.ts';
import type { Found } from './selection.ts';
import { getNamed } from './selection.ts';
import { parseManifest, splitDocuments } from './yaml-documents.ts';

/** An object as somebody wrote it. */
interface Written {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly generateName?: string;
  } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** One object of a file. */
export interface Manifest {
  /** As messages name it: the path as typed, or `STDIN`. */
  readonly source: string;
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  /** In the version that is kept. */
  readonly object: Written;
  /** As it was written, where that is in an older version. */
  readonly older?: { readonly written: Written; readonly warning: string; readonly isFilled: boolean };
}

/** More than this is no manifest but a mistake. */
const maxBytes = 8 * 1024 * 1024;
const extensions = ['.json', '.yaml', '.yml'];

/** What stands behind `-f`. */
export interface Manifests {
  readonly found: readonly Manifest[];
  /** In their order; a mistake in a file's text ends that file, an unknown kind does not. */
  readonly errors: readonly unknown[];
}

/** Whether a call names objects by files: `-f`, `-k`. */
export function isFromFiles({ flags }: KubectlCall): boolean {
  return flags.list('filename').length > 0 || (flags.has('kustomize') && flags.text('kustomize') !== '');
}

/** Reads the objects behind `-f`: files, folders, `-`; `validate` compares them with their schema. Throws ExitError for a path that is not there. */
export async function readManifests(call: KubectlCall, paths: readonly string[], validate = false): Promise<Manifests> {
  const found: Manifest[] = [];
  const errors: unknown[] = [];
  await eachManifest(call, paths, validate, (made) => {
    if ('error' in made) errors.push(made.error);
    else found.push(made);
  });
  // Each is told once.
  for (const warning of new Set(found.flatMap(({ older }) => older?.warning ?? []))) await call.err(`${warning}\n`);
  return { found, errors };
}

/** The objects in the cluster that the ones behind `-f` describe; errors are in the order of the files. */
export async function findObjects(
  call: KubectlCall,
  paths: readonly string[],
): Promise<{ readonly found: readonly Found[]; readonly errors: readonly unknown[] }> {
  const found: Found[] = [];
  const errors: unknown[] = [];
  await eachManifest(call, paths, false, (made) => {
    if ('error' in made) {
      errors.push(made.error);
      return;
    }
    try {
      found.push(getNamed(call.cluster.store, made.kind, made.namespace, made.name));
    } catch (problem) {
      errors.push(problem);
    }
  });
  return { found, errors };
}

async function eachManifest(
  call: KubectlCall,
  paths: readonly string[],
  validate: boolean,
  take: (made: Manifest | { readonly error: unknown }) => void,
): Promise<void> {
  if (call.flags.has('kustomize') && call.flags.text('kustomize') !== '') {
    if (paths.length > 0) fail('only one of -f or -k can be specified');
    const path = call.flags.text('kustomize');
    const { kustomize } = await import('./kustomize/build.ts');
    for (const object of kustomize(path, call.invocation.cwd)) {
      try {
        take(manifest(call, object, path, validate));
      } catch (error) {
        take({ error: error instanceof UnknownKind ? error.error : error });
      }
    }
    return;
  }
  const files = (await Promise.all(paths.map((path) => texts(call, path)))).flat();
  for (const { source, text } of files) {
    try {
      for (const document of splitDocuments(text)) {
        for (const object of objectsOf(parseManifest(document, source), source)) {
          try {
            take(manifest(call, object, source, validate));
          } catch (error) {
            if (!(error instanceof UnknownKind)) throw error;
            take({ error: error.error });
          }
        }
      }
    } catch (error) {
      take({ error });
    }
  }
}

/** The objects of a text that is no file, compared with their schema where asked. Throws ExitError. */
export function parseObjects(text: string, source: string, validate: boolean): readonly unknown[] {
  return splitDocuments(text).flatMap((document) =>
    objectsOf(parseManifest(document, source), source).map((object) => {
      const kind = kindOfObject(object.apiVersion ?? '', object.kind ?? '');
      if (kind === undefined) throw unknownKind(source, object.apiVersion ?? '', object.kind ?? '');
      const mistakes = validate ? schemaErrors(kind.resource, object) : [];
      if (mistakes.length > 0) failValidation(source, mistakes);
      return object;
    }),
  );
}

/** Ends one object of a file, and not the file. */
class UnknownKind extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('unknown kind');
    this.error = error;
  }
}

/** The objects of a document, those of a List one by one. Throws ExitError. */
function objectsOf(value: unknown, source: string): readonly Written[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return failValidation(source, ['invalid object to validate']);
  const object = value as Written;
  const items = object['items'];
  return object.kind?.endsWith('List') === true && Array.isArray(items) ? (items as Written[]) : [object];
}

async function texts(call: KubectlCall, path: string): Promise<readonly { source: string; text: string }[]> {
  if (path === '-') return [{ source: 'STDIN', text: await readAll(call.invocation.stdin) }];
  if (/^https?:\/\//.test(path)) return [{ source: path, text: await fromWeb(path, call.invocation.signal) }];
  const full = resolve(call.invocation.cwd, path);
  const info = await stat(full).catch(() => fail(`the path ${JSON.stringify(path)} does not exist`));
  if (!info.isDirectory()) return [{ source: path, text: await readText(full, path, info.size) }];
  const entries = await readdir(full, { withFileTypes: true, recursive: call.flags.on('recursive') });
  const files = entries.filter((entry) => entry.isFile() && extensions.includes(extname(entry.name)));
  if (files.length === 0) fail(`error reading [${path}]: recognized file extensions are [${extensions.join(' ')}]`);
  const names = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const source = join(path, name.slice(full.length + 1) || basename(name));
      return { source, text: await readText(name, source, (await stat(name)).size) };
    }),
  );
}

/** A manifest that a server of this machine has; anything else of the web is refused. Throws ExitError. */
async function fromWeb(url: string, signal: AbortSignal): Promise<string> {
  const { host, hostname } = new URL(url);
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+)$/.test(hostname)) throw notSimulated(message('subject/web-manifest'));
  const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  const response = await fetch(url, { signal: limit }).catch(() => {
    throw new ExitError(`The connection to the server ${host} was refused - did you specify the right host or port?`);
  });
  if (!response.ok) {
    await response.body?.cancel();
    const { status, statusText } = response;
    return fail(
      `unable to read URL ${JSON.stringify(url)}, server reported ${status} ${statusText}, status code=${status}`,
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) fail(`${url} is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readText(full: string, shown: string, size: number): Promise<string> {
  if (size > maxBytes) fail(`${shown} is larger than ${maxBytes} bytes`);
  return await readFile(full, 'utf8').catch((error: unknown) => fail(`open ${shown}: ${(error as Error).message}`));
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.length;
    if (size > maxBytes) fail(`STDIN is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function manifest(call: KubectlCall, written: Written, source: string, validate: boolean): Manifest {
  const older = fromOlder(written);
  const object: Written = older?.object ?? written;
  const { apiVersion, kind: kindName } = object;
  const missing = [...(apiVersion ? [] : ['apiVersion not set']), ...(kindName ? [] : ['kind not set'])];
  if (missing.length > 0) failValidation(source, missing);
  const kind = older?.kind ?? kindOfObject(apiVersion ?? '', kindName ?? '');
  if (kind === undefined) throw new UnknownKind(unknownKind(source, apiVersion ?? '', kindName ?? ''));
  const unreadable = metadataFault(object);
  if (unreadable !== undefined) fail(`unable to decode ${JSON.stringify(source)}: ${unreadable}`);
  const inVersion = (mistake: string): string =>
    older === undefined
      ? mistake
      : mistake.replace(/(?<=io\.k8s\.api\.)\w+\.v1(?=\.)/, `${kind.group.split('.')[0]}.${kind.version}`);
  const mistakes = validate ? [...(older?.mistakes ?? []), ...schemaErrors(kind.resource, object).map(inVersion)] : [];
  if (mistakes.length > 0) failValidation(source, mistakes);
  const given = object.metadata?.namespace;
  if (kind.namespaced && given !== undefined && call.flags.given('namespace') && given !== call.namespace)
    fail(
      `the namespace from the provided object ${JSON.stringify(given)} does not match the namespace ` +
        `${JSON.stringify(call.namespace)}. You must pass '--namespace=${given}' to perform this operation.`,
    );
  const namespace = kind.namespaced ? (given ?? call.namespace) : '';
  return {
    ...{ source, kind, namespace, name: object.metadata?.name ?? '', object },
    ...(older === undefined ? {} : { older: { written, warning: older.warning, isFilled: older.isFilled } }),
  };
}

function failValidation(source: string, mistakes: readonly string[]): never {
  const list = mistakes.length === 1 ? mistakes.join() : `[${mistakes.join(', ')}]`;
  fail(
    `error validating ${JSON.stringify(source)}: error validating data: ${list}; ` +
      'if you choose to ignore these errors, turn validation off with --validate=false',
  );
}

/** A kind that Kubernetes 1.20 has and the rehearsal has not says so; any other is a mistake, in kubectl's words. */
function unknownKind(source: string, apiVersion: string, kind: string): Error {
  if (isAbsentKind(kind, apiVersion))
    return notSimulated(
      message('subject/kind', { kind, apiVersion }),
      resourceKinds.map((each) => each.kind),
    );
  const meant = resourceKinds.find(
    (each) => each.kind.toLowerCase() === kind.toLowerCase() && apiVersionOf(each) === apiVersion,
  );
  // kubectl finds a kind however its letters are written; the API server does not.
  if (meant !== undefined)
    return whileDoing(
      new ApiError(
        400,
        'BadRequest',
        `${kind} in version ${JSON.stringify(meant.version)} cannot be handled as a ${meant.kind}: no kind ${JSON.stringify(kind)} is registered ` +
          `for version ${JSON.stringify(apiVersion)} in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"`,
      ),
      `error when creating ${JSON.stringify(source)}`,
    ) as Error;
  return commandError(
    `unable to recognize ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`,
  );
}
