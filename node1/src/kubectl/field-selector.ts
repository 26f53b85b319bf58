import { ApiError } from '../objects.ts';
import type { Kind } from './kinds.ts';
import type { Found } from './selection.ts';

/** The fields by which the API server selects, besides the name and the namespace. */
const fields: Readonly<Record<string, readonly string[]>> = {
  pods: ['spec.nodeName', 'spec.restartPolicy', 'status.phase', 'status.podIP'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  events: ['involvedObject.kind', 'involvedObject.name', 'involvedObject.namespace', 'reason', 'type'],
};

/** Reads `--field-selector` (`status.phase=Running,metadata.name!=x`). Throws ApiError in the server's words. */
export function parseFieldSelector(kind: Kind, text: string): (object: Found['object']) => boolean {
  const known = ['metadata.name', 'metadata.namespace', ...(fields[kind.resource] ?? [])];
  const terms = text.split(',').filter((term) => term !== '');
  const tests = terms.map((term) => {
    const [, field, operator, value = ''] = /^([^=!]+)(!=|==?)(.*)$/.exec(term) ?? [];
    if (field === undefined) throw refusal(kind, text, `invalid selector: '${term}'; can't understand '${term}'`);
    if (!known.includes(field)) {
      const problem =
        kind.group === ''
          ? `field label not supported: ${field}`
          : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
      throw refusal(kind, text, problem);
    }
    return (object: Found['object']) => (fieldOf(object, field) === value) === (operator !== '!=');
  });
  return (object) => tests.every((test) => test(object));
}

function refusal(kind: Kind, text: string, problem: string): ApiError {
  const path = `${kind.group === '' ? '' : kind.group}/${kind.version}, Resource=${kind.resource}`;
  const message = `Unable to find ${JSON.stringify(path)} that match label selector "", field selector ${JSON.stringify(text)}: ${problem}`;
  return new ApiError(400, 'BadRequest', message);
}

function fieldOf(object: unknown, path: string): string {
  let found = object;
  for (const name of path.split('.')) found = isRecord(found) ? found[name] : undefined;
  if (found === undefined || found === null) return path === 'spec.unschedulable' ? 'false' : '';
  return typeof found === 'string' ? found : JSON.stringify(found);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
