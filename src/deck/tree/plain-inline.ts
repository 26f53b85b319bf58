import type { PhrasingContent } from 'mdast';

/** Where a text stands in what is parsed. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** A link, a picture, code or HTML that begins at an offset. */
interface Atom {
  readonly node: PhrasingContent;
  readonly end: number;
}

// Whatever else means something to CommonMark or GFM, or may: entities, autolinks, footnotes, addresses, strikethrough, escapes.
const unknown = /[\w.+-]@|[~\0\r\t\\]|&[#a-z]|www\.|<(?![a-z/!])/i;
const codes = /(`+)(?!`)[^`\n]+\1(?!`)/g;
const code = /(`+)(?!`)([^`\n]+)\1(?!`)/y;
const link = /(!?)\[([^[\]\n!<]*)\]\(([\w./#?=&%:+,;-]+)\)/y;
const html = /<(?:\/[a-z][a-z\d]*|[a-z][a-z\d]*(?: [a-z]+="[\w ./:;#%-]*")* ?\/?|!--\uFDD0[\uFDD2-\uFDDB]+\uFDD1--)>/iy;
const address = /https?:\/\/[a-z\d]+(?:[.-][a-z\d]+)*(?::\d+)?(?:\/[a-z\d]*(?:[./-][a-z\d]+)*\/?)?(?=\)?(?:[ \n]|$))/iy;
const special = /[`[\]!<*_]|https?:/gi;

/**
 * Parses the text of a paragraph or a heading as GFM does; undefined where it holds more than this knows, which is what most slides are
 * made of: code, links, pictures, tags, emphasis without anything doubtful.
 */
export function parseInline(text: string, start: number, end: number): PhrasingContent[] | undefined {
  const prose = text.slice(start, end).replace(codes, '');
  return unknown.test(prose) ? undefined : new InlineParser(text.slice(0, end), { start, end }).parse(start, end);
}

class InlineParser {
  readonly #text: string;
  /** Of the whole paragraph. */
  readonly #place: Place;

  constructor(text: string, place: Place) {
    this.#text = text;
    this.#place = place;
  }

  parse(start: number, end: number): PhrasingContent[] | undefined {
    const text = this.#text;
    const nodes: PhrasingContent[] = [];
    let from = start;
    const flush = (to: number): void => {
      if (to === from) return;
      const written = text.slice(from, to);
      // The blanks that a line begins or ends with belong to no text.
      const before = /^( +)\n/.exec(written)?.[1]?.length ?? 0;
      const after = /\n( +)$/.exec(written)?.[1]?.length ?? 0;
      const position = placeAt(from + before, to - after);
      nodes.push({ type: 'text', value: written.replace(/ ?\n */g, '\n'), position });
    };
    for (let next = start; next < end;) {
      special.lastIndex = next;
      const found = special.exec(text);
      if (!found || found.index >= end) break;
      const { index } = found;
      const character = text[index] ?? '';
      if (character === '*' || character === '_') {
        const run = runAt(text, index, end);
        if (isLiteral(text, index, run, this.#place)) {
          next = index + run;
          continue;
        }
        const made = this.#emphasis(index, run, end);
        if (!made) return undefined;
        flush(index);
        nodes.push(made.node);
        from = next = made.end;
        continue;
      }
      const atom = character === '!' && text[index + 1] !== '[' ? 'literal' : this.#atom(index, end);
      if (!atom) return undefined;
      if (atom === 'literal') {
        next = index + 1;
        continue;
      }
      flush(index);
      nodes.push(atom.node);
      from = next = atom.end;
    }
    flush(end);
    return nodes;
  }

  /** What begins at an offset and holds no emphasis of its own. */
  #atom(index: number, end: number): Atom | undefined {
    const text = this.#text;
    const match = (pattern: RegExp): RegExpExecArray | undefined => {
      pattern.lastIndex = index;
      const found = pattern.exec(text);
      return found && pattern.lastIndex <= end ? found : undefined;
    };
    switch (text[index]) {
      case '`': {
        const [whole, , value = ''] = match(code) ?? [];
        if (whole === undefined || text[index - 1] === '`') return undefined;
        const isPadded = value.startsWith(' ') && value.endsWith(' ') && /[^ ]/.test(value);
        const node: PhrasingContent = {
          type: 'inlineCode',
          value: isPadded ? value.slice(1, -1) : value,
          position: placeAt(index, index + whole.length),
        };
        return { node, end: index + whole.length };
      }
      case '!':
      case '[':
        return this.#link(match(link), index);
      case '<': {
        const [value] = match(html) ?? [];
        if (value === undefined) return undefined;
        return {
          node: { type: 'html', value, position: placeAt(index, index + value.length) },
          end: index + value.length,
        };
      }
      case 'h':
      case 'H': {
        const [url] = match(address) ?? [];
        if (url === undefined || !/^[ \n(]?$/.test(text[index - 1] ?? '')) return undefined;
        const place = placeAt(index, index + url.length);
        const children: PhrasingContent[] = [
          { type: 'text', value: url, position: placeAt(index, index + url.length) },
        ];
        return {
          node: { type: 'link', title: null, url, children: children, position: place },
          end: index + url.length,
        };
      }
      default:
        return undefined;
    }
  }

  #link(found: RegExpExecArray | undefined, index: number): Atom | undefined {
    if (!found) return undefined;
    const [whole, mark, label = '', url = ''] = found;
    const end = index + whole.length;
    const position = placeAt(index, end);
    if ((label === '' && mark === '') || /^\^|https?:|&/i.test(label) || url.includes('&')) return undefined;
    if (mark === '!') {
      if (/[*_`]/.test(label)) return undefined;
      return { node: { type: 'image', title: null, url, alt: label, position }, end };
    }
    const children = this.parse(index + 1, index + 1 + label.length);
    if (!children || children.some(({ type }) => type === 'link')) return undefined;
    return { node: { type: 'link', title: null, url, children: children, position }, end };
  }

  /** Emphasis that begins with a run of marks and ends with the next one. */
  #emphasis(index: number, run: number, end: number): Atom | undefined {
    const text = this.#text;
    const inside = index + run;
    if (run > 2 || !opens(text, index, run, this.#place)) return undefined;
    for (let next = inside; next < end;) {
      special.lastIndex = next;
      const found = special.exec(text);
      if (!found || found.index >= end) return undefined;
      const close = found.index;
      const character = text[close] ?? '';
      if (character === '*' || character === '_') {
        const length = runAt(text, close, end);
        if (isLiteral(text, close, length, this.#place)) {
          next = close + length;
          continue;
        }
        if (character !== text[index] || length !== run || !closes(text, close, run, this.#place)) return undefined;
        const children = this.parse(inside, close);
        if (!children) return undefined;
        const position = placeAt(index, close + run);
        return { node: { type: run === 1 ? 'emphasis' : 'strong', children, position }, end: close + run };
      }
      if (character === '!' && text[close + 1] !== '[') {
        next = close + 1;
        continue;
      }
      const atom = this.#atom(close, end);
      if (!atom) return undefined;
      next = atom.end;
    }
    return undefined;
  }
}

export function placeAt(start: number, end: number): NonNullable<PhrasingContent['position']> {
  return { start: { line: 1, column: 1, offset: start }, end: { line: 1, column: 1, offset: end } };
}

function runAt(text: string, index: number, end: number): number {
  let last = index;
  while (last < end && text[last] === text[index]) last++;
  return last - index;
}

type Side = 'blank' | 'mark' | 'other';

function sideOf(character: string): Side {
  if (character === '' || /\s/.test(character)) return 'blank';
  return /[\p{P}\p{S}]/u.test(character) ? 'mark' : 'other';
}

/** What stands before a run of marks and after it. */
function sides(text: string, index: number, run: number, { start, end }: Place): readonly [Side, Side] {
  return [
    index === start ? 'blank' : sideOf(text[index - 1] ?? ''),
    index + run === end ? 'blank' : sideOf(text[index + run] ?? ''),
  ];
}

/** True for marks that neither open nor close anything: between blanks, and underscores in a word. */
function isLiteral(text: string, index: number, run: number, place: Place): boolean {
  const [before, after] = sides(text, index, run, place);
  return (before === 'blank' && after === 'blank') || (text[index] === '_' && before === 'other' && after === 'other');
}

/** True for marks that open and cannot close. */
function opens(text: string, index: number, run: number, place: Place): boolean {
  const [before, after] = sides(text, index, run, place);
  return after === 'other' ? before !== 'other' : after === 'mark' && before === 'blank';
}

/** True for marks that close and cannot open. */
function closes(text: string, index: number, run: number, place: Place): boolean {
  const [before, after] = sides(text, index, run, place);
  return before === 'other' ? after !== 'other' : before === 'mark' && after === 'blank';
}
