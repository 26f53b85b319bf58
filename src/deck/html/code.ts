import type { Element, ElementContent, Root, RootContent } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import ini from 'highlight.js/lib/languages/ini';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import type { Code } from 'mdast';
import type { Snippet } from '../model.ts';
import { cutHighlights } from '../model/highlight.ts';
import { hasHighlights, isShellMethod } from '../model/snippet.ts';
import { substitute, type Variables } from '../model/variables.ts';

/** Makes the children of the `<pre>` of a fence. */
export type CodeRenderer = (code: Code, snippet: Snippet | undefined) => Element;

/** Longer code is shown without colours. */
const longestColoured = 20_000;

// Here backticks are part of the language.
const ownBackticks = new Set(['javascript', 'js', 'typescript', 'ts', 'sql', 'go', 'markdown', 'md', 'powershell']);
// Here a `*` at the start of a line is: programs print `* main`, and lists are made of it.
const ownStars = new Set(['', 'text', 'txt', 'plain', 'console', 'output', 'diff', 'markdown', 'md']);

interface Token {
  readonly text: string;
  readonly highlighted: boolean;
}

/** As highlight.js has it, but the `type` of `--type=NodePort` is no command. */
function bashWithOptions(api: Parameters<typeof bash>[0]): ReturnType<typeof bash> {
  const grammar = bash(api);
  return { ...grammar, keywords: { ...grammar.keywords, $pattern: /(?<![\w-])[a-z][a-z0-9._-]+\b/ } };
}

/** The colours of ten languages; a bare fence has none. Text is exactly what a snippet types. */
export function createCodeRenderer(variables: Variables): CodeRenderer {
  const lowlight = createLowlight({
    bash: bashWithOptions,
    diff,
    dockerfile,
    ini,
    javascript,
    json,
    python,
    sql,
    xml,
    yaml,
  });
  return (code, snippet) => {
    const written = (snippet?.method ?? code.lang ?? '').toLowerCase().replace(/[^\w+-]/g, '');
    const language = snippet && isShellMethod(written) ? 'bash' : written;
    const tokens = snippet ? tokensOfSnippet(code, snippet, variables) : tokensOfDisplay(code, language, variables);
    const text = tokens.map((token) => token.text).join('');
    const coloured: Root =
      language !== '' && lowlight.registered(language) && text.length <= longestColoured
        ? lowlight.highlight(language, text)
        : { type: 'root', children: [{ type: 'text', value: text }] };
    const className = language === '' ? ['hljs'] : ['hljs', `language-${language}`];
    const marked = markTokens(coloured.children, tokens);
    const children = isShellMethod(language) ? breakAtBlanks(marked) : marked;
    return { type: 'element', tagName: 'code', properties: { className }, children };
  };
}

/** What stands before the next text on its line. */
interface LineState {
  hasWords: boolean;
  endsWithBlank: boolean;
}

/** Lets a long command go on in the next line where it has blanks, and nowhere else; its text stays the same. */
export function breakAtBlanks(
  nodes: readonly ElementContent[],
  line: LineState = { hasWords: false, endsWithBlank: false },
): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === 'element') return [{ ...node, children: breakAtBlanks(node.children, line) }];
    if (node.type !== 'text') return [node];
    return node.value.split(/(?<= )(?=\S)/).flatMap((value): ElementContent[] => {
      const mayBreak = line.hasWords && line.endsWithBlank && /^\S/.test(value);
      const last = value.slice(value.lastIndexOf('\n') + 1);
      line.hasWords = last.trim() !== '' || (line.hasWords && last === value);
      line.endsWithBlank = value.endsWith(' ');
      const text: ElementContent = { type: 'text', value };
      return mayBreak ? [{ type: 'element', tagName: 'wbr', properties: {}, children: [] }, text] : [text];
    });
  });
}

/** Has a word that fits into no line of a phone. */
export function isUnbreakable(code: string): boolean {
  return code.split(/\s/).some((word) => word.length > 32);
}

/** Where code and data do not fit together line by line, nothing is highlighted, and the data is shown. */
function tokensOfSnippet(code: Code, { data, method }: Snippet, variables: Variables): Token[] {
  const whole = [{ text: data, highlighted: false }];
  if (!hasHighlights(method)) return whole;
  const rows = code.value.split('\n');
  const filled = (row: string): boolean => row.trim() !== '';
  const kept = rows.slice(rows.findIndex(filled), rows.findLastIndex(filled) + 1);
  const lines = data.split('\n');
  if (kept.length !== lines.length) return whole;
  const tokens = kept.flatMap((row, index) => {
    const line = lines[index] ?? '';
    const indent = line.slice(0, line.length - line.trimStart().length);
    const cut = cutHighlights(row.trimStart()).map((token) => ({ ...token, text: substitute(token.text, variables) }));
    return [{ text: (index > 0 ? '\n' : '') + indent, highlighted: false }, ...cut];
  });
  return tokens.map((token) => token.text).join('') === data ? tokens : whole;
}

function tokensOfDisplay({ value }: Code, language: string, variables: Variables): Token[] {
  return value.split('\n').flatMap((row, index) => {
    const start = { text: index > 0 ? '\n' : '', highlighted: false };
    const line = substitute(row, variables);
    const cut = ownBackticks.has(language) ? [{ text: line, highlighted: false }] : cutHighlights(line);
    // Neither the end of a comment nor a case for everything.
    const isMarked = !ownStars.has(language) && /^\*(?![*/)])/.test(line);
    if (!isMarked) return [start, ...cut];
    const text = cut.map((token) => token.text).join('');
    return [start, { text: ` ${text.slice(1)}`, highlighted: true }];
  });
}

/** Puts `<mark>` around the highlighted tokens of text; a colour that goes beyond a token is cut in two. */
function markTokens(nodes: readonly RootContent[], written: readonly Token[]): ElementContent[] {
  const tokens = withoutNeighbours(written);
  return joined(divide(nodes, { tokens, index: 0, used: 0 })).flatMap(({ index, children }): ElementContent[] => {
    if (!tokens[index]?.highlighted) return children;
    return [{ type: 'element', tagName: 'mark', properties: { className: ['highlight'] }, children }];
  });
}

/** No two tokens in a row are alike, so that colours are cut only where a highlight begins or ends. */
function withoutNeighbours(tokens: readonly Token[]): Token[] {
  const made: Token[] = [];
  for (const token of tokens) {
    const last = made.at(-1);
    if (last?.highlighted === token.highlighted) made[made.length - 1] = { ...last, text: last.text + token.text };
    else made.push(token);
  }
  return made;
}

/** How much of the text of the tokens is used. */
interface Cursor {
  readonly tokens: readonly Token[];
  index: number;
  used: number;
}

interface Part {
  /** The index of the token that it belongs to. */
  readonly index: number;
  readonly children: ElementContent[];
}

/** Cuts nodes where one token ends and the next begins. */
function divide(nodes: readonly RootContent[], cursor: Cursor): Part[] {
  return nodes.flatMap((node): Part[] => {
    if (node.type === 'text') return divideText(node.value, cursor);
    if (node.type !== 'element') return [];
    return joined(divide(node.children, cursor)).map(({ index, children }) => ({
      index,
      children: [{ ...node, children }],
    }));
  });
}

function divideText(value: string, cursor: Cursor): Part[] {
  const parts: Part[] = [];
  for (let from = 0; from < value.length;) {
    const token = cursor.tokens[cursor.index];
    const to = Math.min(value.length, from + (token ? token.text.length - cursor.used : value.length));
    if (to > from) parts.push({ index: cursor.index, children: [{ type: 'text', value: value.slice(from, to) }] });
    cursor.used += to - from;
    if (cursor.used === token?.text.length) {
      cursor.index++;
      cursor.used = 0;
    }
    from = to;
  }
  return parts;
}

/** Neighbours of one token become one part. */
function joined(parts: readonly Part[]): Part[] {
  const made: Part[] = [];
  for (const part of parts) {
    const last = made.at(-1);
    if (last?.index === part.index) last.children.push(...part.children);
    else made.push({ index: part.index, children: [...part.children] });
  }
  return made;
}
