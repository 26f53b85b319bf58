import { createHash } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Before each content: SHA-256 of it, and its size in bytes. */
const nameBytes = 32;
const headBytes = nameBytes + 4;

/** The name of a content. */
export function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

/** A content is not there, or another one than its name says. */
export class DamagedPack extends Error {
  override readonly name = 'DamagedPack';
}

/** Contents by their names, in a file that only grows: what was written once is never touched again. */
export class Pack {
  readonly #file: FileHandle;
  readonly #names: Set<string>;
  #size: number;
  #waiting: Buffer[] = [];
  #syncing: Promise<void> | undefined;

  private constructor(file: FileHandle, names: Set<string>, size: number) {
    this.#file = file;
    this.#names = names;
    this.#size = size;
  }

  /** Begins a pack, or goes on with the one that is there. Throws where it cannot be written. */
  static async open(path: string): Promise<Pack> {
    const file = await open(path, 'a', 0o600);
    const { places, end } = placesIn(readFileSync(path));
    // What a kill has cut off.
    await file.truncate(end);
    return new Pack(file, new Set(places.keys()), end);
  }

  /** Bytes, those included that are not written yet. */
  get size(): number {
    return this.#size;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Keeps bytes under their name; they are in the file after `write`. */
  add(name: string, bytes: Buffer): void {
    if (this.has(name)) return;
    const head = Buffer.alloc(headBytes);
    head.write(name, 'base64url');
    head.writeUInt32LE(bytes.length, nameBytes);
    this.#waiting.push(head, bytes);
    this.#names.add(name);
    this.#size += headBytes + bytes.length;
  }

  /** Writes what was added: it is there whatever becomes of this process, and on the disk soon after. Throws where it cannot. */
  write(): void {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file.fd, bytes, at);
    // The next step does not wait for the disk.
    this.#syncing ??= this.#file
      .datasync()
      .catch(() => undefined)
      .finally(() => {
        this.#syncing = undefined;
      });
  }

  async close(): Promise<void> {
    await this.#syncing;
    await this.#file.close();
  }
}

/** Reads a pack: gives what gives the content of a name, and throws DamagedPack where there is none. Throws where there is no pack. */
export function readPack(path: string): (name: string) => Buffer {
  const bytes = readFileSync(path);
  const { places } = placesIn(bytes);
  return (name) => {
    const { at, size } = places.get(name) ?? { at: 0, size: -1 };
    const content = bytes.subarray(at, at + size);
    if (size < 0 || nameOf(content) !== name) throw new DamagedPack(`${path}: ${name} is damaged`);
    return content;
  };
}

/** Where each content is, and where the last one that is whole ends. */
function placesIn(bytes: Buffer) {
  const places = new Map<string, { readonly at: number; readonly size: number }>();
  let end = 0;
  while (end + headBytes <= bytes.length) {
    const size = bytes.readUInt32LE(end + nameBytes);
    const at = end + headBytes;
    if (at + size > bytes.length) break;
    places.set(bytes.toString('base64url', end, end + nameBytes), { at, size });
    end = at + size;
  }
  return { places, end };
}
