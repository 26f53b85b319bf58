import { deflateRawSync } from 'node:zlib';
import { attributes } from './markup.ts';

/** Characters that wait before they become a block. */
const blockLength = 256 * 1024;
/** Characters of a whole recording: a report is opened by a browser at once. `--record` has no such limit. */
export const longestRecording = 24 * 1024 * 1024;

/**
 * The sessions of a run, to be played in its report: blocks of lines `[milliseconds, text]`, deflated, in base64. They stand
 * between the steps as they come, so that nothing of a long run is kept here; a script puts those of one terminal together.
 */
export class InlineRecording {
  readonly #write: (html: string) => void;
  readonly #waiting = new Map<string, { lines: string[]; length: number }>();
  #left = longestRecording;

  /** `write` takes the blocks. */
  constructor(write: (html: string) => void) {
    this.#write = write;
  }

  /** Nothing more is taken. */
  get isFull(): boolean {
    return this.#left <= 0;
  }

  /** What a terminal printed; false for the first that is not taken any more. `name` is that of the recording. */
  add(name: string, at: number, chunk: string): boolean {
    if (this.isFull) return true;
    const line = `${JSON.stringify([Math.round(at), chunk])}\n`;
    const block = this.#waiting.get(name) ?? { lines: [], length: 0 };
    this.#waiting.set(name, block);
    block.lines.push(line);
    block.length += line.length;
    this.#left -= line.length;
    if (block.length >= blockLength) this.#flush(name);
    return !this.isFull;
  }

  /** Writes what waits. */
  flush(): void {
    for (const name of this.#waiting.keys()) this.#flush(name);
  }

  #flush(name: string): void {
    const block = this.#waiting.get(name);
    this.#waiting.delete(name);
    if (!block) return;
    const text = deflateRawSync(block.lines.join(''), { level: 6 }).toString('base64');
    this.#write(
      `<script${attributes({ type: 'text/plain', class: 'recording', 'data-recording': name })}>${text}</script>\n`,
    );
  }
}
