import { type Changes, difference } from '../../changes/difference.ts';
import { type Inventory, shellKinds, type Thing, unknownNode, type Unseen } from '../../changes/inventory.ts';
import type { Target } from '../../target/target.ts';
import type { SavedShells } from '../journal.ts';
import { shellPrefix, shellThings } from './shell-things.ts';

/** The node and its shells at one moment. */
interface Look {
  readonly node: Inventory;
  /** By the names of their terminals. */
  readonly shells: ReadonlyMap<string, readonly Thing[]>;
}

/** Looks at a node before and after steps, out of band, and says what is otherwise. */
export class ChangeLog {
  readonly #target: Pick<Target, 'inventory'>;
  readonly #signal: AbortSignal;
  #before: Look | undefined;

  constructor(target: Pick<Target, 'inventory'>, signal: AbortSignal) {
    this.#target = target;
    this.#signal = signal;
  }

  /** A step is about to begin. Looked at only where what came before is not known. */
  async begin(shells: () => Promise<SavedShells>): Promise<void> {
    this.#before ??= await this.#look(shells);
  }

  /**
   * A step is over: what has changed since it began. `next`: what changes from now on counts to the step after it (`after`), or until that begins to none
   * (`none`); or all counts from the first step on (`first`). Undefined when nothing is known of the beginning.
   */
  async end(shells: () => Promise<SavedShells>, next: 'after' | 'none' | 'first'): Promise<Changes | undefined> {
    const before = this.#before;
    if (!before) return undefined;
    const now = await this.#look(shells, before);
    if (next !== 'first') this.#before = next === 'after' ? now : undefined;
    return difference(whole(before, now), whole(now, before));
  }

  /** A step was not measured: what it has made is no change of the next one. */
  forget(): void {
    this.#before = undefined;
  }

  async #look(shells: () => Promise<SavedShells>, before?: Look): Promise<Look> {
    const { shells: saved } = await shells();
    const known = [...saved].flatMap(([name, each]): [string, readonly Thing[]][] => {
      if (each.kind === 'part') return [[name, shellThings(name, each.part)]];
      // A program has it: what the shell becomes is told when it is at its prompt again.
      const last = before?.shells.get(name);
      return last ? [[name, last]] : [];
    });
    const node = (await this.#target.inventory?.(this.#signal)) ?? unknownNode();
    return { node, shells: new Map(known) };
  }
}

/** One inventory of all. Of a shell that is known only once, there is no difference. */
function whole({ node, shells }: Look, other: Look): Inventory {
  const unseen: Unseen[] = [...node.unseen];
  for (const name of [...shells.keys(), ...other.shells.keys()]) {
    if (shells.has(name) && other.shells.has(name)) continue;
    for (const kind of shellKinds) unseen.push({ kind, below: shellPrefix(name) });
  }
  return { things: [...node.things, ...[...shells.values()].flat()], unseen };
}
