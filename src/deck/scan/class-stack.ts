import type { ClassOpener } from './class-opener.ts';
import type { ClassRegion, Region } from './regions.ts';

/** A `--` or `???` line met on the way; it counts only when no class turns out to be open around it. */
export type Separator = SeparatorOf<'step'> | SeparatorOf<'notes'>;

interface SeparatorOf<Kind> {
  readonly kind: Kind;
  /** Where its line begins. */
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
}

/** A class that was opened and never closed. */
export interface OpenClass extends ClassOpener {
  readonly start: number;
}

interface Frame {
  readonly opener: OpenClass | undefined;
  readonly found: (Region | Separator)[];
  /** Brackets without a class name that are open in this class. */
  brackets: number;
}

/** How deep classes may be nested; no deck known needs more than three. */
export const maxClassDepth = 32;

/** Pairs the brackets of content classes while a text is scanned, and gathers what is found in each. */
export class ClassStack {
  readonly #text: string;
  readonly #frames: Frame[] = [{ opener: undefined, found: [], brackets: 0 }];

  constructor(text: string) {
    this.#text = text;
  }

  /** How many classes are open. */
  get depth(): number {
    return this.#frames.length - 1;
  }

  /** True when a class of one of these names is open. */
  isInside(names: readonly string[]): boolean {
    return this.#frames.some(({ opener }) => opener?.names.some((name) => names.includes(name)));
  }

  add(found: Region | Separator): void {
    this.#top.found.push(found);
  }

  open(start: number, opener: ClassOpener): void {
    this.#frames.push({ opener: { ...opener, start }, found: [], brackets: 0 });
  }

  openBracket(): void {
    this.#top.brackets++;
  }

  /** Meets a closing bracket at `offset`; it closes the latest open bracket, or nothing when `depth` would fall below `floor`. */
  closeBracket(offset: number, floor: number): void {
    if (this.#top.brackets > 0) this.#top.brackets--;
    else if (this.depth > floor) this.#close(offset);
  }

  /** Closes the class at `depth` at `offset`; classes still open inside it are literal text. Returns those. */
  closeAt(depth: number, offset: number): OpenClass[] {
    const unclosed = this.#dissolve(depth);
    this.#close(offset);
    return unclosed;
  }

  /** Ends the scan: what was found outside of classes, and the classes that are open still. */
  finish(): { readonly found: readonly (Region | Separator)[]; readonly unclosed: readonly OpenClass[] } {
    const unclosed = this.#dissolve(0);
    return { found: this.#top.found, unclosed };
  }

  get #top(): Frame {
    const frame = this.#frames.at(-1);
    if (!frame) throw new Error('The frame of the text itself is never closed.');
    return frame;
  }

  #close(offset: number): void {
    const { opener, found } = this.#top;
    if (!opener) return;
    this.#frames.pop();
    const { start, inside, names } = opener;
    const regions = found.filter(isRegion);
    const block = /[\n\r]/.test(this.#text.slice(inside, offset));
    const region: ClassRegion = {
      kind: 'class',
      names,
      start,
      end: offset + 1,
      inside: { start: inside, end: offset },
      block,
      regions,
    };
    this.add(region);
  }

  /** Gives what was found in the classes above `depth` to the class at `depth`, as if they had never been opened. */
  #dissolve(depth: number): OpenClass[] {
    const unclosed: OpenClass[] = [];
    while (this.depth > depth) {
      const frame = this.#frames.pop();
      if (frame?.opener) unclosed.unshift(frame.opener);
      for (const region of frame?.found ?? []) this.add(region);
    }
    return unclosed;
  }
}

/** True for what is no separator. */
export function isRegion(found: Region | Separator): found is Region {
  return found.kind !== 'step' && found.kind !== 'notes';
}
