import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Listening } from '../../network.ts';
import { type Answer, failed } from './exchange.ts';
import type { Life } from './life.ts';
import type { GuestNetwork } from './network.ts';

/** What guests give to `fetch` besides the address. */
interface Init {
  readonly method?: string;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
}
/** What guests use of a response. */
type Response = Pick<globalThis.Response, 'ok' | 'status' | 'arrayBuffer'>;

/** `fetch` as guests use it: what is asked of another guest stays in this process, for all others it is Node's own. */
export function guestFetch(network: GuestNetwork, life: Life): (url: string | URL, init: Init) => Promise<Response> {
  let agent: Agent | undefined;
  life.closers.add(() => {
    agent?.destroy().catch(() => undefined);
  });
  return async (url, init) => {
    const { hostname, port, pathname } = new URL(url);
    // As with a lookup of Node's own.
    await nextTurn();
    const { answer } = await located(network, hostname, Number(port || 80));
    if (answer !== undefined) return await within(answer, pathname, init);
    agent ??= await newAgent(network);
    return await fetch(url, { ...(init as object), ...({ dispatcher: agent } as object) });
  };
}

async function located(network: GuestNetwork, host: string, port: number): Promise<Listening> {
  try {
    return network.locate(host, port);
  } catch (error) {
    return await failed(error);
  }
}

async function within(answer: Answer, url: string, { method = 'GET', body, signal }: Init): Promise<Response> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    const answered = await Promise.race([answer({ method, url, body }), aborted]);
    const { status } = answered;
    const bytes = new Uint8Array(answered.body).buffer;
    return { ok: status >= 200 && status <= 299, status, arrayBuffer: () => Promise.resolve(bytes) };
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What a connector is asked for. */
interface Wanted {
  readonly hostname: string;
  readonly port: string;
}
type Connected = (error: Error | null, connection?: unknown) => void;

/** undici's Agent, as far as it is used: Node holds it, and gives no name to it. */
interface Agent {
  destroy(): Promise<void>;
}
type AgentClass = new (options: { readonly connect: (wanted: Wanted, done: Connected) => void }) => Agent;

/** An agent whose connections are the guest's. */
async function newAgent(network: GuestNetwork): Promise<Agent> {
  // It is there once it was needed.
  await fetch('data:,');
  const agent = (globalThis as Record<symbol, unknown>)[Symbol.for('undici.globalDispatcher.1')];
  const { constructor } = agent as { readonly constructor: unknown };
  return new (constructor as AgentClass)({
    connect({ hostname, port }, done) {
      const connection = network.connect({ host: hostname, port: Number(port || 80) });
      connection.once('error', done);
      connection.once('connect', () => {
        connection.off('error', done);
        done(null, connection);
      });
    },
  });
}
