import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';

/** A request of HTTP that stays within this process. */
export interface Asked {
  readonly method: string;
  /** `/32` */
  readonly url: string;
  readonly body: Uint8Array | undefined;
}

/** What a server of this process answers. */
export interface Answered {
  readonly status: number;
  readonly body: Buffer;
}

/** Answers a request; rejects when the server ends before. */
export type Answer = (asked: Asked) => Promise<Answered>;

/** What guests use of the answer of `http`. */
class Response {
  readonly #done: (answered: Answered) => void;
  #status = 200;
  constructor(done: (answered: Answered) => void) {
    this.#done = done;
  }
  setHeader(): this {
    return this;
  }
  writeHead(status: number): this {
    this.#status = status;
    return this;
  }
  end(body: string | Uint8Array = ''): this {
    this.#done({ status: this.#status, body: Buffer.from(body as string) });
    return this;
  }
}

/** Has the listener of a guest's server answer without a connection: nobody sees the bytes that HTTP would make of it. */
export function ask(listener: RequestListener, { method, url, body }: Asked, done: (answered: Answered) => void): void {
  const request = Object.assign(Readable.from(body === undefined ? [] : [body]), { method, url });
  const response = new Response(done);
  void (listener as (request: object, response: object) => unknown)(request, response);
}

/** Rejects as `fetch` does: in a tick, which the stacks of a guest show. */
export function failed(cause: unknown): Promise<never> {
  return new Promise((_resolve, reject) => {
    process.nextTick(reject, new TypeError('fetch failed', { cause }));
  });
}
