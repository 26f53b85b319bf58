import { notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';
import { ApiError } from '../../objects.ts';

/** RFC 6902. */
export type JsonPatch = readonly { readonly op: string; readonly path: string; readonly value?: unknown }[];

/** Applies `add`, `remove`, `replace` and `test` in order. Throws ApiError for a path that is not there. */
export function applyJsonPatch(document: unknown, patch: JsonPatch): unknown {
  const root = structuredClone(document);
  for (const { op, path, value } of patch) {
    if (!['add', 'remove', 'replace', 'test'].includes(op))
      throw notSimulated(message('subject/patch-operation', { operation: op }));
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    let parent = root;
    for (const key of keys) parent = isRecord(parent) ? parent[key] : undefined;
    if (!isRecord(parent)) throw missing(op, path);
    if (op !== 'add' && !(last in parent)) throw missing(op, path);
    if (op === 'test' && JSON.stringify(parent[last]) !== JSON.stringify(value))
      throw invalid(`testing value ${path} failed: test failed`);
    if (Array.isArray(parent)) {
      const at = last === '-' ? parent.length : Number(last);
      if (op === 'add') parent.splice(at, 0, value);
      if (op === 'remove') parent.splice(at, 1);
      if (op === 'replace') parent[at] = value;
    } else if (op === 'remove') Reflect.deleteProperty(parent, last);
    else parent[last] = value;
  }
  return root;
}

function missing(op: string, path: string): ApiError {
  const doing =
    op === 'add'
      ? 'add operation does not apply: doc is missing path'
      : `${op} operation does not apply: doc is missing key`;
  return invalid(`${doing}: ${path}: missing value`);
}

function invalid(message: string): ApiError {
  return new ApiError(422, 'Invalid', `the server rejected our request due to an error in our request: ${message}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
