/** What stands where a secret stood. */
const mask = '*****';
/** A chunk may end in the middle of a secret; so much of a word without blanks is held back until it is complete. */
const holdLimit = 4096;

/** Takes secrets out of everything that leaves the engine. */
export class Masker {
  readonly #patterns: readonly RegExp[];
  #held = '';

  /** `patterns` are applied one after the other; each with the flag `g`. */
  constructor(patterns: readonly RegExp[]) {
    this.#patterns = patterns;
  }

  /** The text without secrets. */
  text(text: string): string {
    let masked = text;
    for (const pattern of this.#patterns) masked = masked.replace(pattern, mask);
    return masked;
  }

  /** The next piece of a stream without secrets; may hold back a word that is not complete. */
  stream(chunk: string): string {
    if (this.#patterns.length === 0) return chunk;
    const data = this.#held + chunk;
    const cut = Math.max(data.search(/\S*$/), data.length - holdLimit);
    this.#held = data.slice(cut);
    return this.text(data.slice(0, cut));
  }

  /** What the stream holds back. */
  flush(): string {
    const rest = this.text(this.#held);
    this.#held = '';
    return rest;
  }

  /** The same value with every string in it masked. */
  deep<T>(value: T): T {
    if (this.#patterns.length === 0) return value;
    return this.#deep(value) as T;
  }

  #deep(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#deep(item));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#deep(item)]));
    }
    return value;
  }
}

/** A pattern that matches a secret value literally. */
export function literalPattern(value: string): RegExp {
  return new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g');
}
