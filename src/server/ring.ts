/** The last bytes of a stream whose bytes are counted from its beginning. */
export class Ring {
  readonly #capacity: number;
  #chunks: { readonly offset: number; readonly bytes: Buffer }[] = [];
  #end = 0;

  /** Keeps at least the last `capacity` bytes, and at most one chunk more. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Offset of the oldest byte that is still there. */
  get start(): number {
    return this.#chunks[0]?.offset ?? this.#end;
  }

  /** Offset after the newest byte. */
  get end(): number {
    return this.#end;
  }

  push(bytes: Buffer): void {
    this.#chunks.push({ offset: this.#end, bytes });
    this.#end += bytes.length;
    let gone = 0;
    for (const { offset, bytes: old } of this.#chunks) {
      if (this.#end - (offset + old.length) < this.#capacity) break;
      gone++;
    }
    if (gone > 0) this.#chunks.splice(0, gone);
  }

  /** At most `most` bytes from `offset` on; undefined when they are gone, or were never there. */
  from(offset: number, most: number): Buffer | undefined {
    if (offset < this.start || offset > this.#end) return undefined;
    const pieces: Buffer[] = [];
    let left = most;
    for (let at = this.#chunkAt(offset); at < this.#chunks.length && left > 0; at++) {
      const chunk = this.#chunks[at];
      if (!chunk) break;
      const piece = chunk.bytes.subarray(Math.max(0, offset - chunk.offset)).subarray(0, left);
      pieces.push(piece);
      left -= piece.length;
    }
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }

  /** Index of the chunk that holds the byte at `offset`. */
  #chunkAt(offset: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = this.#chunks[middle];
      if (chunk && chunk.offset + chunk.bytes.length <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
