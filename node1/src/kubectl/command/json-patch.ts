import { ExitError, notSimulated } from '../../cli-kit/exit-error.ts';
import { message } from '../../messages/message.ts';

/** RFC 6902. */
export type JsonPatch = readonly { readonly op: string; readonly path: string; readonly value?: unknown }[];

/** Applies `add`, `remove`, `replace` and `test` in order. Throws ExitError for a path that is not there. */
export function applyJsonPatch(document: unknown, patch: JsonPatch): unknown {
  const root = structuredClone(document);
  for (const { op, path, value } of patch) {
    if (!['add', 'remove', 'replace', 'test', 'move', 'copy'].includes(op)) throw invalid();
    if (op === 'move' || op === 'copy') throw notSimulated(message('subject/patch-operation', { operation: op }));
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
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

/** What the API server says of a patch that does not apply, whatever the reason. */
function invalid(): ExitError {
  return new ExitError('The request is invalid');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
