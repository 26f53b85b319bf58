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
import { cutHighlights } from '../highlight.ts';
import type { Snippet } from '../model.ts';
import { substitute, type Variables } from '../variables.ts';

/** Makes the children of the `<pre>` of a fence. */
export type CodeRenderer = (code: Code, snippet: Snippet | undefined) => Element;

/** Longer code is shown without colours. */
const LONGEST = 20_000;

// Here backticks, or a `*` at the start of a line, are part of the language or of what a program prints.
const OWN_BACKTICKS = new Set(['javascript', 'js', 'typescript', 'ts', 'sql', 'go', 'markdown', 'md', 'powershell']);
const MARKED_LINES = new Set(['yaml', 'yml', 'json', 'dockerfile', 'python', 'ini', 'xml', 'html']);

interface Piece {
  readonly text: string;
  readonly highlighted: boolean;
}

/** The colours of ten languages; a bare fence has none. Text is exactly what a snippet types. */
export function createCodeRenderer(variables: Variables): CodeRenderer {
  const lowlight = createLowlight({ bash, diff, dockerfile, ini, javascript, json, python, sql, xml, yaml });
  return (code, snippet) => {
    const language = (snippet?.method ?? code.lang ?? '').toLowerCase().replace(/[^\w+-]/g, '');
    const pieces = snippet ? piecesOfSnippet(code, snippet, variables) : piecesOfDisplay(code, language, variables);
    const text = pieces.map((piece) => piece.text).join('');
    const coloured: Root =
      language !== '' && lowlight.registered(language) && text.length <= LONGEST
        ? lowlight.highlight(language, text)
        : { type: 'root', children: [{ type: 'text', value: text }] };
    const className = language === '' ? ['hljs'] : ['hljs', `language-${language}`];
    const children = markPieces(coloured.children, pieces);
    return { type: 'element', tagName: 'code', properties: { className }, children };
  };
}

/** Where code and data do not fit together line by line, nothing is highlighted, and the data is shown. */
function piecesOfSnippet(code: Code, { data, method }: Snippet, variables: Variables): Piece[] {
  const whole = [{ text: data, highlighted: false }];
  if (method === '' || !['bash', 'hide', 'sh', 'shell', 'zsh'].includes(method)) return whole;
  const rows = (code.lang === null ? code.value.replace(/^\s*\S+\s/, '') : code.value).split('\n');
  const filled = (row: string): boolean => row.trim() !== '';
  const kept = rows.slice(rows.findIndex(filled), rows.findLastIndex(filled) + 1);
  const lines = data.split('\n');
  if (kept.length !== lines.length) return whole;
  const pieces = kept.flatMap((row, index) => {
    const line = lines[index] ?? '';
    const indent = line.slice(0, line.length - line.trimStart().length);
    const cut = cutHighlights(row.trimStart()).map((piece) => ({ ...piece, text: substitute(piece.text, variables) }));
    return [{ text: (index > 0 ? '\n' : '') + indent, highlighted: false }, ...cut];
  });
  return pieces.map((piece) => piece.text).join('') === data ? pieces : whole;
}

function piecesOfDisplay({ value }: Code, language: string, variables: Variables): Piece[] {
  return value.split('\n').flatMap((row, index) => {
    const start = { text: index > 0 ? '\n' : '', highlighted: false };
    const line = substitute(row, variables);
    if (MARKED_LINES.has(language) && /^\*(?!\*)/.test(line))
      return [start, { text: ` ${line.slice(1)}`, highlighted: true }];
    return [start, ...(OWN_BACKTICKS.has(language) ? [{ text: line, highlighted: false }] : cutHighlights(line))];
  });
}

/** Puts `<mark>` around the highlighted parts of text, across colours. */
function markPieces(nodes: readonly RootContent[], pieces: readonly Piece[]): ElementContent[] {
  let index = 0;
  let used = 0;
  const marked = (value: string): ElementContent[] => {
    const made: ElementContent[] = [];
    let rest = value;
    while (rest !== '') {
      const piece = pieces[index];
      const left = piece ? piece.text.length - used : rest.length;
      const part = { type: 'text' as const, value: rest.slice(0, left) };
      rest = rest.slice(part.value.length);
      used += part.value.length;
      if (part.value !== '') made.push(piece?.highlighted ? markOf(part) : part);
      if (used === piece?.text.length) {
        index++;
        used = 0;
      }
    }
    return made;
  };
  const walk = (node: RootContent): ElementContent[] => {
    if (node.type === 'text') return marked(node.value);
    return node.type === 'element' ? [{ ...node, children: node.children.flatMap(walk) }] : [];
  };
  return nodes.flatMap(walk);
}

function markOf(text: ElementContent): Element {
  return { type: 'element', tagName: 'mark', properties: { className: ['highlight'] }, children: [text] };
}
