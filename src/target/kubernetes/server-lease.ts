import { type Api, Refusal } from './api.ts';
import { classLabel, type Lease, type List, type Pod, serverLabel } from './objects.ts';

/** Milliseconds between two renewals, and seconds after which a Lease is over: two renewals may be missed. */
const renewMs = 20_000;
const leaseSeconds = 60;

/** Says that this server lives, by a Lease of its name that is renewed. */
export class ServerLease {
  readonly #api: Api;
  readonly #name: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(api: Api, name: string) {
    this.#api = api;
    this.#name = name;
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#create(signal);
    this.#timer ??= setInterval(() => {
      // What is not renewed now is renewed next time.
      void this.renew().catch(() => undefined);
    }, renewMs).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#api.call(`${this.#api.path('leases')}/${this.#name}`, { method: 'DELETE' }).catch(ignore(404));
  }

  async #create(signal?: AbortSignal): Promise<void> {
    const body = {
      ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
      metadata: { name: this.#name, labels: { [serverLabel]: this.#name } },
      spec: { holderIdentity: this.#name, leaseDurationSeconds: leaseSeconds, renewTime: now() },
    };
    await this.#api
      .call(this.#api.path('leases'), { method: 'POST', body, ...(signal && { signal }) })
      .catch(ignore(409));
  }

  async renew(): Promise<void> {
    const body = { spec: { renewTime: now() } };
    try {
      await this.#api.call(`${this.#api.path('leases')}/${this.#name}`, { method: 'PATCH', body });
    } catch (error) {
      ignore(404)(error);
      await this.#create();
    }
  }
}

/** Names of pods whose server has not renewed its Lease for so long (milliseconds), other than those of this class. Leases of nobody are removed. */
export async function abandonedPods(
  api: Api,
  pods: readonly Pod[],
  { className, abandonedMs }: { readonly className: string; readonly abandonedMs: number },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const selector = encodeURIComponent(serverLabel);
  const { items } = await api.call<List<Lease>>(`${api.path('leases')}?labelSelector=${selector}`, { signal });
  const longAgo = Date.now() - abandonedMs;
  const living = new Set(
    items.filter(({ spec }) => Date.parse(spec.renewTime ?? '') > longAgo).map(({ metadata }) => metadata.name),
  );
  const used = new Set(pods.map(({ metadata }) => metadata.labels?.[serverLabel]));
  for (const { metadata } of items) {
    if (living.has(metadata.name) || used.has(metadata.name)) continue;
    await api.call(`${api.path('leases')}/${metadata.name}`, { method: 'DELETE', signal }).catch(ignore(404));
  }
  return pods
    .filter(({ metadata: { labels } }) => {
      return labels?.[classLabel] !== className && !living.has(labels?.[serverLabel] ?? '');
    })
    .map(({ metadata }) => metadata.name);
}

/** For `catch`: passes over a refusal with this code of HTTP. */
export function ignore(code: number): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof Refusal && error.code === code) return undefined;
    throw error;
  };
}

/** As Leases want it: with microseconds. */
function now(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
