import type { List, ListItem, RootContent } from 'mdast';
import { parseInline, placeAt } from './plain-inline.ts';

/** A part of a text: its nodes, or undefined where only a whole parser knows them. Offsets of nodes are those of the text. */
export interface PlainPart {
  readonly start: number;
  end: number;
  readonly nodes: RootContent[] | undefined;
}

// Blocks that go on over blank lines, and what other blocks define; tabs and carriage returns.
const spanning = /[\t\r\0]|\[\^|\]:|```|~~~|<(?:script|pre|style|textarea|\?|![a-z[]|!--(?!\uFDD0))/i;
const heading = /^(#{1,6}) +(?=\S)/;
const marker = /^(?:[-*+]|(\d{1,9})[.)]) {1,4}(?=\S)/;
const region = /^<!--\uFDD0[\uFDD2-\uFDDB]+\uFDD1-->$/;
// At the start of a line these mean something, or may.
const doubtful = /^(?:[<>|=]|#{1,6}(?:\s|$)|[-*+](?:\s|$)|\d{1,9}[.)](?:\s|$)|[-:|][-:| ]*$|[-*_=][-*_= ]*$)/;
// Tags that never end a paragraph.
const phrase = /^<\/?(?:a|b|br|code|em|i|img|kbd|s|small|span|strong|sub|sup|tt|u)[ />]/i;
const deepest = 10;

/**
 * Cuts a markdown text at blank lines into what is as simple as most slides (headings, paragraphs, lists, their inline markup), whose nodes it makes
 * as GFM has them, and the rest: a whole parser takes twenty times as long.
 */
export function plainParts(text: string): PlainPart[] {
  const whole = [{ start: 0, end: text.length, nodes: undefined }];
  if (spanning.test(text)) return whole;
  const reader = new PlainReader(text);
  const parts: PlainPart[] = [];
  let line = 0;
  while (line < reader.count) {
    const { nodes, next } = reader.part(line);
    const [start, end] = [reader.start(line), next < reader.count ? reader.start(next) : text.length];
    const last = parts.at(-1);
    if (!last || !last.nodes !== !nodes) parts.push({ start, end, nodes });
    else {
      if (nodes) last.nodes?.push(...nodes);
      last.end = end;
    }
    line = next;
  }
  return parts;
}

/** What begins in a line, and the line after it; undefined where it is not simple. */
interface Blocks {
  readonly nodes: RootContent[];
  readonly next: number;
  /** A blank line stands between two of the nodes. */
  readonly spread: boolean;
  /** A blank line stands before `next`. */
  readonly blank: boolean;
}

class PlainReader {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  get count(): number {
    return this.#starts.length;
  }

  start(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** From a line to the next one that certainly begins anew: after a blank line, no item of a list, not indented. */
  part(line: number): { readonly nodes: RootContent[] | undefined; readonly next: number } {
    let next = line + 1;
    while (next < this.count && !(this.#isBlank(next - 1) && /^[^\s*+\-\d]/.test(this.#line(next)))) next++;
    const read = this.#blocks(line, 0, 0, next);
    return { nodes: read?.next === next ? read.nodes : undefined, next };
  }

  #end(line: number): number {
    return line + 1 < this.count ? this.start(line + 1) - 1 : this.#text.length;
  }

  #line(line: number): string {
    return this.#text.slice(this.start(line), this.#end(line));
  }

  #isBlank(line: number): boolean {
    return this.#indent(line) === undefined;
  }

  /** How many blanks a line begins with; undefined for one with nothing else. */
  #indent(line: number): number | undefined {
    const at = this.#line(line).search(/[^ ]/);
    return at < 0 ? undefined : at;
  }

  /** The blocks of a container whose content begins in column `indent`; `line` is its first, whatever stands before that column. */
  #blocks(line: number, indent: number, depth: number, limit: number): Blocks | undefined {
    const nodes: RootContent[] = [];
    let [spread, blank, next] = [false, false, line];
    while (next < limit) {
      const own = next === line && depth > 0 ? indent : this.#indent(next);
      if (own === undefined) {
        blank = true;
        next++;
        continue;
      }
      if (own < indent) {
        // Without a blank line it goes on with a paragraph, unless it begins something.
        if (!blank && !this.#beginsBlock(next, own)) return undefined;
        break;
      }
      const read = this.#block(next, own, indent, depth, limit);
      if (!read) return undefined;
      spread ||= blank && nodes.length > 0;
      nodes.push(...read.nodes);
      ({ next, blank } = read);
    }
    return nodes.length === 0 && depth > 0 ? undefined : { nodes, next, spread, blank };
  }

  #beginsBlock(line: number, own: number): boolean {
    const text = this.#line(line).slice(own);
    return region.test(text) || heading.test(text) || /^(?:[-*+]|\d{1,9}[.)]) +\S/.test(text);
  }

  #block(line: number, own: number, indent: number, depth: number, limit: number): Blocks | undefined {
    const start = this.start(line) + own;
    const text = this.#text.slice(start, this.#end(line));
    if (own <= indent + 3 && marker.test(text)) return this.#list(line, own, indent, depth, limit);
    if (own !== indent) return undefined;
    const one = (node: RootContent): Blocks => ({ nodes: [node], next: line + 1, spread: false, blank: false });
    if (region.test(text)) return one({ type: 'html', value: text, position: placeAt(start, start + text.length) });
    const [opening, hashes] = heading.exec(text) ?? [];
    if (opening !== undefined && hashes !== undefined) {
      const end = start + lengthOf(text);
      const children = text.includes('#', opening.length)
        ? undefined
        : parseInline(this.#text, start + opening.length, end);
      const depthOf = hashes.length as 1;
      return (
        children && one({ type: 'heading', depth: depthOf, children, position: placeAt(start, start + text.length) })
      );
    }
    return this.#paragraph(line, start, indent, limit);
  }

  #paragraph(line: number, start: number, indent: number, limit: number): Blocks | undefined {
    if (doubtful.test(this.#text.slice(start, this.#end(line)))) return undefined;
    let next = line + 1;
    for (; next < limit; next++) {
      const own = this.#indent(next);
      if (own === undefined || own < indent) break;
      const text = this.#line(next).slice(own);
      if (!doubtful.test(text) || phrase.test(text)) continue;
      // Only what certainly ends a paragraph.
      if (own > indent + 3 || !(region.test(text) || heading.test(text) || /^(?:[-*+]|1[.)]) +\S/.test(text)))
        return undefined;
      break;
    }
    const written = this.#text.slice(start, this.#end(next - 1));
    // A line break.
    if (written.includes('  \n')) return undefined;
    const end = start + lengthOf(written);
    const children = parseInline(this.#text, start, end);
    if (!children) return undefined;
    return {
      nodes: [{ type: 'paragraph', children, position: placeAt(start, start + written.length) }],
      next,
      spread: false,
      blank: false,
    };
  }

  #list(line: number, column: number, indent: number, depth: number, limit: number): Blocks | undefined {
    if (depth > deepest) return undefined;
    const first = this.#line(line).slice(column);
    const [, number] = marker.exec(first) ?? [];
    const kind = number === undefined ? first[0] : first[number.length];
    const items: ListItem[] = [];
    let [spread, blank, next] = [false, false, line];
    while (next < limit) {
      const own = next === line ? column : this.#indent(next);
      if (own === undefined || own < indent) break;
      const text = this.#line(next).slice(own);
      const [opening, digits] = marker.exec(text) ?? [];
      if (opening === undefined || own !== column) return undefined;
      if ((digits === undefined) !== (number === undefined) || text[digits?.length ?? 0] !== kind) break;
      if (doubtful.test(text.slice(opening.length)) && !region.test(text.slice(opening.length))) return undefined;
      const read = this.#blocks(next, column + opening.length, depth + 1, limit);
      const end = read?.nodes.at(-1)?.position?.end.offset;
      if (!read || end === undefined) return undefined;
      spread ||= blank;
      items.push({
        type: 'listItem',
        spread: read.spread,
        checked: null,
        children: read.nodes as ListItem['children'],
        position: placeAt(this.start(next) + column, end),
      });
      ({ next, blank } = read);
    }
    const end = items.at(-1)?.position?.end.offset ?? 0;
    const list: List = {
      type: 'list',
      ordered: number !== undefined,
      start: number === undefined ? null : Number(number),
      spread,
      children: items,
      position: placeAt(this.start(line) + column, end),
    };
    return { nodes: [list], next, spread: false, blank };
  }
}

/** Without the blanks at the end. */
function lengthOf(text: string): number {
  let { length } = text;
  while (text[length - 1] === ' ') length--;
  return length;
}
