import { skipBlanks, skipListMarkers } from './line-kind.ts';

/**
 * Knows which lines are indented code: four columns deeper than the list item they could belong to, after a blank line
 * or more such code. Class openers and brackets in it are literal, as in gnab/remark.
 */
export class IndentedCode {
  #listIndent = 0;
  #afterBlank = true;
  #inCode = false;

  reset(): void {
    this.#listIndent = 0;
    this.endBlank();
  }

  /** Something else than a blank line was read. */
  endBlank(): void {
    this.#afterBlank = false;
    this.#inCode = false;
  }

  /** Takes the next line; true when it is blank or indented code, and there is nothing to read on it. */
  hides(text: string, start: number, end: number): boolean {
    const first = skipBlanks(text, start, end);
    if (first === end) {
      this.#afterBlank = true;
      return true;
    }
    const indent = columns(text, start, first);
    const content = skipListMarkers(text, start, end);
    // Only brackets on the line: it closes classes, however deep the author has put it.
    const deep = indent >= this.#listIndent + 4 && text[first] !== ']';
    this.#inCode = deep && (this.#afterBlank || this.#inCode);
    if (!this.#inCode) {
      if (content > first) this.#listIndent = columns(text, start, content);
      else if (this.#afterBlank) this.#listIndent = Math.min(this.#listIndent, indent);
    }
    this.#afterBlank = false;
    return this.#inCode;
  }
}

/** Width of the line up to `to`, with tab stops at every fourth column as in CommonMark. */
function columns(text: string, from: number, to: number): number {
  let width = 0;
  for (let offset = from; offset < to; offset++) width += text[offset] === '\t' ? 4 - (width % 4) : 1;
  return width;
}
