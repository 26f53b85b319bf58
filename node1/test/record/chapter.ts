import { readdirSync, readFileSync } from 'node:fs';

/** A line of a chapter: one command, as it is typed. */
export interface Line {
  /** All lines of it; here-documents have several. */
  readonly command: string;
  /** Prepares, waits or cleans up: typed on both sides, compared on none. */
  readonly isSetup?: true;
  /** Why what it says is not compared, although it is typed as others are. */
  readonly leftOut?: string;
  /** What is typed at the prompts of what it starts; in chapters with a terminal only. */
  readonly typed?: readonly Typed[];
}

/** Keys for a program that has the terminal. */
interface Typed {
  /** What the program shows last before; a regular expression. */
  readonly after: string;
  /** With `^C`, `^D`, `^P`, `^Q` for keys with Ctrl; Return follows where there is none of them. */
  readonly keys: string;
}

/** Commands in the order in which a course would type them, on a node of their own. */
export interface Chapter {
  readonly name: string;
  readonly title: string;
  /** Output goes to a terminal; else into a file, and input is empty. */
  readonly tty: boolean;
  /** In whose score all of it is; else the command's words tell. */
  readonly program?: Program;
  readonly lines: readonly Line[];
}

export const programs = ['kubectl', 'docker', 'docker-compose', 'shell'] as const;
export type Program = (typeof programs)[number];

/** One command of a chapter, and what came of it on the real node1. */
export type Fact = Line & {
  readonly exit?: number;
  /** Normalised. */
  readonly output?: string;
  /** In which order its lines come is chance. */
  readonly anyOrder?: boolean;
  /** How long it took there, if that was long. */
  readonly seconds?: number;
};

/** What was recorded of a chapter. */
export interface Facts extends Omit<Chapter, 'lines'> {
  readonly commands: readonly Fact[];
}

const chapterFolder = new URL('chapters/', import.meta.url);
const factsFolder = new URL('facts/', import.meta.url);

/** Names of all chapters, in alphabetical order. */
export function chapterNames(): string[] {
  return readdirSync(chapterFolder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -4))
    .sort();
}

export function factsFile(name: string): URL {
  return new URL(`${name}.json`, factsFolder);
}

/** Names of the chapters that were recorded. */
export function recordedNames(): string[] {
  return readdirSync(factsFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .sort();
}

export function readFacts(name: string): Facts {
  return JSON.parse(readFileSync(factsFile(name), 'utf8')) as Facts;
}

export function readChapter(name: string): Chapter {
  return parseChapter(name, readFileSync(new URL(`${name}.txt`, chapterFolder), 'utf8'));
}

/** A fact a line, so that a change of one is a change of a line. */
export function factsText({ commands, ...about }: Facts): string {
  const head = JSON.stringify(about).slice(0, -1);
  return `${head},"commands":[\n${commands.map((fact) => JSON.stringify(fact)).join(',\n')}\n]}\n`;
}

/** Reads a chapter; throws an Error that names the line that is none. */
export function parseChapter(name: string, text: string): Chapter {
  let title = name;
  let tty = false;
  let program: Program | undefined;
  let leftOut: string | undefined;
  const lines: Line[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const [mark, rest] = [line.slice(0, 1), line.slice(2)];
    const last = lines.at(-1);
    if (line.trim() === '' || mark === '#') {
      if (index === 0) title = rest;
    } else if (mark === '!') {
      tty ||= rest === 'tty';
      program = programs.find((each) => each === rest) ?? program;
    } else if (mark === '?') {
      leftOut = rest;
    } else if (mark === '$' || mark === '@') {
      lines.push({ command: rest, ...(mark === '@' && { isSetup: true }), ...(leftOut !== undefined && { leftOut }) });
      leftOut = undefined;
    } else if (mark === '>' && last) {
      lines.splice(-1, 1, { ...last, command: `${last.command}\n${rest}` });
    } else if (mark === '<' && last) {
      const [, after = '[#$>] $', keys = rest] = /^\{(.*?)\} (.*)$/.exec(rest) ?? [];
      lines.splice(-1, 1, { ...last, typed: [...(last.typed ?? []), { after, keys }] });
    } else {
      throw new Error(`${name}.txt:${index + 1}: ${line}`);
    }
  }
  return { name, title, tty, ...(program && { program }), lines };
}

/** Whose command it is. */
export function programOf({ program }: Pick<Chapter, 'program'>, command: string): Program {
  const [found = 'shell'] = /\bdocker-compose\b|\bkubectl\b|\bdocker\b/.exec(command) ?? [];
  return program ?? (found as Program);
}
