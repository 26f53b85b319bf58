import { interactiveUsages } from './policy-data.ts';
import { errorForms, readers } from './repl-data.ts';
import { lastInvocation, readScript, type ScriptCommand } from './script.ts';
import { findUsage } from './usage.ts';

/** `repl` names no language: it goes to whatever program a command has started. */
const anyProgram = 'repl';

const replLanguages = new Set([anyProgram, ...readers.flatMap(([languages]) => languages)]);

/** What REPLs call a way out. */
const wayOut = /^(?:\\q|[.:](?:q|quit|exit)|(?:exit|quit|bye|logout)(?:\(\))?)\s*;?$/i;

/** The line with which a program reports an error in what it printed; undefined when it reports none, or is not known. */
export function reportedError(program: string, output: string): string | undefined {
  const [, form, reason] = errorForms.find(([programs]) => programs.includes(kind(program))) ?? [];
  const found = form?.exec(output)?.[0];
  return found === undefined ? undefined : (reason?.exec(output)?.[0] ?? found);
}

/** True for the language of a fence that may be lines for a program. */
export function isReplLanguage(language: string): boolean {
  return replLanguages.has(language);
}

/** Whether a program reads lines of this language: `psql` reads `sql`. Everything that was started by a command reads `repl`. */
export function readsLanguage(program: string, language: string): boolean {
  if (language === anyProgram) return true;
  return readers.some(([languages, programs]) => languages.includes(language) && programs.includes(kind(program)));
}

/** True when a line ends the program that reads it: `\q`, `exit()`, `.quit`. */
export function isWayOut(line: string): boolean {
  return wayOut.test(line.trim());
}

/** The program that a piece of bash ends with, whatever it is; `''` when there is none. */
export function lastProgram(text: string): string {
  return lastInvocation(text)?.program ?? '';
}

/**
 * The program that has the terminal after a piece of bash, and waits there for lines: `psql -U me`, `docker exec -ti db psql`,
 * `ssh -t node2 python3`; undefined when there is none, or when it does something else than wait (`psql -c ...`).
 */
export function replProgram(text: string): string | undefined {
  const last = readScript(text).commands.at(-1);
  if (!last || last.background) return undefined;
  const inner = innerCommand(last);
  if (inner === undefined) return isInteractive(last) ? last.program : undefined;
  if (typeof inner !== 'string') return replProgram(inner.join(' '));
  return inner;
}

function isInteractive(command: ScriptCommand): boolean {
  const known = { ...command, program: kind(command.program) };
  return (
    readers.some(([, programs]) => programs.includes(known.program)) &&
    (findUsage(command, interactiveUsages) ?? findUsage(known, interactiveUsages)) !== undefined
  );
}

/**
 * The words of the command that a program runs with its terminal in a container or on another machine; the name of its image
 * where that decides; undefined for a program that does no such thing.
 */
function innerCommand(command: ScriptCommand): readonly string[] | string | undefined {
  const { program, operands, options } = command;
  if (program === 'ssh') return options.has('-t') && operands.length > 1 ? operands.slice(1) : undefined;
  if (!['docker', 'docker-compose', 'podman', 'nerdctl', 'kubectl'].includes(program)) return undefined;
  const [verb = '', , ...rest] = operands;
  const words = rest[0] === '--' ? rest.slice(1) : rest;
  if (!['exec', 'run', 'debug'].includes(verb)) return undefined;
  // docker-compose gives a terminal unless it is told not to.
  if (program !== 'docker-compose' && !findUsage({ ...command, program: alias(program) }, interactiveUsages)) {
    return undefined;
  }
  if (words.length > 0) return words;
  const image = program === 'kubectl' ? options.get('--image') : operands[1];
  return verb === 'run' && image !== undefined ? imageName(image) : undefined;
}

function alias(program: string): string {
  return program === 'kubectl' ? program : 'docker';
}

/** `registry:5000/library/python:3.12-slim` is `python`. */
function imageName(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).replace(/[:@].*$/, '');
}

/** `python3.12` is a `python`, `sqlite3` a `sqlite`. */
function kind(program: string): string {
  return program.replace(/[\d.]+$/, '');
}
