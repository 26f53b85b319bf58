import { ExitError } from '../../cli-kit/exit-error.ts';

/** RFC 6902. */
export type JsonPatch = readonly {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}[];

/** Applies its operations in order. Throws ExitError for a path that is not there. */
export function applyJsonPatch(document: unknown, patch: JsonPatch): unknown {
  let root = structuredClone(document);
  for (const { op, path, from = '', value } of patch) {
    if (!['add', 'remove', 'replace', 'test', 'move', 'copy'].includes(op)) throw invalid();
    if (op === 'move' || op === 'copy') {
      const taken = structuredClone(valueAt(root, from));
      if (taken === undefined) throw invalid();
      const gone: JsonPatch = op === 'move' ? [{ op: 'remove', path: from }] : [];
      root = applyJsonPatch(root, [...gone, { op: 'add', path, value: taken }]);
      continue;
    }
    const keys = keysOf(path);
    const last = keys.pop() ?? '';
    let parent = root;
    for (const key of keys) parent = isRecord(parent) ? parent[key] : undefined;
    const index = last === '-' ? (op === 'add' ? 0 : NaN) : Number(last);
    if (!isRecord(parent)) throw invalid();
    if (Array.isArray(parent) && !(index >= 0 && index < parent.length + (op === 'add' ? 1 : 0))) throw invalid();
    // As json-patch has it: what is not there can be replaced.
    if (op === 'remove' && !(last in parent)) throw invalid();
    if (op === 'test' && JSON.stringify(parent[last]) !== JSON.stringify(value)) throw invalid();
    if (op === 'test') continue;
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

function keysOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of keysOf(path)) value = isRecord(value) ? value[key] : undefined;
  return value;
}

/** What the API server says of a patch that does not apply, whatever the reason. */
function invalid(): ExitError {
  return new ExitError('The request is invalid');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
