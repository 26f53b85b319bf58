/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** What follows the name, as written, on one line. */
  readonly text: string;
  /** Line in the file, from 1. */
  readonly line: number;
}

/** A Dockerfile that docker refuses; the message is docker's. */
export class DockerfileError extends Error {
  override readonly name = 'DockerfileError';
}

const known = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** The instructions of a Dockerfile. Throws DockerfileError. */
export function parseDockerfile(source: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let pending = '';
  let start = 0;
  for (const [index, raw] of source
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line.startsWith('#') || (line === '' && pending === '')) continue;
    if (pending === '') start = index + 1;
    const continues = line.endsWith('\\');
    pending += continues ? raw.trimEnd().slice(0, -1) : raw.trimEnd();
    if (continues || pending.trim() === '') continue;
    instructions.push(parseInstruction(pending.trim(), start));
    pending = '';
  }
  if (pending.trim() !== '') instructions.push(parseInstruction(pending.trim(), start));
  if (instructions.length === 0) throw new DockerfileError('the Dockerfile (Dockerfile) cannot be empty');
  const first = instructions.find(({ name }) => name !== 'ARG');
  if (first?.name !== 'FROM') throw new DockerfileError('no build stage in current context');
  return instructions;
}

function parseInstruction(text: string, line: number): Instruction {
  const [word = ''] = /^\S+/.exec(text) ?? [];
  const name = word.toUpperCase();
  const rest = text.slice(word.length).trim();
  if (!known.has(name)) throw new DockerfileError(`dockerfile parse error line ${line}: unknown instruction: ${name}`);
  if (rest === '' && name !== 'CMD' && name !== 'ENTRYPOINT') {
    throw new DockerfileError(`dockerfile parse error line ${line}: ${name} requires at least one argument`);
  }
  return { name, text: rest, line };
}

/** The words of CMD, ENTRYPOINT, RUN and the like: a JSON array as it is, anything else by a shell. */
export function commandWords(text: string): readonly string[] {
  return execForm(text) ?? ['/bin/sh', '-c', text];
}

function execForm(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    // Not JSON: docker takes it for a shell's command too.
    return undefined;
  }
}

/** Words separated by blanks, with quotes and backslashes as in a Dockerfile. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let isOpen = false;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\\' && quote !== "'" && index + 1 < text.length) {
      word += text.charAt(++index);
      isOpen = true;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      isOpen = true;
    } else if (/\s/.test(character)) {
      if (isOpen) words.push(word);
      word = '';
      isOpen = false;
    } else {
      word += character;
      isOpen = true;
    }
  }
  return isOpen ? [...words, word] : words;
}

/** Puts values in the place of `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME-default}`. */
export function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?:(:?-)([^}]*))?\})/g,
    (whole, bare: string | undefined, braced: string | undefined, operator: string | undefined, fallback = '') => {
      if (whole === '\\$') return '$';
      const value = values.get(bare ?? braced ?? '');
      if (value === undefined || (value === '' && operator === ':-')) return String(fallback);
      return value;
    },
  );
}
