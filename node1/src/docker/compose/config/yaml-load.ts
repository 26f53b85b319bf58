import { notSimulated } from '../../../cli-kit/exit-error.ts';
import { ConfigError, Float, repr, str } from './python.ts';
import { YamlProblem } from './yaml/cursor.ts';
import { type MappingNode, parseYaml, type YamlNode } from './yaml/parse.ts';

/** Reads YAML as PyYAML's safe_load does (YAML 1.1). `name` is for messages. Throws ConfigError in its words. */
export function loadYaml(text: string, name: string): unknown {
  const odd = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/.exec(text);
  if (odd !== null) {
    const code = (odd[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    const place = `in "${name}", position ${odd.index}`;
    throw new ConfigError(
      `yaml.reader.ReaderError: unacceptable character #x${code}: special characters are not allowed\n  ${place}`,
    );
  }
  try {
    const node = parseYaml(text);
    return node === undefined ? null : new Builder().value(node);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    throw new ConfigError(`${error.kind}: ${error.text(name)}`);
  }
}

/** Keys of a mapping that are no texts, as texts; where there are any. */
export const oddKeys = Symbol('oddKeys');

const standard = 'tag:yaml.org,2002:';

/** What nodes mean; a node that aliases name is one value. */
class Builder {
  readonly #values = new Map<YamlNode, unknown>();
  readonly #open = new Set<YamlNode>();

  value(node: YamlNode): unknown {
    if (this.#values.has(node)) return this.#values.get(node);
    if (this.#open.has(node)) throw fail(node, 'found unconstructable recursive node');
    this.#open.add(node);
    const value = this.#construct(node);
    this.#open.delete(node);
    this.#values.set(node, value);
    return value;
  }

  #construct(node: YamlNode): unknown {
    const tag = node.tag === '!' ? undefined : node.tag?.replace(standard, '!!');
    if (tag !== undefined && ['!!binary', '!!timestamp', '!!omap', '!!pairs', '!!set'].includes(tag)) {
      throw notSimulated(`docker-compose: YAML ${tag}`);
    }
    const known = {
      scalar: ['!!null', '!!bool', '!!int', '!!float', '!!str'],
      sequence: ['!!seq'],
      mapping: ['!!map'],
    };
    if (tag !== undefined && !Object.values(known).flat().includes(tag)) {
      throw fail(node, `could not determine a constructor for the tag ${repr(node.tag)}`);
    }
    if (tag !== undefined && !known[node.kind].includes(tag)) {
      const wanted = Object.entries(known).find(([, tags]) => tags.includes(tag))?.[0] ?? '';
      throw fail(node, `expected a ${wanted} node, but found ${node.kind}`);
    }
    if (node.kind === 'sequence') return node.items.map((item) => this.value(item));
    if (node.kind === 'mapping') return this.#mapping(node);
    if (node.isPlain && (node.value === '=' || node.value === '<<')) {
      const found = `${standard}${node.value === '=' ? 'value' : 'merge'}`;
      throw fail(node, `could not determine a constructor for the tag ${repr(found)}`);
    }
    return node.isPlain || (tag !== undefined && tag !== '!!str') ? resolvePlain(node.value) : node.value;
  }

  #mapping(node: MappingNode): unknown {
    const merged: Record<string, unknown> = {};
    const own: [string, unknown][] = [];
    const odd: string[] = [];
    for (const [keyNode, valueNode] of node.pairs) {
      if (isMerge(keyNode)) {
        // What comes first counts, and the mapping's own keys count more.
        for (const each of mergedNodes(node, valueNode)) Object.assign(merged, this.value(each));
        continue;
      }
      const isValue = keyNode.kind === 'scalar' && keyNode.isPlain && keyNode.value === '=';
      const key = isValue ? '=' : this.value(keyNode);
      if (typeof key === 'object' && key !== null && !(key instanceof Float)) {
        throw new YamlProblem(
          'yaml.constructor.ConstructorError',
          'while constructing a mapping',
          node.start,
          'found unhashable key',
          keyNode.start,
        );
      }
      if (typeof key !== 'string') odd.push(str(key));
      own.push([str(key), this.value(valueNode)]);
    }
    const mapping = { ...merged, ...Object.fromEntries(own) };
    if (odd.length > 0) Object.defineProperty(mapping, oddKeys, { value: odd });
    return mapping;
  }
}

function isMerge(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.isPlain && node.value === '<<';
}

/** The mappings of `<<`, that which counts last. */
function mergedNodes(mapping: MappingNode, node: YamlNode): readonly YamlNode[] {
  const nodes = node.kind === 'sequence' ? [...node.items].reverse() : [node];
  for (const { kind, start } of nodes) {
    if (kind === 'mapping') continue;
    const expected = node.kind === 'sequence' ? 'a mapping' : 'a mapping or list of mappings';
    throw new YamlProblem(
      'yaml.constructor.ConstructorError',
      'while constructing a mapping',
      mapping.start,
      `expected ${expected} for merging, but found ${kind}`,
      start,
    );
  }
  return nodes;
}

function fail({ start }: YamlNode, problem: string): YamlProblem {
  return new YamlProblem('yaml.constructor.ConstructorError', undefined, undefined, problem, start);
}

/** What a plain scalar means to PyYAML. */
export function resolvePlain(text: string): unknown {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return null;
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true;
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false;
  if (/^[-+]?(?:0b[0-1_]+|0[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/.test(text)) {
    return toInteger(text.replaceAll('_', ''));
  }
  if (
    /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(
      text,
    )
  ) {
    const value = toFloat(text.replaceAll('_', '').toLowerCase());
    return Number.isInteger(value) ? new Float(value) : value;
  }
  return text;
}

function toInteger(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '');
  if (digits === '0') return 0;
  if (digits.startsWith('0b')) return sign * parseInt(digits.slice(2), 2);
  if (digits.startsWith('0x')) return sign * parseInt(digits.slice(2), 16);
  if (digits.startsWith('0')) return sign * parseInt(digits, 8);
  return sign * sexagesimal(digits);
}

function toFloat(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '');
  if (digits === '.inf') return sign * Infinity;
  if (digits === '.nan') return NaN;
  return sign * (digits.includes(':') ? sexagesimal(digits) : Number(digits));
}

/** `22:30` is 22 × 60 + 30. */
function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
