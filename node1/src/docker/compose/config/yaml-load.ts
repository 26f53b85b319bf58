import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import { ConfigError, Float, str } from './python.ts';

/** Reads YAML as PyYAML's safe_load does (YAML 1.1). `name` is for messages. Throws ConfigError. */
export function loadYaml(text: string, name: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...{ schema: 'failsafe', version: '1.1', merge: false, uniqueKeys: false, keepSourceTokens: false },
    ...{ lineCounter: lines, logLevel: 'silent', strict: false },
  });
  const [error] = document.errors;
  if (error !== undefined) throw new ConfigError(problemOf(error, text, name, lines));
  return toValue(document.contents, new Map(), 0);
}

/** Keys of a mapping that are no texts, as texts; where there are any. */
export const oddKeys = Symbol('oddKeys');

const deepest = 100;

type Anchors = Map<string, unknown>;

function toValue(node: unknown, anchors: Anchors, depth: number): unknown {
  if (depth > deepest) throw new ConfigError('RecursionError: maximum recursion depth exceeded');
  if (isAlias(node)) return anchors.get(node.source);
  const value = plainValue(node, anchors, depth);
  const { anchor } = (node ?? {}) as { anchor?: string };
  if (anchor !== undefined) anchors.set(anchor, value);
  return value;
}

function plainValue(node: unknown, anchors: Anchors, depth: number): unknown {
  if (isScalar(node)) return scalarValue(node);
  if (isSeq(node)) return node.items.map((item) => toValue(item, anchors, depth + 1));
  if (!isMap(node)) return null;
  const merged: Record<string, unknown> = {};
  const own: [string, unknown][] = [];
  const odd: string[] = [];
  for (const pair of node.items) {
    if (!isPair(pair)) continue;
    const key = toValue(pair.key, anchors, depth + 1);
    const value = toValue(pair.value, anchors, depth + 1);
    if (key === '<<' && (pair.key as Node & { type?: string }).type === 'PLAIN') {
      // What comes first counts, and the mapping's own keys count more.
      const others: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const each of [...others].reverse()) Object.assign(merged, each);
    } else {
      if (typeof key !== 'string') odd.push(keyText(key));
      own.push([keyText(key), value]);
    }
  }
  const mapping = { ...merged, ...Object.fromEntries(own) };
  if (odd.length > 0) Object.defineProperty(mapping, oddKeys, { value: odd });
  return mapping;
}

function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  return key === null ? 'None' : key === true ? 'True' : key === false ? 'False' : str(key);
}

function scalarValue(node: { value: unknown; type?: string; tag?: string }): unknown {
  const text = typeof node.value === 'string' ? node.value : node.value === null ? '' : str(node.value);
  if (node.tag === '!!str' || node.tag === 'tag:yaml.org,2002:str') return text;
  return node.type === 'PLAIN' || node.type === undefined ? resolvePlain(text) : text;
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

/** PyYAML's words for what is usually wrong. */
function problemOf(error: YAMLError, text: string, name: string, lines: LineCounter): string {
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `  in "${name}", line ${line}, column ${col}`;
  };
  const [start] = error.pos;
  const tab = text
    .split('\n')
    .findIndex((line) => /^\s*\t/.test(line) && line.trim() !== '' && !line.trim().startsWith('#'));
  const { line } = lines.linePos(start);
  if (tab >= 0 && tab + 1 <= line + 1) {
    const column = (text.split('\n')[tab] ?? '').indexOf('\t') + 1;
    return `yaml.scanner.ScannerError: while scanning for the next token\nfound character '\\t' that cannot start any token\n  in "${name}", line ${tab + 1}, column ${column}`;
  }
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || error.message.includes('Nested mappings are not allowed')) {
    const source = text.split('\n')[line - 1] ?? '';
    const colon = source.search(/:\s*$|:\s/) < 0 ? start : start;
    return `yaml.scanner.ScannerError: mapping values are not allowed here\n${place(secondColon(text, colon))}`;
  }
  if (error.code === 'MULTILINE_IMPLICIT_KEY') {
    return `yaml.scanner.ScannerError: mapping values are not allowed here\n${place(secondColon(text, start))}`;
  }
  const [, quote] = /^Missing closing (['"])/.exec(error.message) ?? [];
  if (quote !== undefined) {
    return `yaml.scanner.ScannerError: while scanning a quoted scalar\n${place(text.lastIndexOf(quote))}\nfound unexpected end of stream\n${place(text.length)}`;
  }
  const [, kind, close] = /^Flow (sequence|map)\b.* end with a ([\]}])/.exec(error.message) ?? [];
  const open = text.lastIndexOf(close === ']' ? '[' : '{');
  if (kind !== undefined && !text.slice(open).trimEnd().includes('\n')) {
    const what = kind === 'map' ? 'mapping' : kind;
    return `yaml.parser.ParserError: while parsing a flow ${what}\n${place(open)}\nexpected ',' or '${close ?? ''}', but got '<stream end>'\n${place(text.length)}`;
  }
  const mapping = error.message.startsWith('All mapping items must start at the same column')
    ? mappingAround(text.split('\n'), line - 1)
    : undefined;
  if (mapping !== undefined) {
    const at = (found: readonly [number, number]) => `  in "${name}", line ${found[0] + 1}, column ${found[1] + 1}`;
    return `yaml.parser.ParserError: while parsing a block mapping\n${at(mapping)}\nexpected <block end>, but found '<block mapping start>'\n${at([line - 1, indentOf(text.split('\n')[line - 1] ?? '')])}`;
  }
  return `yaml.parser.ParserError: ${error.message.split('\n')[0] ?? ''}\n${place(start)}`;
}

/** Where the `:` is that PyYAML stumbles over: the first one after the value has begun. */
function secondColon(text: string, from: number): number {
  const rest = text.slice(from);
  const found = rest.search(/:(?=\s|$)/);
  return found < 0 ? from : from + found;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Line and column where the mapping begins that a line with a wrong indent stands in; undefined for none. */
function mappingAround(lines: readonly string[], wrong: number): readonly [number, number] | undefined {
  const indent = indentOf(lines[wrong] ?? '');
  let found: readonly [number, number] | undefined;
  for (let at = wrong - 1; at >= 0; at--) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const own = indentOf(line);
    if (found === undefined ? own < indent : own === found[1]) found = [at, own];
    else if (found !== undefined && own < found[1]) break;
  }
  return found;
}
