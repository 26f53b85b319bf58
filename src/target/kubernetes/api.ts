import { type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { message, verbatim } from '../../messages/message.ts';
import { TargetError } from '../target.ts';
import type { Access } from './access.ts';
import type { Status } from './objects.ts';

/** What the API server has answered instead of doing what it was asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Of HTTP. */
  readonly code: number;

  constructor(code: number, body: string) {
    const status = statusOf(body);
    super(status?.message ?? (body.trim() || String(code)));
    this.code = code;
  }

  /** Others forbid as well: quotas, policies, classes that are not there. */
  get isAboutRights(): boolean {
    return /: (?:User "|Anonymous)|^forbidden: User/.test(this.message);
  }
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** Milliseconds that the API server may take for an answer. */
const answerMs = 15_000;

/** Requests to an API server. What it refuses is a Refusal; that it cannot be asked is a TargetError. */
export class Api {
  readonly access: Access;

  constructor(access: Access) {
    this.access = access;
  }

  /** Path of a collection in the namespace, such as `/api/v1/namespaces/default/pods`. */
  path(collection: 'pods' | 'configmaps' | 'leases' | 'networkpolicies'): string {
    const group = { leases: 'apis/coordination.k8s.io', networkpolicies: 'apis/networking.k8s.io' };
    const base = collection in group ? group[collection as keyof typeof group] : 'api';
    return `/${base}/v1/namespaces/${this.access.namespace}/${collection}`;
  }

  async call<T>(path: string, call: Call = {}): Promise<T> {
    const deadline = AbortSignal.timeout(answerMs);
    const signal = call.signal ? AbortSignal.any([call.signal, deadline]) : deadline;
    try {
      const answer = await this.open(path, { ...call, signal });
      return JSON.parse(await text(answer)) as T;
    } catch (error) {
      throw deadline.aborted ? this.late() : this.away(error, call.signal);
    }
  }

  /** The answer, with its body still to come. Throws what the connection throws, and Refusal. */
  async open(path: string, { method = 'GET', body, signal }: Call): Promise<IncomingMessage> {
    const options = await this.access.credentials(true);
    const content = body && JSON.stringify(body);
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = {
      ...(options.headers as OutgoingHttpHeaders | undefined),
      accept: 'application/json',
      ...(content !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(content) }),
    };
    const url = new URL(path, this.access.server);
    const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request = send(url, { ...options, method, headers, ...(signal && { signal }) });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The other side has closed a connection that was kept: it has not read this.
        if (request.reusedSocket && error.code === 'ECONNRESET') {
          resolve(this.open(path, { method, ...(body && { body }), ...(signal && { signal }) }));
        } else reject(error);
      });
      request.on('response', (answer) => {
        const { statusCode = 0 } = answer;
        if (statusCode < 300) resolve(answer);
        else {
          text(answer).then((said) => {
            reject(new Refusal(statusCode, said));
          }, reject);
        }
      });
      request.end(content);
    });
  }

  /** What an error of a connection says to people; a Refusal and what was stopped on purpose stay what they are. */
  away(error: unknown, signal?: AbortSignal): unknown {
    if (error instanceof Refusal || error instanceof TargetError || signal?.aborted) return error;
    const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : undefined;
    const { origin } = this.access.server;
    return new TargetError(message('target/kube-away', { server: origin, reason: verbatim(reason ?? String(error)) }));
  }

  private late(): TargetError {
    return new TargetError(
      message('target/kube-late', { server: this.access.server.origin, seconds: answerMs / 1000 }),
    );
  }
}

function statusOf(body: string): Status | undefined {
  try {
    return JSON.parse(body) as Status;
  } catch {
    return undefined;
  }
}
