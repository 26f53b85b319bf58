/** One instruction of a Dockerfile, before its arguments are read. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** As written, on one line: what docker prints for the step. */
  readonly source: string;
  /** `--from=build`, in front of the arguments. */
  readonly flags: readonly string[];
  /** What follows the name and the flags. */
  readonly text: string;
  /** Line in the file where it begins, from 1. */
  readonly line: number;
}

/** A Dockerfile, taken apart into lines that belong together. */
export interface Dockerfile {
  readonly instructions: readonly Instruction[];
  /** docker prints them on stderr before the first step. */
  readonly warnings: readonly string[];
  /** `\` or, by the directive `# escape=`, a backtick. */
  readonly escape: string;
}

/** A Dockerfile that docker refuses; the message is docker's. */
export class DockerfileError extends Error {
  override readonly name = 'DockerfileError';
}

/** The mistake of one line, as docker words it. */
export function errorAt(line: number, problem: string): DockerfileError {
  return new DockerfileError(`dockerfile parse error line ${line}: ${problem}`);
}

/** Takes a Dockerfile apart as docker's own parser does (BuildKit's `dockerfile/parser`). `name` is for the message. Throws DockerfileError. */
export function parseDockerfile(source: string, name = 'Dockerfile'): Dockerfile {
  if (source === '') throw new DockerfileError(`the Dockerfile (${name}) cannot be empty`);
  const lines = source.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const escape = directives(lines);
  const isEscape = new RegExp(`\\${escape}[ \\t]*$`);
  const instructions: Instruction[] = [];
  const warnings: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const first = withoutComment(trimEnd(lines[at] ?? '').trimStart());
    const start = at + 1;
    let text = first.replace(isEscape, '');
    let continues = isEscape.test(first);
    if (!continues && text === '') continue;
    let hasEmptyLine = false;
    while (continues && at + 1 < lines.length) {
      const next = trimEnd(lines[++at] ?? '');
      if (next.trimStart().startsWith('#')) continue;
      if (next.trim() === '') {
        hasEmptyLine = true;
        continue;
      }
      continues = isEscape.test(next);
      text += next.replace(isEscape, '');
    }
    if (hasEmptyLine) warnings.push(`[WARNING]: Empty continuation line found in:\n    ${text}`);
    instructions.push(parseInstruction(text.trim(), start));
  }
  if (warnings.length > 0) {
    warnings.push('[WARNING]: Empty continuation lines will become errors in a future release.');
  }
  if (instructions.length === 0) throw new DockerfileError('failed to parse Dockerfile: file with no instructions');
  return { instructions, warnings, escape };
}

/** One instruction on a line of its own, as a trigger of ONBUILD is. */
export function parseInstruction(source: string, line: number): Instruction {
  const [word = ''] = /^\S+/.exec(source) ?? [];
  let text = source.slice(word.length).trim();
  const flags: string[] = [];
  while (text.startsWith('--')) {
    const [flag = ''] = /^(?:\\.|"[^"]*"|'[^']*'|\S)+/.exec(text) ?? [];
    text = text.slice(flag.length).trim();
    if (flag === '--') break;
    flags.push(flag.replace(/(["'])(.*?)\1/g, '$2'));
  }
  return { name: word.toUpperCase(), source, flags, text, line };
}

/** `# escape=` and `# syntax=` stand before everything else; gives the escape character. */
function directives(lines: readonly string[]): string {
  let escape = '\\';
  const seen = new Set<string>();
  for (const line of lines) {
    const [, key, value = ''] = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line.trim()) ?? [];
    const name = key?.toLowerCase();
    if (name !== 'escape' && name !== 'syntax') break;
    if (seen.has(name))
      throw new DockerfileError(`failed to parse Dockerfile: only one ${name} parser directive can be used`);
    seen.add(name);
    if (name !== 'escape') continue;
    if (value !== '\\' && value !== '`') {
      throw new DockerfileError(`failed to parse Dockerfile: invalid ESCAPE '${value}'. Must be \` or \\`);
    }
    escape = value;
  }
  return escape;
}

function withoutComment(line: string): string {
  return line.startsWith('#') ? '' : line;
}

function trimEnd(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
