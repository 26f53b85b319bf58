import type { Command, CommandArgument, Script, SyntaxNode, Word, WordPart } from 'unbash';
import { readBash } from './bash.ts';
import { type Option, programAt, readWords, shapeOf } from './invocation.ts';
import { freelyOrdered, optionNames, resourceNames } from './program-data.ts';

/** One statement of a piece of bash, in forms that are equal when two ways of writing it mean the same. */
export interface Statement {
  /** Options by name, whatever their order, where the program is known not to care. */
  readonly free: string;
  /** All words in their order. */
  readonly flat: string;
  /** The words of a simple command, for people; empty for anything else. */
  readonly words: readonly string[];
}

/** True when two statements mean the same, as far as their words tell: quoting, line ends and the order of options do not count. */
export function isSame(one: Statement, other: Statement): boolean {
  return one.free === other.free || one.flat === other.flat;
}

/**
 * The statements of a piece of bash in their order, those joined by `&&` one by one; undefined when bash would not understand it.
 * Nothing is expanded: `$A` is the same as `"$A"` and `${A}`, and nothing else.
 */
export function statementsOf(text: string): readonly Statement[] | undefined {
  const script = readBash(text);
  if (script.errors && script.errors.length > 0) return undefined;
  return script.commands.flatMap((statement) => {
    const { command, background } = statement;
    const isChain = command.type === 'AndOr' && command.operators.every((operator) => operator === '&&');
    if (!isChain || background === true) return [formsOf(statement)];
    return command.commands.map(formsOf);
  });
}

/** What a statement has that another has not, and the other way round, as people would say it: `-n blue`. */
export function differences(
  wanted: Statement,
  typed: Statement,
): { readonly missing: readonly string[]; readonly extra: readonly string[] } | undefined {
  const [one, other] = [piecesOf(wanted.words), piecesOf(typed.words)];
  // Another program, or another of its commands, is not nearly the same.
  if (one.length === 0 || one[0] !== other[0] || one[1] !== other[1]) return undefined;
  const without = (all: readonly string[], some: readonly string[]): string[] => {
    const rest = [...some];
    return all.filter((piece) => {
      const at = rest.indexOf(piece);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    });
  };
  return { missing: without(one, other), extra: without(other, one) };
}

function formsOf(node: SyntaxNode): Statement {
  const command = simpleCommand(node);
  return {
    free: formOf(node, true),
    flat: formOf(node, false),
    words: command?.name ? [command.name, ...command.args].map(wordOf) : [],
  };
}

/** A simple command, without the statement around it; undefined for anything else. */
function simpleCommand(node: SyntaxNode): Command | undefined {
  const inner = node.type === 'Statement' ? node.command : node;
  return inner.type === 'Command' ? inner : undefined;
}

/** Where something stands, and how it was spelt. */
const spelling = new Set(['pos', 'end', 'keywordEnd', 'closing', 'text', 'script', 'endOfOptions']);

/** A node of the syntax tree as a text, the same for all ways of spelling it. */
function formOf(node: unknown, isFree: boolean): string {
  if (Array.isArray(node)) return `[${node.map((each) => formOf(each, isFree)).join(',')}]`;
  if (node === undefined) return '-';
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  if (isNode(node)) {
    if (node.type === 'Word') return JSON.stringify(wordOf(node));
    if (node.type === 'Command') return commandForm(node, isFree);
    // A here-document is what it holds, whatever marks its end.
    if (node.type === 'HereDocDelimiter') return String(node.quoted);
    if (node.type === 'HereDocBody') return JSON.stringify(node.text);
    if (node.type === 'Statement' && node.background !== true) return formOf(node.command, isFree);
    if (node.type.startsWith('Arithmetic') && 'text' in node) return JSON.stringify(node.text.replace(/\s+/g, ''));
  }
  const fields = Object.entries(node).filter(([key, value]) => !spelling.has(key) && value !== undefined);
  return `{${fields.map(([key, value]) => `${key}:${formOf(value, isFree)}`).join(',')}}`;
}

function isNode(value: object): value is SyntaxNode {
  return 'type' in value && typeof value.type === 'string';
}

function commandForm(command: Command, isFree: boolean): string {
  const { name, args, redirects, prefix } = command;
  const assignments = prefix.filter((each) => each.type === 'Assignment').map(wordOf);
  const words = [...(name ? [name] : []), ...args].map(wordOf);
  const redirections = redirects.map((each) => formOf(each, isFree));
  return `command${JSON.stringify([assignments, isFree ? freeWords(words) : flatWords(words)])}${redirections.join('')}`;
}

/** `--a=b` and `--a b` are the same words; `--` only says that no option follows. */
function flatWords(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const at = index > 0 && word.startsWith('--') ? word.indexOf('=') : -1;
    return at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
  });
}

/** Options by their names, then operands in their order, where that is all that the program looks at. */
function freeWords(words: readonly string[]): readonly unknown[] {
  const { at } = programAt(words);
  if (words[at] === 'docker' && words[at + 1] === 'compose') {
    return freeWords([...words.slice(0, at), 'docker-compose', ...words.slice(at + 2)]);
  }
  const program = words[at] ?? '';
  const shape = shapeOf(program) ?? (freelyOrdered.has(program) ? { valued: [] } : undefined);
  if (!shape) return flatWords(words);
  const { options, operands } = readWords(words.slice(at + 1), shape);
  const named = options.map(([name, value]): Option => [optionNames[program]?.[name] ?? name, value]);
  // Those of one name keep their order: the last may win.
  const sorted = named.toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return [...words.slice(0, at + 1), sorted, program === 'kubectl' ? resources(operands) : operands];
}

/** `po` and `pod` are `pods`. */
function resources([verb, kind, ...rest]: readonly string[]): readonly unknown[] {
  return [verb, kind === undefined ? undefined : (resourceNames[kind] ?? kind), rest];
}

/** Pieces of a command as people see them: the program, its sub-command, an option with its value. */
function piecesOf(words: readonly string[]): readonly string[] {
  const program = words[0] ?? '';
  const { options, operands } = readWords(words.slice(1), shapeOf(program) ?? { valued: [] });
  const valued = options.map(([name, value]) => (value === undefined ? name : `${name} ${shownWord(value)}`));
  return words.length === 0 ? [] : [program, ...operands.map(shownWord), ...valued];
}

/** What stands for `$`, a glob's sign and a tilde in a word, where they mean more than themselves. */
const active = { expansion: '\u{f0001}', glob: '\u{f0002}', tilde: '\u{f0003}' } as const;

function shownWord(word: string): string {
  return word.replaceAll(active.expansion, '$').replaceAll(active.glob, '').replaceAll(active.tilde, '');
}

/** A word without its quotes: what is in them, with marks where it is expanded. */
function wordOf(word: Word | CommandArgument): string {
  if (word.type === 'Assignment') {
    const { name, value, append, index } = word;
    const given = value.type === 'Word' ? wordOf(value) : `(${value.elements.map(wordOf).join(' ')})`;
    return `${name}${index ? `[${wordOf(index)}]` : ''}${append === true ? '+' : ''}=${given}`;
  }
  const tilde = word.text.startsWith('~') ? active.tilde : '';
  return tilde + (word.parts ? word.parts.map(partOf).join('') : word.value);
}

function partOf(part: WordPart): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.map(partOf).join('');
    case 'SimpleExpansion':
      return active.expansion + part.text.slice(1);
    case 'ParameterExpansion':
      return active.expansion + part.text.slice(1).replace(/^\{(\w+)\}$/, '$1');
    case 'CommandExpansion':
      return `${active.expansion}(${commandsOf(part)})`;
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return active.glob + part.text;
    default:
      return active.expansion + part.text.slice(1);
  }
}

/** The commands of a `$(...)` or of backquotes, in the same form. */
function commandsOf(part: WordPart & { type: 'CommandExpansion' }): string {
  const script: Script | undefined = part.script;
  return script ? script.commands.map((each) => formOf(each, true)).join(';') : part.text;
}
