/** What stands where a secret stood. */
const mask = '*****';
/** So much of a word without blanks is held back until it is complete, since a pattern may match all of it. */
const wordLimit = 4096;

/** What to take out: values, literally, and patterns with the flag `g`. */
export interface Secrets {
  readonly values: readonly string[];
  readonly patterns: readonly RegExp[];
}

/** Takes secrets out of the text that leaves the engine. Structure (ids, verdicts, places) is never touched. */
export class Masker {
  readonly #patterns: readonly RegExp[];
  /** A value that is cut by a chunk can be this long. */
  readonly #longest: number;
  #held = '';

  constructor({ values, patterns }: Secrets) {
    // The longest first: one secret may be the beginning of another.
    const literals = values.filter((value) => value !== '').sort((a, b) => b.length - a.length);
    this.#patterns = [...literals.map(literalPattern), ...patterns];
    this.#longest = Math.max(0, ...literals.map(({ length }) => 2 * length));
  }

  /** The text without secrets. */
  text(text: string): string {
    let masked = text;
    for (const pattern of this.#patterns) masked = masked.replace(pattern, mask);
    return masked;
  }

  /** The next piece of a stream without secrets; what may be the beginning of one is held back. */
  stream(chunk: string): string {
    if (this.#patterns.length === 0) return chunk;
    const data = this.#held + chunk;
    const cut = this.#whole(data, Math.min(lastWord(data), Math.max(0, data.length - this.#longest)));
    this.#held = data.slice(cut);
    return this.text(data.slice(0, cut));
  }

  /** What the stream holds back. */
  flush(): string {
    const rest = this.text(this.#held);
    this.#held = '';
    return rest;
  }

  /** The place to cut so that no secret is cut in two. */
  #whole(data: string, cut: number): number {
    for (const pattern of this.#patterns) {
      for (const match of data.matchAll(pattern)) {
        if (match.index < cut && match.index + match[0].length > cut) return this.#whole(data, match.index);
      }
    }
    return cut;
  }
}

/** Where the last word begins, looking back no further than a word may be long. */
function lastWord(data: string): number {
  let at = data.length;
  const least = Math.max(0, data.length - wordLimit);
  while (at > least && !/\s/.test(data.charAt(at - 1))) at--;
  return at;
}

/** A pattern that matches a value literally; a terminal shows its line ends as CR LF. */
function literalPattern(value: string): RegExp {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\r?\n/g, '\\r?\\n');
  return new RegExp(escaped, 'g');
}
