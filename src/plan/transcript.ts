import { forEachChild, type SyntaxNode } from 'unbash';
import {
  continuationPrompt,
  innerPrompt,
  programPrompts,
  promptsIn,
  rootPrompt,
  strictPrompt,
} from '../deck/model/prompt-forms.ts';
import { readBash } from './bash.ts';
import { waitsForTyping } from './policy.ts';

/** A line in a transcript that is typed. */
interface TypedLine {
  /** Without its prompt. */
  readonly text: string;
  /** The line of the transcript that it stands on, from 0, and the column where it begins. */
  readonly line: number;
  readonly column: number;
}

/** A command in a transcript, and what is printed below it. */
export interface TranscriptCommand {
  readonly lines: readonly TypedLine[];
  /** `''` when nothing is shown. */
  readonly output: string;
  /** The line on which the output begins, from 0. */
  readonly outputLine: number;
}

const comment = /^\s*#/;

/** Lines that a command may have: what goes on for longer was not meant as one. */
const longestCommand = 100;
/** Nodes that are nested deeper are left out. */
const deepestNode = 100;

/**
 * The commands of a transcript; undefined when it has none, and so is only an output: its first line, comments aside, is no prompt.
 * What stands below a command up to the next prompt is its output. While a command is incomplete, the lines below belong to it; a
 * `> ` before them is the shell's. `isLoose`: prompts as READMEs write them, and what stands before the first of them belongs to nobody.
 */
export function readTranscript(text: string, isLoose = false): readonly TranscriptCommand[] | undefined {
  const rows = text.split('\n');
  const main = isLoose ? (promptsIn(rows) ?? rootPrompt) : strictPrompt;
  const first = rows.findIndex((row) => (isLoose ? main.test(row) : row.trim() !== '' && !comment.test(row)));
  if (!main.test(rows[first] ?? '')) return undefined;
  const commands: TranscriptCommand[] = [];
  // A shell that a command has opened, and that is not left yet, has its own prompts.
  let isInside = false;
  for (let at = first; at < rows.length;) {
    const prompts = isInside ? [main, innerPrompt] : [main];
    const lines = commandAt(rows, at, prompts);
    const typed = lines.map((line) => line.text).join('\n');
    if (isLoose) isInside = isInside ? !/^(?:exit|logout)\b/.test(typed) : waitsForTyping(typed);
    const next = isInside ? [main, innerPrompt] : [main];
    const outputLine = at + lines.length;
    let end = outputLine;
    while (end < rows.length && !isPrompt(rows[end] ?? '', next)) end++;
    const output = rows.slice(outputLine, end).join('\n').trim() === '' ? '' : rows.slice(outputLine, end).join('\n');
    // A prompt alone only shows that the command before it has ended; a remark behind one is a caption.
    const isTyped = isLoose ? lines.some((line) => !/^\s*(?:#|$)/.test(line.text)) : typed.trim() !== '';
    if (isTyped) commands.push({ lines, output, outputLine });
    at = end;
  }
  return commands.length > 0 ? commands : undefined;
}

function isPrompt(row: string, prompts: readonly RegExp[]): boolean {
  return prompts.some((prompt) => prompt.test(row));
}

/** The lines of the command whose first one is at `start`. */
function commandAt(rows: readonly string[], start: number, prompts: readonly RegExp[]): readonly TypedLine[] {
  const own = prompts.find((prompt) => prompt.test(rows[start] ?? '')) ?? continuationPrompt;
  const marked = linesAt(rows, start, own, prompts, continuationPrompt);
  // The shell's mark stands before all lines that go on, or before none: else it is a part of them.
  const goesOn = marked.slice(1).filter((line) => line.text !== '' || line.column > 0);
  const some = goesOn.some((line) => line.column > 0);
  return some && goesOn.some((line) => line.column === 0) ? linesAt(rows, start, own, prompts, /^(?!)/) : marked;
}

function linesAt(
  rows: readonly string[],
  start: number,
  own: RegExp,
  prompts: readonly RegExp[],
  mark: RegExp,
): readonly TypedLine[] {
  const lines = [typedLine(rows, start, own)];
  // So many lines belong to it even if it never becomes complete: a mark or a backslash says so.
  let certain = 1;
  for (;;) {
    const text = lines.map((line) => line.text).join('\n');
    if (!isIncomplete(text)) return lines;
    const row = rows[start + lines.length];
    const isOver = row === undefined || lines.length === longestCommand;
    // Whatever the lines of a here-document look like, they are its own as long as its end comes.
    if (isOver || (isPrompt(row, prompts) && !endsLater(lines[0]?.text ?? '', rows, start + lines.length))) {
      return lines.slice(0, certain);
    }
    const line = typedLine(rows, start + lines.length, mark);
    if (lines.length === certain && (line.column > 0 || text.endsWith('\\'))) certain++;
    lines.push(line);
  }
}

function endsLater(command: string, rows: readonly string[], from: number): boolean {
  const end = /<<-?\s*(["']?)([\w-]+)\1/.exec(command)?.[2];
  const rest = rows.slice(from, from + longestCommand);
  return end !== undefined && rest.some((row) => row.replace(continuationPrompt, '').trim() === end);
}

function typedLine(rows: readonly string[], line: number, mark: RegExp): TypedLine {
  const row = rows[line] ?? '';
  const column = mark.exec(row)?.[0].length ?? 0;
  return { text: row.slice(column), line, column };
}

/** True when bash would ask for another line. */
export function isIncomplete(text: string): boolean {
  if (/(?<!\\)(?:\\\\)*\\$/.test(text)) return true;
  const script = readBash(text);
  if ((script.errors?.length ?? 0) > 0) return true;
  let open = false;
  const visit = (node: SyntaxNode, depth: number): void => {
    open ||= node.type === 'HereDoc' && !node.closing;
    if (open || depth === deepestNode) return;
    forEachChild(node, (child) => {
      visit(child, depth + 1);
    });
  };
  visit(script, 0);
  return open;
}

/**
 * The lines of a conversation with a program (`>>> x`, `postgres=# SELECT 1;`), each with what is printed below it; undefined when the
 * first line shows no prompt, and all of the text is to be typed. `isNode`: a `>` alone is a prompt.
 */
export function readReplTranscript(text: string, isNode: boolean): readonly TranscriptCommand[] | undefined {
  const rows = text.split('\n');
  const mainPrompts = isNode ? [programPrompts.node, programPrompts.main] : [programPrompts.main];
  const start = rows.findIndex((row) => row.trim() !== '');
  const markOf = (row: string, before: readonly TypedLine[] | undefined): RegExp | undefined => {
    const main = mainPrompts.find((each) => each.test(row));
    return main ?? (before && isContinued(row, before) ? programPrompts.continued : undefined);
  };
  if (!markOf(rows[start] ?? '', undefined)) return undefined;
  const commands: TranscriptCommand[] = [];
  // The lines of what was begun, so long as nothing was printed.
  let begun: TypedLine[] = [];
  for (let at = start; at < rows.length;) {
    const mark = markOf(rows[at] ?? '', begun) ?? programPrompts.main;
    const line = typedLine(rows, at, mark);
    begun = mark === programPrompts.continued ? [...begun, line] : [line];
    let end = at + 1;
    while (end < rows.length && !markOf(rows[end] ?? '', end === at + 1 ? begun : undefined)) end++;
    const output = rows.slice(at + 1, end).join('\n');
    commands.push({ lines: [line], output: output.trim() === '' ? '' : output, outputLine: at + 1 });
    at = end;
  }
  // A prompt alone at the end only shows that the last line was done.
  for (let last = commands.at(-1); last?.output === '' && last.lines[0]?.text.trim() === ''; last = commands.at(-1)) {
    commands.pop();
  }
  return commands.length > 0 ? commands : undefined;
}

/** A prompt that asks for the rest; `...` alone is one in a block, and stands for an output elsewhere. */
function isContinued(row: string, before: readonly TypedLine[]): boolean {
  const mark = programPrompts.continued.exec(row);
  if (!mark) return false;
  if (row.slice(mark[0].length).trim() !== '') return true;
  return before.length > 1 || /[:,([{\\]\s*$/.test(before.at(-1)?.text ?? '');
}
