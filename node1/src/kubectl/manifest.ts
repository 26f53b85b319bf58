import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { type Document, isMap, LineCounter, parseAllDocuments } from 'yaml';
import { ExitError, notSimulated } from '../cli-kit/exit-error.ts';
import { schemaErrors } from '../kube/schema.ts';
import { message } from '../messages/message.ts';
import type { KubectlCall } from './command.ts';
import { fail } from './errors.ts';
import type { Kind } from './kinds.ts';
import { isAbsentKind, kindOfObject, resourceKinds } from './kinds.ts';
import type { Found } from './selection.ts';
import { getNamed } from './selection.ts';

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
  readonly object: Written;
}

/** More than this is no manifest but a mistake. */
const maxBytes = 8 * 1024 * 1024;
const extensions = ['.json', '.yaml', '.yml'];

/**
 * Reads the objects behind `-f`: files, folders, `-`; `validate` compares them with their schema. Objects before a mistake are in `found`; the mistake is in
 * `error`.
 */
export async function readManifests(
  call: KubectlCall,
  paths: readonly string[],
  validate = false,
): Promise<{ readonly found: readonly Manifest[]; readonly error: unknown }> {
  const found: Manifest[] = [];
  try {
    for (const path of paths) {
      for (const { source, text } of await texts(call, path)) {
        for (const object of documents(text, source)) found.push(manifest(call, object, source, validate));
      }
    }
    return { found, error: undefined };
  } catch (error) {
    return { found, error };
  }
}

/** The objects in the cluster that the ones behind `-f` describe. */
export async function findObjects(
  call: KubectlCall,
  paths: readonly string[],
): Promise<{ readonly found: readonly Found[]; readonly errors: readonly unknown[] }> {
  const { found: written, error } = await readManifests(call, paths);
  const found: Found[] = [];
  const errors: unknown[] = error === undefined ? [] : [error];
  for (const { kind, namespace, name } of written) {
    try {
      found.push(getNamed(call.cluster.store, kind, namespace, name));
    } catch (problem) {
      errors.push(problem);
    }
  }
  return { found, errors };
}

async function texts(call: KubectlCall, path: string): Promise<readonly { source: string; text: string }[]> {
  if (path === '-') return [{ source: 'STDIN', text: await readAll(call.invocation.stdin) }];
  if (/^https?:\/\//.test(path)) throw notSimulated(message('subject/web-manifest'));
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

/** The objects of a text in YAML or JSON, those of a List one by one. */
function documents(text: string, source: string): readonly Written[] {
  if (text.trimStart().startsWith('{') && isCutOff(text)) fail(`error parsing ${source}: unexpected EOF`);
  const lineCounter = new LineCounter();
  // Aliases are counted, so that a small text cannot grow into a large object.
  const invalid = (what: string): never =>
    fail(`error parsing ${source}: error converting YAML to JSON: yaml: ${what}`);
  return parseAllDocuments(text, { lineCounter, version: '1.1', merge: true }).flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) {
      const line = problem.linePos?.[0].line ?? 1;
      // yaml's own report of nesting that is deeper than its stack.
      if (problem.message.includes('call stack')) invalid('exceeded max depth of 10000');
      invalid(`line ${line}: ${firstLine(problem.message)}`);
    }
    if (document.contents === null) return [];
    if (!isMap(document.contents)) failValidation(source, ['the document is not an object']);
    const object = toObject(document, invalid);
    const items = object['items'];
    return object.kind === 'List' && Array.isArray(items) ? (items as Written[]) : [object];
  });
}

/** Its content as plain values. A small text that would grow into a large object, or into one without end, is refused. */
function toObject(document: Document.Parsed, invalid: (what: string) => never): Written {
  try {
    const object = document.toJS({ maxAliasCount: 100 }) as Written;
    // Nothing that goes on without end can be written down.
    JSON.stringify(object);
    return object;
  } catch (error) {
    if (error instanceof ReferenceError) return invalid('document contains excessive aliasing');
    if (error instanceof RangeError || error instanceof TypeError) return invalid('an anchor value contains itself');
    throw error;
  }
}

/** Whether a JSON text stops before its end. */
function isCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as SyntaxError;
    const at = /position (\d+)/.exec(message)?.[1];
    return message.includes('end of JSON') || (at !== undefined && Number(at) >= text.trimEnd().length);
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

function manifest(call: KubectlCall, object: Written, source: string, validate: boolean): Manifest {
  const { apiVersion, kind: kindName } = object;
  const missing = [...(apiVersion ? [] : ['apiVersion not set']), ...(kindName ? [] : ['kind not set'])];
  if (missing.length > 0) failValidation(source, missing);
  const kind = kindOfObject(apiVersion ?? '', kindName ?? '');
  if (kind === undefined) throw unknownKind(source, apiVersion ?? '', kindName ?? '');
  const mistakes = validate ? schemaErrors(kind.resource, object) : [];
  if (mistakes.length > 0) failValidation(source, mistakes);
  const given = object.metadata?.namespace;
  if (kind.namespaced && given !== undefined && call.flags.given('namespace') && given !== call.namespace)
    fail(
      `the namespace from the provided object ${JSON.stringify(given)} does not match the namespace ` +
        `${JSON.stringify(call.namespace)}. You must pass '--namespace=${given}' to perform this operation.`,
    );
  const namespace = kind.namespaced ? (given ?? call.namespace) : '';
  return { source, kind, namespace, name: object.metadata?.name ?? '', object };
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
  return new ExitError(
    `error: unable to recognize ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`,
  );
}
