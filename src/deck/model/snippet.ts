import type { Snippet } from '../model.ts';
import { type Fence, idAt } from '../scan/regions.ts';
import type { Source } from '../scan/source.ts';
import { dedent, type Row, rowsOf } from './dedent.ts';
import { removeHighlights } from './highlight.ts';
import { substitute, type Variables } from './variables.ts';

/** What a snippet takes from where its fence stands. */
interface SnippetContext {
  readonly hidden: boolean;
  readonly inNotes: boolean;
}

/** How a fence is read. */
export interface SnippetReading extends SnippetContext {
  /** Backticks are what they are to the shell, and highlight nothing. */
  readonly isPlain?: boolean;
}

/** True when the text of a snippet goes to a shell, where backticks mean something. In PowerShell they mean something else. */
export function isShellMethod(method: string): boolean {
  return ['bash', 'hide', 'sh', 'shell', 'zsh'].includes(method);
}

/** True when backticks in a snippet highlight a part of it, as in gnab/remark: commands, and files that are only shown. */
export function hasHighlights(method: string): boolean {
  return isShellMethod(method) || ['', 'yaml', 'yml', 'ini', 'toml', 'dockerfile'].includes(method);
}

/** Makes a snippet of a fence. */
export function readSnippet(
  source: Source,
  fence: Fence,
  { isPlain = false, ...context }: SnippetReading,
  variables: Variables,
): Snippet {
  const { method, argument, rows } = fence.shape === 'line' ? readLine(source, fence) : readBlock(source, fence);
  const texts: string[] = [];
  const lines = [];
  for (const row of rows) {
    const shown = hasHighlights(method) && !isPlain ? removeHighlights(row.text) : row.text;
    // A value may have several lines; they all come from this one.
    for (const text of substitute(shown, variables).split('\n')) {
      texts.push(text);
      lines.push(source.point(row.offset));
    }
  }
  const position = source.position(fence.start, fence.end);
  return { id: idAt(fence.start), method, argument, data: texts.join('\n'), position, lines, ...context };
}

/** The first word of an info string in lower case, and the rest. */
export function readInfo(info: string): { readonly method: string; readonly argument: string } {
  const [method = '', ...rest] = info.trim().split(/\s+/);
  return { method: method.toLowerCase(), argument: rest.join(' ') };
}

/** A fence taken apart. */
interface Parts {
  readonly method: string;
  readonly argument: string;
  readonly rows: readonly Row[];
}

function readBlock(source: Source, fence: Fence): Parts {
  const rows = dedent(rowsOf(source, fence.body));
  return { ...readInfo(fence.info), rows: rows.length > 0 ? rows : [{ text: '', offset: fence.body.end }] };
}

/** After the method one blank is taken away; every other blank is data, at the end too: ```` ```keys ls ``` ````. */
export function readLine({ text }: Source, { body }: Fence): Parts {
  const content = text.slice(body.start, body.end);
  const method = content.trimStart().split(/\s/, 1)[0] ?? '';
  let from = content.indexOf(method) + method.length + 1;
  let argument = '';
  if (method.toLowerCase() === 'expect') {
    argument = /^(?:json|text|regex|ellipsis|exit)(?!\S)/.exec(content.slice(from))?.[0] ?? '';
    if (argument !== '') from += argument.length + 1;
  }
  const data = content.slice(from);
  return { method: method.toLowerCase(), argument, rows: [{ text: data, offset: body.end - data.length }] };
}
