import type { ClientMessage, Size } from '../../protocol.ts';
import { type Clock, systemClock } from '../../run/clock.ts';
import type { Client } from './clients.ts';
import { Throttle } from './throttle.ts';

type Kind = NonNullable<Extract<ClientMessage, { type: 'hello' }>['kind']> | 'page';

interface Window {
  readonly kind: Kind;
  /** What fits into its terminal; undefined while that cannot be seen. */
  size: Size | undefined;
  /** Counts up with every sign that somebody works there. */
  worked: number;
}

/** Milliseconds between two sizes of the shell: a separator that is dragged makes hundreds. */
const resizeMs = 50;

/**
 * Whose size the shell has: the audience's window leads, for it must be read from the last row; then the page in which somebody worked
 * last. A phone leads only while there is nothing else. Who leaves keeps the lead until somebody else works, so that a page
 * that is loaded again changes nothing.
 */
export class SizeLeader {
  readonly #windows = new Map<Client, Window>();
  readonly #resizing: Throttle<Size>;
  #turns = 0;
  #leader: Client | undefined;

  /** `resize` is called with the size of the leader, also when it is the same as before. */
  constructor(resize: (size: Size) => void, clock: Clock = systemClock) {
    this.#resizing = new Throttle(resizeMs, resize, clock);
  }

  close(): void {
    this.#resizing.close();
  }

  leads(client: Client): boolean {
    return client === this.#leader;
  }

  enter(client: Client, kind: Kind = 'page', size?: Size): void {
    this.#windows.set(client, { kind, size, worked: 0 });
    this.#choose();
  }

  leave(client: Client): void {
    this.#windows.delete(client);
  }

  /** What fits into a window's terminal has changed. */
  resize(client: Client, size: Size | undefined): void {
    const window = this.#windows.get(client);
    if (window) window.size = size;
    this.#choose();
  }

  /** Somebody works in this window. */
  work(client: Client): void {
    const window = this.#windows.get(client);
    if (!window || (window.worked > 0 && window.worked === this.#turns)) return;
    window.worked = ++this.#turns;
    this.#choose();
  }

  #choose(): void {
    const windows = [...this.#windows];
    const rank = ({ kind }: Window): number => (kind === 'audience' ? 2 : kind === 'page' ? 1 : 0);
    const isAlone = windows.every(([, { kind }]) => kind === 'phone');
    let best: { readonly client: Client; readonly window: Window & { readonly size: Size } } | undefined;
    for (const [client, window] of windows) {
      const { size } = window;
      if (size === undefined || (window.kind === 'phone' && !isAlone)) continue;
      const above = best ? rank(window) - rank(best.window) || window.worked - best.window.worked : 1;
      if (above > 0) best = { client, window: { ...window, size } };
    }
    if (!best) return;
    this.#leader = best.client;
    this.#resizing.push(best.window.size);
  }
}
