import type { Message } from '../messages/codes.ts';
import { refusal, word } from '../messages/message.ts';
import { ApiError, type Resource } from '../objects.ts';
import { qualifiedKind, qualifiedResource, resources } from './resources.ts';

/** One reason why an object is invalid, as the API server words it: `spec.ports: Required value`. */
export type Cause = string;

/**
 * An object that the API server's validation refuses. `message` is the server's own
 * (`Deployment.apps "x" is invalid: [a, b]`); `printed` is what kubectl makes of it where it shows the error as it came.
 */
export class InvalidError extends ApiError {
  readonly causes: readonly Cause[];
  readonly printed: string;
  constructor(resource: Resource, name: string, causes: readonly Cause[]) {
    const list = causes.length === 1 ? String(causes[0]) : `[${causes.join(', ')}]`;
    super(422, 'Invalid', `${qualifiedKind(resource)} ${JSON.stringify(name)} is invalid: ${list}`);
    this.causes = causes;
    const lines = causes.length === 1 ? String(causes[0]) : `\n${causes.map((cause) => `* ${cause}`).join('\n')}`;
    this.printed = `The ${resources[resource].kind} ${JSON.stringify(name)} is invalid: ${lines}`;
  }
}

/** 404: `services "x" not found`. */
export function notFound(resource: Resource, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${qualifiedResource(resource)} ${JSON.stringify(name)} not found`);
}

/** 409: `services "x" already exists`. */
export function alreadyExists(resource: Resource, name: string): ApiError {
  return new ApiError(409, 'AlreadyExists', `${qualifiedResource(resource)} ${JSON.stringify(name)} already exists`);
}

/** 409: somebody else changed the object since it was read. */
export function conflict(resource: Resource, name: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedResource(resource)} ${JSON.stringify(name)}: ` +
      'the object has been modified; please apply your changes to the latest version and try again',
  );
}

/** 403: `namespaces "default" is forbidden: ...`. */
export function forbidden(resource: Resource, name: string, why: string): ApiError {
  return new ApiError(403, 'Forbidden', `${qualifiedResource(resource)} ${JSON.stringify(name)} is forbidden: ${why}`);
}

/** A request for something that the rehearsal does not imitate; says so in its own words, never the API server's. */
export class RefusedError extends ApiError {
  readonly refused: Message;
  constructor(what: string | Message) {
    const refused = refusal(what);
    super(501, 'NotSimulated', word(refused));
    this.refused = refused;
  }
}
