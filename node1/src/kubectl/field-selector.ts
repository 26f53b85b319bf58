import { ApiError } from '../objects.ts';
import type { Kind } from './kinds.ts';
import type { Found } from './selection.ts';

/** The fields by which the API server selects, besides the name and the namespace. */
const fields: Readonly<Record<string, readonly string[]>> = {
  pods: [
    ...['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'status.phase'],
    ...['status.podIP', 'status.nominatedNodeName'],
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  secrets: ['type'],
  events: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'involvedObject.fieldPath',
    'reason',
    'source',
    'type',
  ],
};

/** Reads a field selector (`status.phase=Running,metadata.name!=x`). Throws ApiError in the server's words. */
export function selectFields(
  kind: Pick<Kind, 'resource' | 'group'>,
  text: string,
): (object: Found['object']) => boolean {
  const known = ['metadata.name', 'metadata.namespace', ...(fields[kind.resource] ?? [])];
  const terms = text.split(',').filter((term) => term !== '');
  const tests = terms.map((term) => {
    const [, field, operator, value = ''] = /^([^=!]+)(!=|==?)(.*)$/.exec(term) ?? [];
    if (field === undefined) throw refusal(`invalid selector: '${term}'; can't understand '${term}'`);
    if (!known.includes(field))
      throw refusal(
        kind.resource in fields
          ? `field label not supported: ${field}`
          : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
      );
    return (object: Found['object']) => (fieldOf(object, field) === value) === (operator !== '!=');
  });
  return (object) => tests.every((test) => test(object));
}

/** Reads `--field-selector`. Throws ApiError as kubectl shows the server's. */
export function parseFieldSelector(kind: Kind, text: string): (object: Found['object']) => boolean {
  try {
    return selectFields(kind, text);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const path = `${kind.group === '' ? '' : kind.group}/${kind.version}, Resource=${kind.resource}`;
    throw refusal(
      `Unable to find ${JSON.stringify(path)} that match label selector "", field selector ${JSON.stringify(text)}: ${error.message}`,
    );
  }
}

function refusal(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

function fieldOf(object: unknown, path: string): string {
  let found = object;
  // Of an event's source, its component counts.
  if (path === 'source') return fieldOf(object, 'source.component');
  for (const name of path.split('.')) found = isRecord(found) ? found[name] : undefined;
  if (found === undefined || found === null) return path === 'spec.unschedulable' ? 'false' : '';
  return typeof found === 'string' ? found : JSON.stringify(found);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
