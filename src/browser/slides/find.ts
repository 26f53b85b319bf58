/** A text without accents and capitals, and for each of its characters where it came from. */
interface Folded {
  readonly text: string;
  readonly from: readonly number[];
}

function fold(text: string): Folded {
  let folded = '';
  const from: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace('œ', 'oe')
      .replace('æ', 'ae')
      .replace('’', "'")
      .replace(/\s/u, ' ');
    folded += plain;
    const start = at;
    from.push(...Array.from({ length: plain.length }, () => start));
    at += character.length;
  }
  from.push(at);
  return { text: folded, from };
}

/** Where `query` stands in `text`, from and to, accents and capitals apart. */
export function findAll(text: string, query: string): readonly (readonly [number, number])[] {
  const needle = fold(query.trim()).text;
  if (needle === '') return [];
  const folded = fold(text);
  const hits: (readonly [number, number])[] = [];
  for (let at = folded.text.indexOf(needle); at >= 0; at = folded.text.indexOf(needle, at + needle.length)) {
    hits.push([folded.from[at] ?? 0, folded.from[at + needle.length] ?? text.length]);
  }
  return hits;
}

export interface Excerpt {
  readonly before: string;
  readonly hit: string;
  readonly after: string;
}

/** The first hit with some words around it. */
export function excerptOf(text: string, query: string): Excerpt | undefined {
  const flat = text.replace(/\s+/g, ' ').trim();
  const [first] = findAll(flat, query);
  if (first === undefined) return undefined;
  const [from, to] = first;
  const start = from <= 40 ? 0 : flat.indexOf(' ', from - 40) + 1;
  return {
    before: (start > 0 ? '…' : '') + flat.slice(Math.min(start, from), from),
    hit: flat.slice(from, to),
    after: flat.slice(to, to + 70) + (flat.length > to + 70 ? '…' : ''),
  };
}
