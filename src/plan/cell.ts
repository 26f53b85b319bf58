import type { Statement } from 'unbash';
import type { Snippet } from '../deck/model.ts';
import { cellShell, insideCell } from '../deck/model/prompt-forms.ts';
import { readBash } from './bash.ts';
import { readScript } from './script.ts';
import { isIncomplete } from './transcript.ts';

/** What is typed for a cell: lines of ours before and after its own, and what brings back what it has exported. */
export interface CellTyping {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** A hidden step behind it; undefined when it exports nothing. */
  readonly takes: string | undefined;
}

// What a command does to the shell that runs it. Everything else is the same in a shell of its own.
const changesShell =
  /^(?:cd|pushd|popd|dirs|export|declare|typeset|local|readonly|unset|set|shopt|alias|unalias|exit|logout|return|exec|source|\.|eval|trap|umask|ulimit|read|mapfile|readarray|getopts|let|shift|wait|enable|hash|builtin|command|bind|history|suspend|fg|bg|disown|break|continue)$/;
// After these, the cell has succeeded and what it exports may pass on.
const neverFails = new Set(['export', 'echo', 'printf', 'true', ':']);
const exporters = new Set(['export', 'declare', 'typeset', 'source', '.', 'eval']);

// What was exported is that of another shell, its folder among it.
const takeExports = '[ ! -f ~/.pupitre-$$ ] || { . ~/.pupitre-$$; rm ~/.pupitre-$$; cd "$(pwd)"; }';

/**
 * How a cell of runme is typed: as it is where a shell of its own would make no difference; else as `( ... )`, with the options that runme sets. What
 * it exports is written down at its end, so only when it has succeeded, and read by the terminal's shell afterwards. A program other than a shell reads
 * it as a here-document.
 */
export function cellTyping({ data, cell = {} }: Pick<Snippet, 'data' | 'cell'>): CellTyping {
  const { interpreter, cwd, background } = cell;
  if (interpreter !== undefined) {
    const end = endOf(data.split('\n'));
    return { before: [`${interpreter} <<'${end}'`], after: [end], takes: undefined };
  }
  const asItIs: CellTyping = { before: [], after: [], takes: undefined };
  // A shell that is still asking for lines would take the bracket for one of them.
  if (isIncomplete(data)) return asItIs;
  if (cwd === undefined && background !== true && isPlain(data)) return asItIs;
  const passesOn = background !== true && exportsSomething(data);
  return {
    before: [cellShell.begin + (cwd === undefined ? '' : `; cd ${shellWord(cwd)} || true`)],
    after: [...(passesOn ? [cellShell.keep] : []), background === true ? `${cellShell.end} &` : cellShell.end],
    takes: passesOn ? takeExports : undefined,
  };
}

/** The lines of a command without those that are typed around a cell. */
export function ownLines(command: string): readonly string[] {
  return (insideCell(command) ?? command).split('\n');
}

/** True when a text only runs programs, one after the other; or exports variables, which pass on, and cannot fail. */
function isPlain(text: string): boolean {
  const names: string[] = [];
  const only = readBash(text).commands.every(
    ({ command, background }) => background !== true && isSimple(command, names),
  );
  return (
    only &&
    !/\bprintf\s+-v/.test(text) &&
    (names.every((name) => !changesShell.test(name)) || names.every((name) => neverFails.has(name)))
  );
}

/** True for simple commands that are joined by `&&` and `||` at most; their names are added. */
function isSimple(node: Statement['command'], names: string[]): boolean {
  if (node.type === 'AndOr') return node.commands.every((each) => isSimple(each, names));
  if (node.type === 'Pipeline')
    return node.commands.every((each) => isSimple(each, names)) && node.commands.length === 1;
  if (node.type !== 'Command') return false;
  names.push(node.name?.value ?? '');
  return node.name !== undefined;
}

function exportsSomething(text: string): boolean {
  return /\bset -\w*a|allexport/.test(text) || readScript(text).commands.some(({ program }) => exporters.has(program));
}

function endOf(lines: readonly string[]): string {
  let end: string = cellShell.mark;
  while (lines.includes(end)) end += '_';
  return end;
}

/** A path as one word of bash; a tilde at its beginning stays one. */
function shellWord(path: string): string {
  return /^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
