import { type Dockerfile, DockerfileError, errorAt, type Instruction, parseInstruction } from './dockerfile.ts';
import { healthcheckOf } from './healthcheck.ts';
import { jsonWords, splitWords } from './words.ts';

/** An instruction whose arguments are read, but not yet expanded. */
export interface Command {
  readonly name: string;
  /** What docker prints for its step. */
  readonly source: string;
  readonly line: number;
  readonly flags: ReadonlyMap<string, string>;
  /** Its arguments; of ENV and LABEL name and value in turn. */
  readonly words: readonly string[];
  /** They stood in a JSON array. */
  readonly isExec: boolean;
  /** A label from the command line, in which nothing is expanded. */
  readonly isLiteral?: boolean;
}

/** What one FROM begins. */
export interface Stage {
  readonly from: Command;
  /** After AS; empty without a name. */
  readonly name: string;
  /** As written: `node:20`, `${BASE}`. */
  readonly base: string;
  readonly commands: Command[];
}

/** A Dockerfile that is ready to be carried out. */
export interface Recipe {
  /** ARG before the first FROM. */
  readonly metaArgs: readonly Command[];
  readonly stages: readonly Stage[];
}

/** Reads all arguments, and groups the instructions by stage. Throws DockerfileError. */
export function readStages({ instructions, escape }: Dockerfile): Recipe {
  const metaArgs: Command[] = [];
  const stages: Stage[] = [];
  // docker parses all lines before it looks at what they say.
  for (const instruction of instructions)
    readers.get(instruction.name)?.parse?.(instruction.text, instruction.name, escape);
  for (const instruction of instructions) {
    const command = readCommand(instruction, escape);
    if (command.name === 'FROM') stages.push(readFrom(command));
    else if (stages.length > 0) stages.at(-1)?.commands.push(command);
    else if (command.name === 'ARG') metaArgs.push(command);
    else throw new DockerfileError('no build stage in current context');
  }
  if (stages.length === 0) throw new DockerfileError('no build stage in current context');
  return { metaArgs, stages };
}

/** The command in one line, as ONBUILD keeps it. Throws DockerfileError. */
export function readTrigger(source: string, escape: string): Command {
  return readCommand(parseInstruction(source, 1), escape);
}

/** What a label of the command line is among the commands of the last stage. */
export function labelCommand(key: string, value: string): Command {
  const source = `LABEL ${key}=${value}`;
  return { name: 'LABEL', source, line: 0, flags: new Map(), words: [key, value], isExec: false, isLiteral: true };
}

function unknown({ name, line }: Instruction): DockerfileError {
  return errorAt(line, `unknown instruction: ${name}`);
}

function readCommand(instruction: Instruction, escape: string): Command {
  const { name, source, line } = instruction;
  const reader = readers.get(name);
  if (reader === undefined) throw unknown(instruction);
  try {
    const flags = readFlags(instruction.flags, reader.flags ?? []);
    const command = { name, source, line, flags, isExec: false, ...reader.read(instruction.text, name, escape) };
    if (name === 'HEALTHCHECK') healthcheckOf(command);
    return command;
  } catch (error) {
    if (error instanceof Problem) throw errorAt(line, error.message);
    throw error;
  }
}

/** A mistake in one instruction, without its line. */
class Problem extends Error {}

type Arguments = Pick<Command, 'words'> & { readonly isExec?: boolean };

interface Reader {
  readonly flags?: readonly string[];
  /** Finds mistakes that docker's parser finds, before any instruction is read. Throws DockerfileError. */
  readonly parse?: (text: string, name: string, escape: string) => void;
  readonly read: (text: string, name: string, escape: string) => Arguments;
}

function readFlags(given: readonly string[], known: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (const word of given) {
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (!known.includes(name)) throw new Problem(`Unknown flag: ${name}`);
    if (flags.has(name)) throw new Problem(`Duplicate flag specified: ${name}`);
    if (value === undefined) throw new Problem(`Missing a value on flag: ${name}`);
    flags.set(name, value);
  }
  return flags;
}

function blanks(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function one(text: string, name: string): Arguments {
  if (text === '') throw new Problem(`${name} requires exactly one argument`);
  return { words: [text] };
}
function someBlanks(text: string, name: string): Arguments {
  if (text === '') throw new Problem(`${name} requires at least one argument`);
  return { words: blanks(text) };
}

/** A JSON array, or all of the text as one word. */
function execOrShell(text: string): Arguments {
  const words = jsonWords(text);
  return words === undefined ? { words: text === '' ? [] : [text] } : { words, isExec: true };
}

/** A JSON array, or words between blanks. */
function listOf(text: string): readonly string[] {
  return jsonWords(text) ?? blanks(text);
}

function failure(problem: string): DockerfileError {
  return new DockerfileError(`failed to parse Dockerfile: ${problem}`);
}

function requireStrings(text: string): void {
  if (!text.startsWith('[')) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  if (Array.isArray(value) && !value.every((word) => typeof word === 'string')) {
    throw failure('when using JSON array syntax, arrays must be comprised of strings only');
  }
}

function pairs(text: string, name: string, escape: string): Arguments {
  if (text === '') throw new Problem(`${name} requires at least one argument`);
  const words = splitWords(text, escape);
  const [first = ''] = words;
  if (!first.includes('=')) {
    const [, key, value] = /^(\S+)\s+(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined) throw failure(`${name} must have two arguments`);
    return { words: [key, value] };
  }
  return {
    words: words.flatMap((word) => {
      const equals = word.indexOf('=');
      if (equals < 0) {
        throw failure(`Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`);
      }
      if (equals === 0) throw new Problem(`${name} names can not be blank`);
      return [word.slice(0, equals), word.slice(equals + 1)];
    }),
  };
}

function checkPairs(text: string, name: string, escape: string): void {
  try {
    if (text !== '') pairs(text, name, escape);
  } catch (error) {
    // What is wrong with a name is found later.
    if (!(error instanceof Problem)) throw error;
  }
}

function copyWords(text: string, name: string): Arguments {
  const words = listOf(text);
  if (words.length < 2) {
    throw new Problem(
      `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  }
  return { words };
}

function healthWords(text: string): Arguments {
  const [, type = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
  if (type === '') throw new Problem('HEALTHCHECK requires at least one argument');
  const upper = type.toUpperCase();
  if (upper === 'NONE') {
    if (rest !== '') throw new Problem('HEALTHCHECK NONE takes no arguments');
    return { words: ['NONE'] };
  }
  if (upper !== 'CMD') throw new Problem(`Unknown type ${JSON.stringify(upper)} in HEALTHCHECK (try CMD)`);
  const { words, isExec } = execOrShell(rest);
  if (words.length === 0) throw new Problem('Missing command after HEALTHCHECK CMD');
  return { words: isExec === true ? ['CMD', ...words] : ['CMD-SHELL', ...words] };
}

function onbuildWords(text: string): Arguments {
  const [trigger = ''] = blanks(text);
  if (text === '') throw new Problem('ONBUILD requires at least one argument');
  const name = trigger.toUpperCase();
  if (name === 'ONBUILD') throw new Problem("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (name === 'MAINTAINER' || name === 'FROM') throw new Problem(`${name} isn't allowed as an ONBUILD trigger`);
  return { words: [text] };
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['ADD', { flags: ['chown', 'chmod'], read: copyWords, parse: requireStrings }],
  [
    'ARG',
    {
      read: (text, name, escape) => {
        if (text === '') throw new Problem(`${name} requires at least one argument`);
        const words = splitWords(text, escape);
        if (words.some((word) => word.startsWith('='))) throw new Problem(`${name} names can not be blank`);
        return { words };
      },
    },
  ],
  ['CMD', { read: execOrShell, parse: requireStrings }],
  ['COPY', { flags: ['chown', 'from', 'chmod'], read: copyWords, parse: requireStrings }],
  ['ENTRYPOINT', { read: execOrShell, parse: requireStrings }],
  ['ENV', { read: pairs, parse: checkPairs }],
  ['EXPOSE', { read: (text, name) => ({ words: [...someBlanks(text, name).words].sort() }) }],
  [
    'FROM',
    {
      flags: ['platform'],
      read: (text) => {
        const words = blanks(text);
        if (words.length !== 1 && (words.length !== 3 || words[1]?.toLowerCase() !== 'as')) {
          throw new Problem('FROM requires either one or three arguments');
        }
        return { words };
      },
    },
  ],
  ['HEALTHCHECK', { flags: ['interval', 'timeout', 'start-period', 'retries'], read: healthWords }],
  ['LABEL', { read: pairs, parse: checkPairs }],
  ['MAINTAINER', { read: one }],
  ['ONBUILD', { read: onbuildWords }],
  [
    'RUN',
    {
      // The flag is BuildKit's; this builder says so when it comes to it.
      flags: ['mount'],
      parse: requireStrings,
      read: execOrShell,
    },
  ],
  [
    'SHELL',
    {
      parse: requireStrings,
      read: (text, name) => {
        const { words, isExec } = execOrShell(text);
        if (isExec === true && words.length > 0) return { words, isExec };
        if (text === '' || isExec === true) throw new Problem(`${name} requires at least one argument`);
        throw new Problem(`${name} requires the arguments to be in JSON form`);
      },
    },
  ],
  ['STOPSIGNAL', { read: one }],
  ['USER', { read: one }],
  [
    'VOLUME',
    {
      parse: requireStrings,
      read: (text, name) => {
        const words = listOf(text);
        if (words.length === 0) throw new Problem(`${name} requires at least one argument`);
        if (words.some((word) => word.trim() === '')) throw new Problem('VOLUME specified can not be an empty string');
        return { words };
      },
    },
  ],
  ['WORKDIR', { read: one }],
]);

function readFrom(from: Command): Stage {
  const [base = '', , name = ''] = from.words;
  const stage = name.toLowerCase();
  if (name !== '' && !/^[a-z][a-z0-9-_.]*$/.test(stage)) {
    throw errorAt(
      from.line,
      `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`,
    );
  }
  return { from, name: stage, base, commands: [] };
}
