import { notSimulated } from '../cli-kit/exit-error.ts';
import { message } from '../messages/message.ts';
import type { Resource, Store, Stored } from '../objects.ts';
import { ApiError } from '../objects.ts';
import { fail } from './errors.ts';
import type { Kind } from './kinds.ts';
import { findKind, findKinds, groupResource, isStored } from './kinds.ts';

/** One object of any kind with its kind. */
export interface Found {
  readonly kind: Kind;
  readonly object: Stored<Resource>;
}

/** What arguments like `pods,svc`, `deploy web api` or `pod/x svc/y` ask for. */
export type Request =
  | { readonly by: 'type'; readonly kinds: readonly Kind[] }
  | {
      readonly by: 'name';
      readonly names: readonly { readonly kind: Kind; readonly name: string }[];
      readonly slashes: boolean;
    };

/** `error: You must provide one or more resources ...`, for a command without arguments. */
export const noResources =
  'You must provide one or more resources by argument or filename.\n' +
  "Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

const mixed =
  'there is no need to specify a resource type as a separate argument when passing arguments in resource/name form ' +
  "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

/** Reads the arguments as kubectl's resource builder does; undefined without any. Throws ExitError. */
export function parseRequest(args: readonly string[]): Request | undefined {
  const [first, ...rest] = args;
  if (first === undefined) return undefined;
  if (args.some((arg) => arg.includes('/'))) {
    if (!args.every((arg) => arg.includes('/'))) fail(mixed);
    const names = args.map((arg) => {
      const [type = '', name = '', ...more] = arg.split('/');
      if (more.length > 0) fail('arguments in resource/name form may not have more than one slash');
      if (type === '' || name === '' || type.includes(','))
        fail('arguments in resource/name form must have a single resource and name');
      return { kind: findKind(type), name };
    });
    return { by: 'name', names, slashes: true };
  }
  if (rest.length === 0) return { by: 'type', kinds: findKinds(first) };
  if (first.split(',').includes('all')) fail('you must specify only one resource');
  const kinds = findKinds(first);
  const names = kinds.flatMap((kind) => rest.map((name) => ({ kind, name })));
  return { by: 'name', names, slashes: false };
}

/** Whether there may be objects of a kind. Throws ExitError for one whose objects are only shown by `get`. */
function hasObjects(kind: Kind): boolean {
  if (kind.resource.startsWith('componentstatus'))
    throw notSimulated(message('subject/resource', { name: kind.resource }));
  return isStored(kind);
}

/** One object by its name. Throws ApiError NotFound for it, or for its namespace, as kubectl's resource.Info does. */
export function getNamed(store: Store, kind: Kind, namespace: string, name: string): Found {
  const object = hasObjects(kind) ? store.get(kind.resource, kind.namespaced ? namespace : '', name) : undefined;
  if (object !== undefined) return { kind, object };
  const gone = kind.namespaced && namespace !== 'default' && !hasNamespace(store, namespace);
  throw new ApiError(
    404,
    'NotFound',
    gone
      ? `namespaces ${JSON.stringify(namespace)} not found`
      : `${groupResource(kind)} ${JSON.stringify(name)} not found`,
  );
}

/** Whether there is a namespace; for somebody who may not look, there is. */
function hasNamespace(store: Store, namespace: string): boolean {
  try {
    return store.get('namespaces', '', namespace) !== undefined;
  } catch {
    return true;
  }
}

/** All objects of a kind; `namespace` undefined for every one. Throws ApiError for a selector that is none. */
export function listKind(store: Store, kind: Kind, namespace: string | undefined, selector: string): readonly Found[] {
  if (!hasObjects(kind)) return [];
  const where = kind.namespaced && namespace !== undefined ? { namespace } : {};
  try {
    const objects = store.list(kind.resource, selector === '' ? where : { ...where, labelSelector: selector });
    return objects.map((object) => ({ kind, object }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'BadRequest') throw error;
    const path = `${kind.group}/${kind.version}, Resource=${kind.resource}`;
    throw new ApiError(
      400,
      'BadRequest',
      `Unable to find ${JSON.stringify(path)} that match label selector ${JSON.stringify(selector)}, field selector "": ${error.message}`,
    );
  }
}

/** Names together with a selector or `--all`. Throws ExitError. */
export function failSelected({ slashes }: { readonly slashes: boolean }): never {
  return fail(
    slashes
      ? 'selectors and the all flag cannot be used when passing resource/name arguments'
      : 'name cannot be provided when a selector is specified',
  );
}

/** How a command picks the objects that it changes. */
export interface Choice {
  readonly namespace: string | undefined;
  readonly selector?: string;
  readonly all?: boolean;
}

/**
 * The objects that a command is to change. Names that are not found do not stop the others: they are in `errors`.
 * Throws ExitError when the arguments name nothing, or a whole type without `--all` or a selector.
 */
export function choose(
  store: Store,
  args: readonly string[],
  choice: Choice,
): { readonly found: readonly Found[]; readonly errors: readonly unknown[] } {
  const request = parseRequest(args);
  const selector = choice.selector ?? '';
  if (request === undefined) return fail(noResources);
  if (request.by === 'type') {
    if (selector === '' && choice.all !== true)
      fail('resource(s) were provided, but no name, label selector, or --all flag specified');
    return { found: request.kinds.flatMap((kind) => listKind(store, kind, choice.namespace, selector)), errors: [] };
  }
  if (selector !== '' || choice.all === true) failSelected(request);
  const found: Found[] = [];
  const errors: unknown[] = [];
  for (const { kind, name } of request.names) {
    try {
      found.push(getNamed(store, kind, choice.namespace ?? 'default', name));
    } catch (error) {
      errors.push(error);
    }
  }
  return { found, errors };
}
