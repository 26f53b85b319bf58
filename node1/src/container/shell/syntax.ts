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
  const errors = script.errors ?? [];
  const [first] = errors;
  if (first === undefined) {
    return { script, error: unfinished(text, script) };
  }
  const atEnd = text.slice(first.pos).trim() === '' || first.message.startsWith('unterminated');
  const closing = errors.find(({ message }) => message.startsWith("expected '"));
  const expected = /^expected '(.+?)'/.exec(closing?.message ?? '')?.[1];
  if (first.message.startsWith('unterminated')) {
    const message = 'syntax error: unterminated quoted string';
    return { script, error: { message, pos: first.pos, isUnfinished: true } };
  }
  if (atEnd) {
    if (expected === 'esac' && /\bin\s*$/.test(text))
      return { script, error: { ...unexpectedEnd(')'), pos: first.pos } };
    const message = `syntax error: unexpected end of file${expected === undefined ? '' : ` (expecting "${expected}")`}`;
    return { script, error: { message, pos: first.pos, isUnfinished: true } };
  }
  const token = /^unexpected token '(.+)'$/.exec(first.message)?.[1] ?? tokenAt(text, first.pos);
  const wanted = expected === undefined ? '' : ` (expecting "${expected}")`;
  const message = `syntax error: unexpected ${token === '\n' ? 'newline' : /^[<>]/.test(token) ? 'redirection' : /^\w/.test(token) && !keywords.has(token) ? 'word' : `"${token}"`}${wanted}`;
  return { script, error: { message, pos: first.pos, isUnfinished: false } };
}

function unexpectedEnd(expected: string): { readonly message: string; readonly isUnfinished: boolean } {
  return { message: `syntax error: unexpected end of file (expecting "${expected}")`, isUnfinished: true };
}

const keywords = new Set('then else elif fi do done case esac while until for in if'.split(' '));

function tokenAt(text: string, pos: number): string {
  return /^(?:\n|[|&;<>()]{1,2}|[^\s|&;<>()]+)/.exec(text.slice(pos).replace(/^[ \t]+/, ''))?.[0] ?? '\n';
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
