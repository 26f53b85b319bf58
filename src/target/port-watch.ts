import type { Inventory, Thing } from '../changes/inventory.ts';
import { type Listener, listenersOf } from './listeners.ts';

/** New listeners whose owner is looked up at one time: that reads what every process has open. */
const mostLookedUp = 20;
/** How often it is looked up whose one is. */
const mostTimes = 3;

/** The ports that listen on the node, of those that have come since the first look; `isOwn` tells whose a listener is. */
export function portWatch(isOwn: (port: number, listener: Listener) => boolean): () => Inventory {
  let first: ReadonlySet<string> | undefined;
  let own = new Set<string>();
  /** How often a listener was somebody else's. */
  let foreign = new Map<string, number>();
  return () => {
    const all = listenersOf();
    first ??= new Set(all.map(({ listener }) => listener.inode));
    const old = first;
    let left = mostLookedUp;
    const before = foreign;
    foreign = new Map();
    const now = all.filter(({ port, listener }) => {
      const { inode } = listener;
      if (old.has(inode)) return false;
      if (own.has(inode)) return true;
      // Whose it is not yet it may be later: the node's own are told once they are published.
      const times = before.get(inode) ?? 0;
      if (times < mostTimes && left-- > 0 && isOwn(port, listener)) return true;
      foreign.set(inode, times + 1);
      return false;
    });
    own = new Set(now.map(({ listener }) => listener.inode));
    const things = now.map(({ port }): Thing => ({ kind: 'port', name: String(port), fingerprint: '', facts: {} }));
    return { things, unseen: process.platform === 'linux' ? [] : [{ kind: 'port', below: '' }] };
  };
}
