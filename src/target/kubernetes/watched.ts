import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Api, Refusal } from './api.ts';
import type { KubeObject, List, Status } from './objects.ts';

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** Seconds after which the API server ends a watch; and milliseconds of silence after which the connection is gone. */
const watchSeconds = 60;
const silenceMs = 75_000;
/** Milliseconds between tries while the API server is away, at first and at most. */
const pauses = [100, 5_000] as const;

/** Objects of a collection as they are now, by list and watch. */
export class Watched<T extends KubeObject> {
  readonly #api: Api;
  readonly #path: string;
  readonly #query: string;
  readonly #objects = new Map<string, T>();
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  #listed = false;
  #failure: Error | undefined;

  /** `selector`: of labels. */
  constructor(api: Api, path: string, selector: string) {
    this.#api = api;
    this.#path = path;
    this.#query = `labelSelector=${encodeURIComponent(selector)}`;
    void this.#run();
  }

  get(name: string): T | undefined {
    return this.#objects.get(name);
  }

  values(): readonly T[] {
    return [...this.#objects.values()];
  }

  /**
   * Waits until `look` finds something: it is called now, and after each change. Throws what it throws, Refusal where it may not be known, and
   * TargetError while the API server was never there.
   */
  async until<R>(look: () => R | undefined, signal: AbortSignal): Promise<R> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure !== undefined && (!this.#listed || isForbidden(this.#failure))) throw this.#failure;
      const found = this.#listed ? look() : undefined;
      if (found !== undefined) return found;
      await this.change(signal);
    }
  }

  /** Fulfilled at the next change, or when the signal is aborted. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      // The watch keeps no program from ending, but who waits for it does.
      const waiting = setInterval(() => undefined, silenceMs);
      const done = () => {
        clearInterval(waiting);
        this.#listeners.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#listeners.add(done);
      if (signal.aborted) done();
      else signal.addEventListener('abort', done);
    });
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let pause: number = pauses[0];
    while (!signal.aborted) {
      try {
        let version: string | undefined = await this.#list(signal);
        if (!isForbidden(this.#failure)) this.#failure = undefined;
        [pause] = pauses;
        // What the API server ends after its time goes on where it was; what it has forgotten is listed again.
        while (version !== undefined) {
          version = await this.#follow(version, signal);
          this.#failure = undefined;
        }
      } catch (error) {
        this.#failure = asError(this.#api.away(error));
        this.#tell();
        // Nobody says when it is back.
        await delay(pause, undefined, { ref: false, signal }).catch(() => undefined);
        pause = Math.min(pause * 2, pauses[1]);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<string> {
    const { metadata, items } = await this.#api.call<List<T>>(`${this.#path}?${this.#query}`, { signal });
    this.#objects.clear();
    for (const item of items) this.#keep(item);
    this.#listed = true;
    this.#tell();
    return metadata.resourceVersion;
  }

  /** The version up to which the watch came; undefined when that one is too old by now. Throws when the connection is lost. */
  async #follow(version: string, stop: AbortSignal): Promise<string | undefined> {
    const silence = new AbortController();
    const signal = AbortSignal.any([stop, silence.signal]);
    const timer = setTimeout(() => {
      silence.abort();
    }, silenceMs).unref();
    const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}&resourceVersion=${version}`;
    let last = version;
    try {
      const answer = await this.#api.open(`${this.#path}?${this.#query}&${query}`, { signal });
      // A watch keeps no program from ending.
      answer.socket.unref();
      for await (const line of linesOf(answer)) {
        timer.refresh();
        const { type, object } = JSON.parse(line) as WatchEvent<T>;
        // An old version is told like this, and then the watch ends as if all were well.
        if (type === 'ERROR') return (object as Status).code === 410 ? undefined : fail(object as Status);
        last = object.metadata.resourceVersion;
        if (type === 'BOOKMARK') continue;
        if (type === 'DELETED') this.#objects.delete(object.metadata.name);
        else this.#keep(object);
        this.#tell();
      }
      return last;
    } finally {
      clearTimeout(timer);
    }
  }

  #keep(object: T): void {
    const { name, uid, resourceVersion, labels, deletionTimestamp } = object.metadata;
    const metadata = {
      ...{ name, uid, resourceVersion },
      ...(labels && { labels }),
      ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    };
    this.#objects.set(name, { ...object, metadata });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** To list and to watch are two rights: without the second it would be listed over and over. */
function isForbidden(error: unknown): boolean {
  return error instanceof Refusal && error.code === 403;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Readline would not tell that the connection is lost. */
async function* linesOf(answer: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of answer.setEncoding('utf8')) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function fail(status: Status): never {
  throw new Error(status.message ?? status.reason);
}
