import type { ServerResponse } from 'node:http';

/** A refusal of the registry, printed as distribution 2.8 prints it (OCI distribution specification, "Error codes"). */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly status: number;
  readonly code: string;
  readonly detail: unknown;
  constructor(status: number, code: string, message: string, detail?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** Answers with JSON and the line end that Go's encoder writes after it. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** Answers with a refusal. */
export function sendError(response: ServerResponse, error: RegistryError): void {
  const { code, message, detail } = error;
  sendJson(response, error.status, { errors: [{ code, message, ...(detail !== undefined && { detail }) }] });
}

/** Answers without a body. */
export function sendEmpty(response: ServerResponse, status: number, headers: Record<string, string | number>): void {
  response.writeHead(status, status === 204 ? headers : { 'Content-Length': 0, ...headers });
  response.end();
}

/** What distribution says to a path that it does not serve. */
export function sendNotFound(response: ServerResponse): void {
  const body = '404 page not found\n';
  response.writeHead(404, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': body.length,
  });
  response.end(body);
}

/** A blob that is not there. */
export function blobUnknown(digest: string): RegistryError {
  return new RegistryError(404, 'BLOB_UNKNOWN', 'blob unknown to registry', digest);
}

/** A repository that is not there. */
export function nameUnknown(name: string): RegistryError {
  return new RegistryError(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name });
}

/** A method that the path does not have, or deletion where it is not enabled. */
export function unsupported(): RegistryError {
  return new RegistryError(405, 'UNSUPPORTED', 'The operation is unsupported.');
}

/** Content that is not what its digest says, or a digest that is none. */
export function digestInvalid(detail: unknown): RegistryError {
  return new RegistryError(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', detail);
}

/** A manifest that is not there. */
export function manifestUnknown(name: string, reference: string): RegistryError {
  const detail = reference.includes(':') ? { Name: name, Revision: reference } : { Tag: reference };
  return new RegistryError(404, 'MANIFEST_UNKNOWN', 'manifest unknown', detail);
}
