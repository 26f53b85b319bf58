import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Masker } from '../../run/mask.ts';
import type { ContentSink, NodeState, Snapshots } from '../../target/target.ts';
import { nameOf, Pack } from './pack.ts';
import type { KeptNode } from './run-records.ts';

/** Bytes of a pack after which another one is begun; the one before it is kept, older ones are removed. */
const mostPack = 64 * 1024 * 1024;
/** Bytes that one snapshot may add. */
const mostAdded = 48 * 1024 * 1024;

/** Milliseconds that a snapshot may take at any time. */
const freeMs = 50;

/** What is kept of a node. */
interface NodeCheckpoint {
  /** What the decks before this one do, as a short text. */
  readonly after: string;
  readonly state: NodeState;
}

export interface SnapshotOptions {
  readonly snapshots: Snapshots;
  /** The state file of the deck; packs are beside it. */
  readonly stateFile: string;
  readonly after: string;
  readonly masker: Masker;
  /** Share of the run's time that snapshots are given which take longer than 50 ms. Default: a twentieth. */
  readonly mostShare?: number;
}

/** Why no snapshot is kept: what it holds must not be written. */
class Refused extends Error {
  readonly without: 'secret' | 'tooLarge';
  constructor(without: 'secret' | 'tooLarge') {
    super(without);
    this.without = without;
  }
}

/** Keeps snapshots of a node beside the state of a run: of each, what the ones before did not have. */
export class SnapshotKeeper {
  readonly #options: SnapshotOptions;
  readonly #clean = new Set<string>();
  #pack: { readonly pack: Pack; readonly name: string } | undefined;
  #continued: string | undefined;
  #isOff = false;
  readonly #began = performance.now();
  #spent = 0;
  #last = 0;

  constructor(options: SnapshotOptions) {
    this.#options = options;
  }

  /** Snapshots go into this pack, whose last one the node goes on from. */
  goOnWith(pack: string): void {
    this.#continued = pack;
  }

  /** Keeps what the node is now; undefined where there is none, or where that would cost too much of the run's time. Throws where it cannot be written. */
  async keep(): Promise<KeptNode | undefined> {
    const { mostShare = 0.05 } = this.#options;
    const began = performance.now();
    if (this.#isOff || (this.#last > freeMs && this.#spent > mostShare * (began - this.#began))) return undefined;
    const kept = await this.#keep();
    this.#last = performance.now() - began;
    this.#spent += this.#last;
    return kept;
  }

  async close(): Promise<void> {
    await this.#pack?.pack.close();
  }

  async #keep(): Promise<KeptNode | undefined> {
    const { pack, name } = await this.#current();
    const before = pack.size;
    const add = (content: Uint8Array | string): string => {
      const bytes = Buffer.from(content as Uint8Array);
      const blob = nameOf(bytes);
      this.#requireClean(blob, bytes);
      pack.add(blob, bytes);
      if (pack.size - before > mostAdded) throw new Refused('tooLarge');
      return blob;
    };
    const sink: ContentSink = { put: add, has: (blob) => pack.has(blob) };
    let node: string;
    try {
      const state = this.#options.snapshots.take(sink);
      if (!state) return undefined;
      const checkpoint: NodeCheckpoint = { after: this.#options.after, state };
      node = add(JSON.stringify(checkpoint));
    } catch (error) {
      if (!(error instanceof Refused)) return { without: error instanceof RangeError ? 'tooLarge' : 'unreadable' };
      this.#isOff = error.without === 'tooLarge';
      return { without: error.without };
    }
    pack.write();
    return { pack: name, name: node };
  }

  async #current(): Promise<{ readonly pack: Pack; readonly name: string }> {
    if (this.#pack && this.#pack.pack.size < mostPack) return this.#pack;
    await this.#pack?.pack.close();
    const { stateFile } = this.#options;
    const folder = dirname(stateFile);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const all = packsOf(stateFile);
    const continued = this.#pack ? undefined : this.#continued;
    const last = all.at(-1);
    const name = continued ?? packName(stateFile, (last?.number ?? 0) + 1);
    for (const old of all) if (old !== last && old.name !== name) rmSync(join(folder, old.name), { force: true });
    return (this.#pack = { pack: await Pack.open(join(folder, name)), name });
  }

  /** Throws Refused where a secret of the configuration would be written. */
  #requireClean(name: string, bytes: Buffer): void {
    const { masker } = this.#options;
    if (masker.isIdle || this.#clean.has(name)) return;
    for (const text of [bytes, inflated(bytes)].map((each) => each.toString())) {
      if (masker.text(text) !== text) throw new Refused('secret');
    }
    this.#clean.add(name);
  }
}

/** Removes the packs of a deck: a run that begins anew has no use for them. */
export function removePacks(stateFile: string): void {
  for (const { name } of packsOf(stateFile)) rmSync(join(dirname(stateFile), name), { force: true });
}

function packName(stateFile: string, number: number): string {
  return `${basename(stateFile, '.ndjson')}.${number}.pack`;
}

/** The packs beside a state file, oldest first. */
function packsOf(stateFile: string): readonly { readonly name: string; readonly number: number }[] {
  const base = `${basename(stateFile, '.ndjson')}.`;
  return readdirSync(dirname(stateFile))
    .filter((name) => name.startsWith(base) && /^\d+\.pack$/.test(name.slice(base.length)))
    .map((name) => ({ name, number: Number(name.slice(base.length, -'.pack'.length)) }))
    .sort((a, b) => a.number - b.number);
}

/** What a layer of an image holds; nothing for what is none. */
function inflated(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return Buffer.alloc(0);
  try {
    return gunzipSync(bytes, { maxOutputLength: mostPack });
  } catch {
    return Buffer.alloc(0);
  }
}
