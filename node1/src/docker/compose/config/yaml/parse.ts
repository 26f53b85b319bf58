import { notSimulated } from '../../../../cli-kit/exit-error.ts';
import { repr } from '../python.ts';
import { type Mark, YamlProblem } from './cursor.ts';
import { Scanner, type Token } from './scan.ts';

/** A node of a document; an alias is the node itself once more. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode;

interface Placed {
  readonly start: Mark;
  /** Undefined where nothing is said. */
  readonly tag: string | undefined;
}

interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: string;
  readonly isPlain: boolean;
}

interface SequenceNode extends Placed {
  readonly kind: 'sequence';
  readonly items: YamlNode[];
}

export interface MappingNode extends Placed {
  readonly kind: 'mapping';
  readonly pairs: (readonly [YamlNode, YamlNode])[];
}

type Properties = Placed & { readonly anchor: string | undefined };

// Python's stack holds so many nodes in each other.
const deepest = 150;

/** Reads the only document of a text, as PyYAML does; undefined for none. Throws YamlProblem. */
export function parseYaml(text: string): YamlNode | undefined {
  return new Parser(text).document();
}

class Parser {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  #depth = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  document(): YamlNode | undefined {
    const scanner = this.#scanner;
    while (scanner.is('<document end>')) scanner.take();
    if (scanner.is('<stream end>')) return undefined;
    const isExplicit = scanner.is('<directive>', '<document start>');
    if (isExplicit) this.#documentStart();
    const isEmpty = isExplicit && scanner.is('<directive>', '<document start>', '<document end>', '<stream end>');
    const node = isEmpty ? empty(scanner.peek().start) : this.#node(true, false);
    while (scanner.is('<document end>')) scanner.take();
    if (scanner.is('<stream end>')) return node;
    const second = scanner.peek();
    this.#documentStart();
    throw new YamlProblem(
      'yaml.composer.ComposerError',
      'expected a single document in the stream',
      node.start,
      'but found another document',
      second.start,
    );
  }

  #documentStart(): void {
    const scanner = this.#scanner;
    while (scanner.is('<directive>')) {
      const [name, first = '', second = ''] = scanner.take().value.split(/ +/);
      if (name === 'TAG') this.#handles.set(first, second);
    }
    const token = scanner.peek();
    if (token.id !== '<document start>') {
      throw problem(undefined, undefined, `expected '<document start>', but found ${repr(token.id)}`, token);
    }
    scanner.take();
  }

  #node(isBlock: boolean, mayBeIndentless: boolean): YamlNode {
    const scanner = this.#scanner;
    if (scanner.is('<alias>')) {
      const { value, start } = scanner.take();
      const node = this.#anchors.get(value);
      if (node !== undefined) return node;
      throw new YamlProblem(
        'yaml.composer.ComposerError',
        undefined,
        undefined,
        `found undefined alias ${repr(value)}`,
        start,
      );
    }
    if (++this.#depth > deepest) {
      throw notSimulated(`YAML: ${deepest} [[[...]]]`);
    }
    const properties = this.#properties();
    const { anchor, start, tag } = properties;
    const node = this.#content(properties, isBlock, mayBeIndentless);
    this.#depth -= 1;
    if (node !== undefined) return node;
    if (anchor !== undefined || tag !== undefined) return this.#keep(anchor, { ...empty(start), tag });
    const token = scanner.peek();
    const expected = `expected the node content, but found ${repr(token.id)}`;
    throw problem(`while parsing a ${isBlock ? 'block' : 'flow'} node`, start, expected, token);
  }

  #properties(): Properties {
    const scanner = this.#scanner;
    const [anchors, tags]: [Token[], Token[]] = [[], []];
    for (let round = 0; round < 2; round++) {
      if (scanner.is('<anchor>') && anchors.length === 0) anchors.push(scanner.take());
      else if (scanner.is('<tag>') && tags.length === 0) tags.push(scanner.take());
    }
    const [[anchor], [tag]] = [anchors, tags];
    const starts = [anchor, tag].flatMap((token) => (token === undefined ? [] : [token.start]));
    const [start = scanner.peek().start] = starts.sort((a, b) => a.line - b.line || a.column - b.column);
    return { start, anchor: anchor?.value, tag: tag === undefined ? undefined : this.#tagOf(tag, start) };
  }

  #tagOf({ value, start: at }: Token, start: Mark): string {
    const [handle = '', suffix = ''] = value.split('\0');
    if (handle === '') return suffix;
    const prefix = this.#handles.get(handle);
    if (prefix !== undefined) return prefix + suffix;
    throw new YamlProblem(
      'yaml.parser.ParserError',
      'while parsing a node',
      start,
      `found undefined tag handle ${repr(handle)}`,
      at,
    );
  }

  #keep<T extends YamlNode>(anchor: string | undefined, node: T): T {
    if (anchor === undefined) return node;
    const first = this.#anchors.get(anchor);
    if (first !== undefined) {
      const context = `found duplicate anchor ${repr(anchor)}; first occurrence`;
      throw new YamlProblem('yaml.composer.ComposerError', context, first.start, 'second occurrence', node.start);
    }
    this.#anchors.set(anchor, node);
    return node;
  }

  #content(properties: Properties, isBlock: boolean, mayBeIndentless: boolean): YamlNode | undefined {
    const scanner = this.#scanner;
    const { anchor, ...placed } = properties;
    const { id } = scanner.peek();
    const sequence = () => this.#keep(anchor, { ...placed, kind: 'sequence', items: [] } satisfies SequenceNode);
    const mapping = () => this.#keep(anchor, { ...placed, kind: 'mapping', pairs: [] } satisfies MappingNode);
    if (mayBeIndentless && id === '-') return this.#indentless(sequence());
    if (id === '<scalar>') {
      const { value, isPlain } = scanner.take();
      return this.#keep(anchor, { ...placed, kind: 'scalar', value, isPlain: isPlain && placed.tag === undefined });
    }
    if (id === '[') return this.#flowSequence(sequence());
    if (id === '{') return this.#flowMapping(mapping());
    if (isBlock && id === '<block sequence start>') return this.#blockSequence(sequence());
    if (isBlock && id === '<block mapping start>') return this.#blockMapping(mapping());
    return undefined;
  }

  /** The node after a token, or an empty one where one of `ends` comes. */
  #after(token: Token, ends: readonly string[], isBlock: boolean, mayBeIndentless = false): YamlNode {
    return this.#scanner.is(...ends) ? empty(token.end) : this.#node(isBlock, mayBeIndentless);
  }

  #indentless(node: SequenceNode): YamlNode {
    const scanner = this.#scanner;
    while (scanner.is('-')) node.items.push(this.#after(scanner.take(), ['-', '?', ':', '<block end>'], true));
    return node;
  }

  #blockSequence(node: SequenceNode): YamlNode {
    const scanner = this.#scanner;
    const { start } = scanner.take();
    while (scanner.is('-')) node.items.push(this.#after(scanner.take(), ['-', '<block end>'], true));
    this.#blockEnd('while parsing a block collection', start);
    return node;
  }

  #blockMapping(node: MappingNode): YamlNode {
    const scanner = this.#scanner;
    const { start } = scanner.take();
    const ends = ['?', ':', '<block end>'];
    while (scanner.is('?')) {
      const key = this.#after(scanner.take(), ends, true, true);
      const next = scanner.peek();
      node.pairs.push([key, next.id === ':' ? this.#after(scanner.take(), ends, true, true) : empty(next.start)]);
    }
    this.#blockEnd('while parsing a block mapping', start);
    return node;
  }

  #blockEnd(context: string, start: Mark): void {
    const token = this.#scanner.peek();
    if (token.id !== '<block end>') {
      throw problem(context, start, `expected <block end>, but found ${repr(token.id)}`, token);
    }
    this.#scanner.take();
  }

  #flowSequence(node: SequenceNode): YamlNode {
    const scanner = this.#scanner;
    const { start } = scanner.take();
    for (let isFirst = true; !scanner.is(']'); isFirst = false) {
      if (!isFirst) {
        this.#comma('sequence', "']'", start);
        if (scanner.is(']')) break;
      }
      if (!scanner.is('?')) {
        node.items.push(this.#node(false, false));
        continue;
      }
      const token = scanner.take();
      const pair = this.#flowPair(token, ']');
      node.items.push({ kind: 'mapping', start: token.start, tag: undefined, pairs: [pair] });
    }
    scanner.take();
    return node;
  }

  #flowMapping(node: MappingNode): YamlNode {
    const scanner = this.#scanner;
    const { start } = scanner.take();
    for (let isFirst = true; !scanner.is('}'); isFirst = false) {
      if (!isFirst) {
        this.#comma('mapping', "'}'", start);
        if (scanner.is('}')) break;
      }
      if (scanner.is('?')) node.pairs.push(this.#flowPair(scanner.take(), '}'));
      else {
        const key = this.#node(false, false);
        node.pairs.push([key, empty(scanner.peek().start)]);
      }
    }
    scanner.take();
    return node;
  }

  #comma(kind: string, end: string, start: Mark): void {
    const token = this.#scanner.peek();
    if (token.id !== ',') {
      throw problem(`while parsing a flow ${kind}`, start, `expected ',' or ${end}, but got ${repr(token.id)}`, token);
    }
    this.#scanner.take();
  }

  #flowPair(token: Token, end: string): readonly [YamlNode, YamlNode] {
    const scanner = this.#scanner;
    const key = this.#after(token, [':', ',', end], false);
    const next = scanner.peek();
    return [key, next.id === ':' ? this.#after(scanner.take(), [',', end], false) : empty(next.start)];
  }
}

function empty(start: Mark): ScalarNode {
  return { kind: 'scalar', value: '', isPlain: true, tag: undefined, start };
}

function problem(context: string | undefined, from: Mark | undefined, text: string, { start }: Token): YamlProblem {
  return new YamlProblem('yaml.parser.ParserError', context, from, text, start);
}
