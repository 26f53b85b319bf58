/** A part of a text, half-open, in UTF-16 code units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The JSON value in a text: the text itself, else the first `{...}` or `[...]` in it that is valid, one of the kind `wanted`
 * before the others. Undefined when there is none. A terminal shows more than what a program answered: prompts, progress, job notices
 * such as `[1] 4711`.
 *
 * Takes time in proportion to the length of the text.
 */
export function findJson(text: string, wanted: 'object' | 'array'): { readonly value: unknown } | undefined {
  const whole = parseJson(text);
  if (whole) return whole;
  let other: { readonly value: unknown } | undefined;
  for (const { start, end } of containers(text)) {
    if (other && (text[start] === '{') !== (wanted === 'object')) continue;
    const found = parseJson(text.slice(start, end));
    if (!found) continue;
    if ((text[start] === '{') === (wanted === 'object')) return found;
    other ??= found;
  }
  return other;
}

/** The value of a text that is JSON from end to end; undefined when it is not. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** How deep brackets are nested in JSON text. */
export function depthOfJson(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = Math.max(at, endOfString(text, at) - 1);
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/** Outermost brackets with balanced contents, in order. */
function* containers(text: string): Generator<Span> {
  const opener = /[{[]/g;
  for (let match = opener.exec(text); match; match = opener.exec(text)) {
    const { spans, stop } = readContainer(text, match.index);
    yield* spans;
    opener.lastIndex = Math.max(stop, match.index + 1);
  }
}

/**
 * Reads one container from `start`. Where it turns out not to be JSON, the containers that were complete until then are
 * what is left of it: those that are still open would stop at the same place.
 */
function readContainer(text: string, start: number): { readonly spans: readonly Span[]; readonly stop: number } {
  // A token of JSON that is not a string, or blanks.
  const token = /[ \t\r\n]+|[{}[\]:,]|true|false|null|-?\d[\d.eE+-]*/y;
  const open: number[] = [];
  const spans: Span[] = [];
  let at = start;
  while (at < text.length) {
    let end: number;
    if (text[at] === '"') {
      end = endOfString(text, at);
    } else {
      token.lastIndex = at;
      end = token.exec(text) ? token.lastIndex : at;
    }
    if (end === at) break;
    const first = text[at];
    if (first === '{' || first === '[') {
      open.push(at);
    } else if (first === '}' || first === ']') {
      const opened = open.pop();
      if (opened === undefined || text[opened] !== (first === '}' ? '{' : '[')) break;
      while (spans.length > 0 && (spans.at(-1)?.start ?? 0) > opened) spans.pop();
      spans.push({ start: opened, end });
      if (open.length === 0) return { spans, stop: end };
    }
    at = end;
  }
  return { spans, stop: at };
}

/** The end of the string that begins at `start`, or `start` when it is not closed on its line. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === '\n') break;
    if (character === '\\') at++;
  }
  return start;
}
