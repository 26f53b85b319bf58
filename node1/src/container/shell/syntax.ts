import { parse, type ParsedScript } from 'unbash';

/** Something of a text that is no script. */
export interface SyntaxError {
  /** In ash's words. */
  readonly message: string;
  /** Where its statement begins to be wrong. */
  readonly pos: number;
  /** More text may make it right. */
  readonly isUnfinished: boolean;
}

/** Reads a script. */
export function parseScript(text: string): { readonly script: ParsedScript; readonly error: SyntaxError | undefined } {
  const script = parse(text);
  // ash takes a simple command as the body of a function.
  const errors = (script.errors ?? []).filter(
    ({ message, pos }) => message !== 'expected compound command as function body' || text.slice(pos).trim() === '',
  );
  const [first] = errors;
  if (first === undefined) {
    return { script, error: unfinished(text, script) };
  }
  if (first.message.startsWith('unterminated')) {
    const message = `syntax error: ${unterminated(text, errors)}`;
    return { script, error: { message, pos: first.pos, isUnfinished: true } };
  }
  if (/\bfor\s*$/.test(text.slice(0, first.pos)))
    return { script, error: { message: 'syntax error: bad for loop variable', pos: first.pos, isUnfinished: false } };
  // What lacks a command is told by what stands in its place.
  const isEmpty = first.message.startsWith('expected command');
  const opener = isEmpty && /group|subshell/.test(first.message) ? 1 : 0;
  const rest = text.slice(first.pos + opener);
  const closing = errors.find(({ message }) => message.startsWith("expected '"));
  const expected = /^expected '(.+?)'/.exec(closing?.message ?? '')?.[1];
  if (rest.trim() === '') {
    const wanted = expectedAtEnd(text, expected);
    const message = `syntax error: unexpected end of file${wanted === undefined ? '' : ` (expecting ${wanted})`}`;
    return { script, error: { message, pos: first.pos, isUnfinished: true } };
  }
  const token = /^unexpected token '(.+)'$/.exec(first.message)?.[1] ?? tokenAt(rest);
  const wanted = expected === undefined || isEmpty ? '' : ` (expecting "${expected}")`;
  const message = `syntax error: unexpected ${token === '\n' ? 'newline' : /^[<>]/.test(token) ? 'redirection' : /^\w/.test(token) && !keywords.has(token) ? 'word' : `"${token}"`}${wanted}`;
  return { script, error: { message, pos: first.pos, isUnfinished: false } };
}

/** What ash says of the end of a text that comes too early: the innermost of what is open counts. */
function unterminated(text: string, errors: readonly { readonly message: string; readonly pos: number }[]): string {
  const isOf = (what: string) => errors.find(({ message }) => message === `unterminated ${what}`);
  const substitution = isOf('command substitution');
  if (substitution) {
    if (text.startsWith('$((', substitution.pos)) return "missing '))'";
    const inner = parseScript(text.slice(substitution.pos + 2)).error;
    return inner?.isUnfinished === true && inner.message !== ''
      ? inner.message.replace('syntax error: ', '').replace(/ end of file$/, ' end of file (expecting ")")')
      : 'unexpected end of file (expecting ")")';
  }
  if (isOf('arithmetic expansion')) return "missing '))'";
  if (isOf('backtick')) return 'EOF in backquote substitution';
  return isOf('parameter expansion') && !isOf('double quote') ? "missing '}'" : 'unterminated quoted string';
}

/** What ash still expects at the end of a text; undefined: anything. */
function expectedAtEnd(text: string, expected: string | undefined): string | undefined {
  if (expected === 'esac') return /(?:\bin|;;)\s*(?:[^\s)]+\s*)?$/.test(text) ? '")"' : '";;"';
  if (expected === 'in') return /\bcase\s*$/.test(text) ? 'word' : '"in"';
  if (expected === 'do' && /\bin\b[^;\n]*$/.test(text)) return undefined;
  return expected === undefined ? undefined : `"${expected}"`;
}

const keywords = new Set('then else elif fi do done case esac while until for in if'.split(' '));

function tokenAt(text: string): string {
  return /^(?:\n|;;|;&|&&|\|\||<<-?|>>|[|&;<>()]|[^\s|&;<>()]+)/.exec(text.replace(/^[ \t]+/, ''))?.[0] ?? '\n';
}

/** A line that a backslash ends, and a here-document without its end. */
function unfinished(text: string, script: ParsedScript): SyntaxError | undefined {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text))
    return { message: 'syntax error: unexpected end of file', pos: text.length, isUnfinished: true };
  const { commands } = script;
  const open = commands.some(({ end }) => end >= text.length) && /<<-?\s*\S/.test(text) && hasOpenDocument(script);
  return open ? { message: '', pos: text.length, isUnfinished: true } : undefined;
}

function hasOpenDocument(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(hasOpenDocument);
  if ('type' in node && node.type === 'HereDoc') return !('closing' in node) || node.closing === undefined;
  return Object.values(node).some(hasOpenDocument);
}
