import { randomBytes } from 'node:crypto';
import { message, verbatim } from '../../messages/message.ts';
import { TargetError } from '../target.ts';
import { type AccessOptions, openAccess } from './access.ts';
import { Api, Refusal } from './api.ts';
import { classLabel, type KubeObject, type Pod, serverLabel } from './objects.ts';
import { type Belonging, type PodOptions } from './pod-spec.ts';
import { abandonedPods, ignore, ServerLease } from './server-lease.ts';
import { Watched } from './watched.ts';

export interface ClusterOptions extends AccessOptions, PodOptions {
  /** Whose pods they are: of a class, the same after a restart of its server, or of one run. */
  readonly className: string;
  /** Milliseconds after which the pods of a server that does not live any more are anybody's to remove. */
  readonly abandonedMs?: number;
  /** Milliseconds that a pod may take to start. */
  readonly startMs?: number;
}

const abandonedMs = 2 * 3600 * 1000;

/** Is used by this process: what says so is there while a pod of it is. */
export class Cluster {
  readonly api: Api;
  readonly options: ClusterOptions;
  readonly className: string;
  /** Name of this server, new at each start. */
  readonly server: string;
  readonly #lease: ServerLease;
  readonly #used = new Set<string>();
  #pods: Watched<Pod> | undefined;
  #owner: Promise<Belonging['owner']> | undefined;
  #hasSwept = false;

  constructor(options: ClusterOptions) {
    this.options = options;
    this.className = labelValue(options.className);
    this.server = `pupitre-${this.className}-${randomBytes(4).toString('hex')}`;
    this.api = new Api(openAccess(options));
    this.#lease = new ServerLease(this.api, this.server);
  }

  /** All pods of Pupitre in the namespace: those of others count only where nobody is left. */
  get pods(): Watched<Pod> {
    return (this.#pods ??= new Watched(this.api, this.api.path('pods'), classLabel));
  }

  /** What the next pod of this process belongs to. Throws Refusal and TargetError. */
  async belonging(signal: AbortSignal): Promise<Belonging> {
    const name = `pupitre-${this.className}-${randomBytes(4).toString('hex')}`;
    this.#used.add(name);
    try {
      this.#owner ??= this.#beginning(signal);
      return { name, className: this.className, server: this.server, owner: await this.#owner };
    } catch (error) {
      this.#owner = undefined;
      await this.gone(name);
      throw error;
    }
  }

  /** A pod of the class that another process has left belongs to this one. */
  async adopt(name: string, signal: AbortSignal): Promise<void> {
    this.#used.add(name);
    await (this.#owner ??= this.#beginning(signal));
    const body = { metadata: { labels: { [serverLabel]: this.server } } };
    await this.api.call(`${this.api.path('pods')}/${name}`, { method: 'PATCH', body, signal });
  }

  /** A pod of this process does not exist any more. With the last one goes what only they needed. */
  async gone(name: string): Promise<void> {
    if (!this.#used.delete(name) || this.#used.size > 0) return;
    const others = this.#pods?.values().filter(({ metadata }) => metadata.labels?.[classLabel] === this.className);
    this.#pods?.stop();
    this.#pods = undefined;
    if (this.#owner === undefined) return;
    this.#owner = undefined;
    await this.#lease.end();
    if (others?.length !== 0) return;
    await this.api.call(`${this.api.path('configmaps')}/${this.#ownerName}`, { method: 'DELETE' }).catch(ignore(404));
  }

  /** Names of pods whose servers have been gone for long. */
  abandoned(signal: AbortSignal): Promise<readonly string[]> {
    const { className } = this;
    const ms = this.options.abandonedMs ?? abandonedMs;
    return abandonedPods(this.api, this.pods.values(), { className, abandonedMs: ms }, signal);
  }

  get #ownerName(): string {
    return `pupitre-${this.className}`;
  }

  /** Pods go when their owner goes, and at once when it never was: so it is made before the first of them. */
  async #beginning(signal: AbortSignal): Promise<Belonging['owner']> {
    await this.#lease.start(signal);
    const path = this.api.path('configmaps');
    const name = this.#ownerName;
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { [classLabel]: this.className } } };
    const call = { signal };
    const made =
      (await this.api.call<KubeObject>(path, { ...call, method: 'POST', body }).catch(ignore(409))) ??
      (await this.api.call<KubeObject>(`${path}/${name}`, call));
    if (!this.#hasSwept) void this.#sweep();
    return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: made.metadata.uid };
  }

  /** What others have left goes, in the background: a class waits for nothing of it. */
  async #sweep(): Promise<void> {
    this.#hasSwept = true;
    const signal = AbortSignal.timeout(60_000);
    try {
      await this.pods.until(() => true, signal);
      for (const name of await this.abandoned(signal)) {
        await this.api.call(`${this.api.path('pods')}/${name}`, { method: 'DELETE', signal }).catch(ignore(404));
      }
    } catch {
      // The next server does it.
    }
  }
}

/** What was refused, for people; other errors stay what they are. */
export function refusal(error: unknown, namespace: string): unknown {
  if (!(error instanceof Refusal)) return error;
  const reason = verbatim(error.message);
  if (/exceeded quota|failed quota/.test(error.message)) {
    return new TargetError(message('target/kube-quota', { namespace, reason }));
  }
  if (error.code === 401 || (error.code === 403 && error.isAboutRights))
    return new TargetError(message('target/kube-forbidden', { namespace, reason }));
  return new TargetError(message('target/kube-refused', { namespace, reason }));
}

/** As a part of names and as a label: small letters, digits and hyphens. */
function labelValue(name: string): string {
  const value = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return value.slice(0, 30).replace(/-+$/, '') || 'class';
}
