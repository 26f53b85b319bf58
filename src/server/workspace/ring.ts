import type { Chunk } from '../../run/terminal/bulk.ts';

/** Bytes of a block: up to one of them is there for nothing. */
const blockSize = 16 * 1024;

interface Block {
  /** Offset of its first byte in the stream. */
  offset: number;
  /** Bytes that are in use. */
  length: number;
  readonly bytes: Uint8Array;
}

/** A ring buffer: the last bytes of a stream whose bytes are counted from its beginning. Blocks are used again: a flood makes no garbage. */
export class Ring {
  readonly #blocks: Block[] = [];
  readonly #most: number;
  readonly #encoder = new TextEncoder();
  #end = 0;

  /** Keeps at least the last `capacity` bytes, and at most a block more. */
  constructor(capacity: number) {
    this.#most = Math.ceil(capacity / (blockSize - 3)) + 1;
  }

  /** Offset of the oldest byte that is still there. */
  get start(): number {
    return this.#blocks[0]?.offset ?? this.#end;
  }

  /** Offset after the newest byte. */
  get end(): number {
    return this.#end;
  }

  /** Adds what was printed, as UTF-8. */
  push(chunk: Chunk): void {
    if (typeof chunk === 'string') this.#pushText(chunk);
    else
      for (let at = 0; at < chunk.bytes.length;) {
        const block = this.#lastBlock();
        const piece = chunk.bytes.subarray(at, at + blockSize - block.length);
        block.bytes.set(piece, block.length);
        block.length += piece.length;
        this.#end += piece.length;
        at += piece.length;
      }
  }

  #pushText(text: string): void {
    for (let rest = text; rest !== '';) {
      const block = this.#lastBlock();
      const { read, written } = this.#encoder.encodeInto(rest, block.bytes.subarray(block.length));
      block.length += written;
      this.#end += written;
      rest = rest.slice(read);
    }
  }

  /** True when a reader that has everything before `offset` can go on. */
  has(offset: number): boolean {
    return offset >= this.start && offset <= this.#end;
  }

  /** Copies what there is from `offset` on into `target`, as far as it goes; `has(offset)` must be true. Returns how many bytes. */
  copy(offset: number, target: Uint8Array): number {
    let done = 0;
    for (const block of this.#blocks) {
      const from = offset + done - block.offset;
      if (from >= block.length) continue;
      const piece = block.bytes.subarray(from, Math.min(block.length, from + target.length - done));
      target.set(piece, done);
      done += piece.length;
      if (done === target.length) break;
    }
    return done;
  }

  /** The last block, with room for any character. */
  #lastBlock(): Block {
    const last = this.#blocks.at(-1);
    if (last && last.length + 4 <= blockSize) return last;
    // The oldest block is used again: readers have copies.
    const bytes = this.#blocks.length < this.#most ? undefined : this.#blocks.shift()?.bytes;
    const block: Block = { offset: this.#end, length: 0, bytes: bytes ?? Buffer.allocUnsafeSlow(blockSize) };
    this.#blocks.push(block);
    return block;
  }
}
