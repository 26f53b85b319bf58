import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, Scalar } from 'yaml';
import { type Message, message } from '../../messages/message.ts';
import type { MessagePart } from '../../messages/wording.ts';
import type { DeckFile } from './segment.ts';

/** What a manifest lists, in order. `offset` is where it is written, in the text of the manifest. */
export type ManifestItem =
  | { readonly kind: 'chapter'; readonly path: string; readonly offset: number }
  /** Markdown in the manifest itself. `start` and `end` are those of what is written for it. */
  | { readonly kind: 'inline'; readonly text: string; readonly offset: number; readonly end: number }
  | { readonly kind: 'section'; readonly items: readonly ManifestItem[]; readonly offset: number };

/** A manifest as its author wrote it. */
export interface Manifest {
  /** May have several lines; `''` without one. */
  readonly title: string;
  readonly exclude: readonly string[];
  readonly items: readonly ManifestItem[];
  /** Every key with a simple value, in capitals: `chat` is the value of `@@CHAT@@`. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Says what is wrong with a manifest. */
export type Complain = (offset: number, rule: string, reason: Message) => void;

/** Most characters of a manifest; that of a course of 150 chapters has four thousand. */
const maxLength = 64 * 1024;
/** The YAML parser calls itself for each level, and thousands of them end the process. */
const maxYamlDepth = 100;
/** Sections in sections; real manifests have one. */
const maxSectionDepth = 10;
const maxItems = 1000;

/** Reads a manifest; what is wrong is complained about, and the rest is read. Undefined when it is no YAML map at all. */
export function readManifest({ source }: DeckFile, complain: Complain): Manifest | undefined {
  const { text } = source;
  if (text.length > maxLength) {
    complain(0, 'manifest', message('deck/manifest-too-large', { length: text.length, limit: maxLength }));
    return undefined;
  }
  const document = parseYaml(text, complain);
  if (!document) return undefined;
  const { contents } = document;
  if (!isMap(contents)) {
    const found = contents === null ? message('deck/yaml-nothing') : kindOf(contents);
    complain(offsetOf(contents), 'manifest', message('deck/manifest-no-map', { found }));
    return undefined;
  }
  return new ManifestReader(text, complain).read(contents.items);
}

function parseYaml(text: string, complain: Complain): Document.Parsed | undefined {
  const tooDeep = findDepth(text);
  if (tooDeep !== undefined) {
    complain(tooDeep, 'manifest-syntax', message('deck/manifest-nested', { limit: maxYamlDepth }));
    return undefined;
  }
  // Every simple value is the text that it is written as: `1.20` is no number.
  const document = parseDocument(text, { prettyErrors: false, schema: 'failsafe', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) {
    const detail = error.message.replace(/\s+/g, ' ').trim().replace(/\.?$/, '.');
    const reason = message('deck/manifest-syntax', { error: error.code, detail });
    complain(Math.min(error.pos[0], text.length), 'manifest-syntax', reason);
    return undefined;
  }
  return document;
}

/**
 * Where YAML may be nested too deeply: a line that begins far to the right or with many markers, or many open brackets.
 * Markdown in a manifest counts as well, but has no such lines.
 */
function findDepth(text: string): number | undefined {
  const indent = new RegExp(`^(?:[ \\t]|[-?:](?=[ \\t])){${maxYamlDepth}}`, 'm').exec(text)?.index;
  if (indent !== undefined) return indent;
  let open = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > maxYamlDepth) return index;
  }
  return undefined;
}

class ManifestReader {
  readonly #text: string;
  readonly #complain: Complain;
  readonly #variables: Record<string, string> = {};
  #title = '';
  #exclude: readonly string[] = [];
  #items: readonly ManifestItem[] = [];
  #itemCount = 0;

  constructor(text: string, complain: Complain) {
    this.#text = text;
    this.#complain = complain;
  }

  read(pairs: readonly { readonly key: unknown; readonly value: unknown }[]): Manifest {
    let list: string | undefined;
    for (const { key: keyNode, value } of pairs) {
      const key = textOf(keyNode) ?? '';
      if (key === 'exclude') this.#exclude = this.#readClasses(value);
      else if (key === 'content' || key === 'chapters') {
        const offset = offsetOf(keyNode);
        if (list !== undefined) this.#complain(offset, 'manifest', message('deck/manifest-second-list', { list }));
        else this.#items = this.#readContent(key, value, offset);
        list = key;
      } else this.#readVariable(key, value, keyNode);
    }
    if (list === undefined) this.#complain(0, 'manifest', message('deck/manifest-no-content'));
    return { title: this.#title, exclude: this.#exclude, items: this.#items, variables: this.#variables };
  }

  #readVariable(key: string, value: unknown, keyNode: unknown): void {
    const text = textOf(value);
    if (text === undefined) {
      this.#complain(offsetOf(keyNode), 'manifest', message('deck/manifest-no-text', { key, found: kindOf(value) }));
    } else if (/^\w+$/.test(key)) {
      if (key === 'title') this.#title = text.trim();
      this.#variables[key.toUpperCase()] = text.trim();
    }
  }

  #readClasses(value: unknown): string[] {
    if (textOf(value) === '') return [];
    const nodes: readonly unknown[] = isSeq(value) ? value.items : [undefined];
    return nodes.flatMap((node) => {
      const text = node === undefined ? undefined : textOf(node);
      if (text !== undefined) return [text];
      const found = node === undefined ? value : node;
      this.#complain(offsetOf(found), 'manifest', message('deck/manifest-no-classes', { found: kindOf(found) }));
      return [];
    });
  }

  #readContent(key: string, value: unknown, offset: number): ManifestItem[] {
    if (!isSeq(value)) {
      const isEmpty = textOf(value) === '';
      const found = isEmpty ? message('deck/yaml-nothing') : kindOf(value);
      this.#complain(isEmpty ? offset : offsetOf(value), 'manifest', message('deck/manifest-no-list', { key, found }));
      return [];
    }
    const items = this.#readItems(value.items, 1);
    if (this.#itemCount === 0) this.#complain(offset, 'manifest', message('deck/manifest-empty-list', { key }));
    return items;
  }

  #readItems(nodes: readonly unknown[], depth: number): ManifestItem[] {
    return nodes.flatMap((node): ManifestItem[] => {
      const offset = offsetOf(node);
      if (isSeq(node)) {
        if (depth < maxSectionDepth)
          return [{ kind: 'section', items: this.#readItems(node.items, depth + 1), offset }];
        this.#itemCount++;
        this.#complain(offset, 'manifest', message('deck/manifest-sections', { limit: maxSectionDepth }));
        return [];
      }
      const text = textOf(node);
      // All items of a section may have been made comments.
      if (text === '') return [];
      this.#itemCount++;
      if (text === undefined) {
        this.#complain(offset, 'manifest', message('deck/manifest-no-chapter', { found: kindOf(node) }));
        return [];
      }
      if (this.#itemCount === maxItems + 1) {
        this.#complain(offset, 'manifest', message('deck/manifest-chapters', { limit: maxItems }));
      }
      if (this.#itemCount > maxItems) return [];
      if (!text.includes('\n')) return [{ kind: 'chapter', path: text, offset }];
      return [{ kind: 'inline', text, ...this.#inlineRange(node as Scalar, offset) }];
    });
  }

  /** Where the lines of a block of markdown are written; of any other form, just where it begins. */
  #inlineRange({ type, range }: Scalar, offset: number): { readonly offset: number; readonly end: number } {
    if (type !== Scalar.BLOCK_LITERAL || !range) return { offset, end: offset };
    const start = this.#text.indexOf('\n', offset) + 1;
    return { offset: start, end: Math.max(start, range[1]) };
  }
}

/** The text of a simple value; `''` of none. Undefined for lists, maps and aliases. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (!isScalar(value)) return undefined;
  // Without a schema every value is a text; an escape may have made half a surrogate pair.
  return typeof value.value === 'string' ? value.value.replace(/\p{Surrogate}/gu, '\uFFFD') : '';
}

function offsetOf(node: unknown): number {
  return (node as Node | null | undefined)?.range?.[0] ?? 0;
}

function kindOf(node: unknown): MessagePart {
  if (isMap(node)) return message('deck/yaml-map');
  if (isSeq(node)) return message('deck/yaml-list');
  if (isAlias(node)) return message('deck/yaml-alias');
  const text = textOf(node) ?? '';
  return message('deck/yaml-text', { text: text.length > 40 ? `${text.slice(0, 40)}…` : text });
}
