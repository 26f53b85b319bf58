import type Docker from 'dockerode';
import { type Message, message, verbatim } from '../../messages/message.ts';
import { reasonOf } from '../../messages/message-error.ts';
import { TargetError } from '../target.ts';

/** Milliseconds that the engine may take for an answer. */
const answerMs = 60_000;

/** What the engine said of a request that it refused; undefined when it said nothing. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number') return undefined;
  const body: unknown = 'json' in error ? error.json : undefined;
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return { status: error.statusCode, reason: typeof said === 'string' ? said : error.message.trim() };
}

/** Whether the engine does not know what was asked for. */
export function isUnknown(error: unknown): boolean {
  return refusalOf(error)?.status === 404;
}

/** A request's answer, unless that takes too long, or `signal` says that nobody wants it. */
export async function answered<T>(request: Promise<T>, signal?: AbortSignal, ms = answerMs): Promise<T> {
  const limit = AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])]);
  const over = new Promise<never>((_, reject) => {
    const stop = (): void => {
      reject(new TargetError(message('target/no-answer')));
    };
    if (limit.aborted) stop();
    else limit.addEventListener('abort', stop, { once: true });
  });
  // Whoever does not wait any more has no use for its failure.
  request.catch(() => undefined);
  return Promise.race([request, over]);
}

/** As an error for people. `engine`: where it was asked for. */
export function told(error: unknown, engine: string, refused?: (reason: string) => Message): TargetError {
  if (error instanceof TargetError) return error;
  const refusal = refusalOf(error);
  if (refusal && refused) return new TargetError(refused(refusal.reason));
  if (refusal) return new TargetError(message('target/docker-refused', { reason: verbatim(refusal.reason) }));
  return new TargetError(message('target/docker-absent', { engine, reason: reasonOf(error) }));
}

export interface DockerConnection {
  readonly docker: Docker;
  /** As people know it. */
  readonly engine: string;
}

/** Connects to an engine: at `host` (a socket's path, or `unix://`, `tcp://`, `https://`), by default as Docker's own client does. Throws TargetError. */
export async function connect(host: string | undefined): Promise<DockerConnection> {
  const { default: DockerApi } = await import('dockerode');
  const wanted = host ?? process.env['DOCKER_HOST'] ?? '';
  if (wanted.startsWith('ssh:')) throw new TargetError(message('target/docker-ssh', { host: wanted }));
  if (host === undefined) return { docker: new DockerApi(), engine: wanted === '' ? '/var/run/docker.sock' : wanted };
  const path = host.startsWith('/') ? host : /^unix:\/\/(.*)/.exec(host)?.[1];
  if (path !== undefined) return { docker: new DockerApi({ socketPath: path }), engine: path };
  const { protocol, hostname, port } = new URL(host);
  const options = { host: hostname, port: port === '' ? 2375 : Number(port) };
  return { docker: new DockerApi({ ...options, protocol: protocol === 'https:' ? 'https' : 'http' }), engine: host };
}
