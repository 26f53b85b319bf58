import { qualifiedResource, resourceNames } from '../kube/resources.ts';
import { ApiError } from '../objects.ts';

/** What a refusal is about, as `details` of a Status names it. */
interface Details {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
}

/** A refusal of the API server, with its details. */
export class StatusError extends ApiError {
  readonly details: Details;
  constructor(code: number, reason: string, message: string, details: Details) {
    super(code, reason, message);
    this.details = details;
  }
}

/** A refusal as a document. */
export function statusOf(error: ApiError): unknown {
  const details = error instanceof StatusError ? error.details : detailsOf(error);
  return {
    ...{
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: error.message,
      reason: error.reason,
    },
    ...(details === undefined ? {} : { details }),
    code: error.code,
  };
}

/** The details of what was not found, which its message names (`deployments.apps "x" not found`); undefined for others. */
function detailsOf({ reason, message }: ApiError): Details | undefined {
  const [, qualified = '', name = ''] = /^(\S+) "([^"]*)" not found$/.exec(message) ?? [];
  if (reason !== 'NotFound' || name === '') return undefined;
  const kind = resourceNames.find((resource) => qualifiedResource(resource) === qualified) ?? qualified;
  const group = qualified.slice(kind.length + 1);
  return { name, ...(group === '' ? {} : { group }), kind };
}

/** What is answered for a resource that no server has. */
export const missing = statusOf(
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {}),
);
