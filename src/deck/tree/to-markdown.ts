import type { Code, Html, InlineCode, Nodes, Parents, Text } from 'mdast';
import { defaultHandlers, type Info, type Options, type State } from 'mdast-util-to-markdown';
import type {} from 'remark-stringify';
import type { Data } from 'unified';
import type { ContentClass, Math, SlideNode, SlideNotes } from './mdast.ts';

declare module 'mdast-util-to-markdown' {
  interface ConstructNameMap {
    slide: 'slide';
    slideNotes: 'slideNotes';
    contentClass: 'contentClass';
  }
}

const className = '[A-Za-z_-][\\w-]*';

/**
 * The other half of `remarkDeck`, an extension of mdast-util-to-markdown: writes the tree of a deck as a deck. Read again it
 * has the same slides, classes, exercises, snippets and notes; what means nothing (indents, kinds of bullets) is written in one way.
 */
function deckToMarkdown(): Options {
  return {
    handlers: { slide, slideNotes, contentClass, code, html, inlineCode, math, text },
    unsafe: [
      // A class; its bracket may be that of the node after this one.
      { character: '.', after: `${className}(?:\\.${className})*\\[`, inConstruct: 'phrasing' },
      // What would be a formula.
      { character: '$', after: '[^\\n]*\\$', inConstruct: 'phrasing' },
      // Separators.
      { atBreak: true, character: '-', after: '-' },
      { atBreak: true, character: '?', after: '\\?\\?' },
    ],
    // Indented code below a list would be an item of it.
    join: [(left, right) => (isIndented(right) && (left.type === 'list' || isIndented(left)) ? false : undefined)],
  };
}

/** Lets remark-stringify know of `deckToMarkdown`. `data` is that of the processor. */
export function addToMarkdown(data: Data): void {
  (data.toMarkdownExtensions ??= []).push(deckToMarkdown());
}

function slide(node: SlideNode, _: Parents | undefined, state: State, info: Info): string {
  const exit = state.enter('slide');
  const properties = Object.entries(node.properties).map(([key, value]) => `${key}: ${value}\n`);
  const content = flow(node, state, info);
  exit();
  const isFirst = (state.indexStack.at(-1) ?? 0) === 0;
  const separator = node.continued ? '--\n' : isFirst ? '' : '---\n';
  // A key that gnab/remark does not know is a property right at the top only.
  const head = separator + properties.join('');
  return [head.replace(/\n$/, ''), content].filter((part) => part !== '').join('\n\n');
}

function slideNotes(node: SlideNotes, _: Parents | undefined, state: State, info: Info): string {
  const exit = state.enter('slideNotes');
  const content = flow(node, state, info);
  exit();
  return content === '' ? '???' : `???\n\n${content}`;
}

function contentClass(node: ContentClass, _: Parents | undefined, state: State, info: Info): string {
  const exit = state.enter('contentClass');
  const content = classContent(node, state, info);
  exit();
  return `.${node.classes.join('.')}[${content}]`;
}

contentClass.peek = () => '.';

function classContent(node: ContentClass, state: State, info: Info): string {
  if (node.block) {
    const content = flow(node, state, info);
    return content === '' ? '\n' : `\n\n${content}\n\n`;
  }
  // It was read from one line: on several it would be another kind of class.
  if (node.children.some(({ type }) => flowTypes.has(type))) return flow(node, state, info).replace(/\s*\n\s*/g, ' ');
  return state.containerPhrasing(node, { ...info, before: '[', after: ']' });
}

const flowTypes: ReadonlySet<string> = new Set([
  'blockquote',
  'code',
  'definition',
  'footnoteDefinition',
  'heading',
  'list',
  'paragraph',
  'table',
  'thematicBreak',
]);

/** A fence as the scanner reads it: its info string has no escapes. Code without a fence gets none. */
function code(node: Code, _: Parents | undefined, state: State): string {
  const { data, lang, meta, value } = node;
  if (data?.written !== undefined) return data.written;
  if (isIndented(node)) return state.indentLines(value, (line, _index, blank) => (blank ? '' : `    ${line}`));
  const info = [lang ?? '', meta ?? ''].join(' ').trim();
  const body = data?.body ?? value;
  const character = info.includes('`') ? '~' : '`';
  const runs = body.match(character === '~' ? /^[ \t]*~{3,}/gm : /^[ \t]*`{3,}/gm) ?? [];
  const fence = character.repeat(1 + Math.max(2, ...runs.map((run) => run.trimStart().length)));
  return `${fence}${info}\n${body === '' ? '' : `${body}\n`}${fence}`;
}

/** True for code that was read without a fence; a fence would make a snippet of it. */
function isIndented(node: Nodes): boolean {
  if (node.type !== 'code' || node.position === undefined || node.data?.region !== undefined) return false;
  return node.lang == null && node.value.trim() !== '';
}

/** HTML around a class, and a comment that is never closed, have blank lines at their ends. */
function html({ value }: Html): string {
  return value.trim();
}

/** A fence on one line keeps its backticks, and the blanks that are data. */
function inlineCode(node: InlineCode, parent: Parents | undefined, state: State): string {
  if (node.data?.written !== undefined) return node.data.written;
  const written = defaultHandlers.inlineCode(node, parent, state);
  // As remark-gfm has it, whose handler this replaces.
  return state.stack.includes('tableCell') ? written.replace(/\|/g, '\\$&') : written;
}

inlineCode.peek = () => '`';

function math({ written }: Math): string {
  return written;
}

math.peek = () => '$';

function text({ value }: Text, _: Parents | undefined, state: State, info: Info): string {
  const safe = state.safe(value, info);
  // Only an escaped `{{` becomes two texts, the first of which ends with the first brace.
  const braces = safe.endsWith('{') && info.after === '{' ? `${safe.slice(0, -1)}\\{` : safe;
  // The markers of a manifest, and the URLs of an exercise, are read as they are written.
  const markers = braces.replace(/@@(?:(?:LINK|INCLUDE)\\\[[^\]\n]*|[\w\\]+@@)/g, withoutEscapes);
  return markers.replace(/https?\\?:\/\/[^\s<>()[\]"'`«»“”]+/g, withoutEscapes);
}

function withoutEscapes(written: string): string {
  return written.replace(/\\([[_:.@~&-])/g, '$1');
}

function flow(node: Parents, state: State, info: Info): string {
  return state.containerFlow(node as never, info);
}
