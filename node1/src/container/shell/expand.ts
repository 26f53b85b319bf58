import {
  type DoubleQuotedChild,
  type ParameterExpansionPart,
  parse,
  type ParsedScript,
  type Word,
  type WordPart,
} from 'unbash';
import { evaluateText, type Variables } from './arithmetic.ts';
import { ShellError } from './control.ts';
import { Fields } from './fields.ts';
import { braces, glob } from './glob.ts';
import { parameter, unset } from './parameters.ts';
import { removed, replaced } from './pattern.ts';
import { getVariable, type State } from './state.ts';

/** What expansions need of the shell. */
export interface Expansion {
  readonly state: State;
  /** The output of `$(...)`. */
  capture(script: ParsedScript): Promise<string>;
  assign(name: string, value: string): void;
}

/** A word as the words that it stands for. Throws ShellError. */
export async function expandWord(word: Word, expansion: Expansion): Promise<readonly string[]> {
  const words: string[] = [];
  for (const each of expansion.state.isBash ? braces(word) : [word]) {
    const fields = new Fields(getVariable(expansion.state, 'IFS') ?? ' \t\n');
    await addWord(each, fields, expansion);
    fields.cut();
    for (const field of fields.done) {
      if (field.text === '' && !field.isQuoted) continue;
      const files = field.isGlob && !expansion.state.options.has('f') ? await glob(field.pattern, expansion.state) : [];
      words.push(...(files.length > 0 ? files : [field.text]));
    }
  }
  return words;
}

/** A word as one text, as in an assignment; with `asPattern`, quoted characters are plain. Throws ShellError. */
export async function expandText(word: Word, expansion: Expansion, asPattern = false): Promise<string> {
  const fields = new Fields('');
  await addWord(word, fields, expansion);
  fields.cut();
  return fields.done.map(({ text, pattern }) => (asPattern ? pattern : text)).join(' ');
}

/** The text of a here-document. */
export async function expandParts(parts: readonly WordPart[], expansion: Expansion): Promise<string> {
  const fields = new Fields('');
  for (const part of parts) await addPart(part, fields, expansion, true);
  fields.cut();
  return fields.done.map(({ text }) => text).join(' ');
}

async function addWord(word: Word, fields: Fields, expansion: Expansion): Promise<void> {
  const { parts } = word;
  const home = /^~([\w-]*)(?=[/:]|$)/.exec(word.text);
  const tilde = home === null ? undefined : homeOf(home[1] ?? '', expansion.state);
  if (parts === undefined) {
    if (tilde === undefined) fields.add(word.value, true);
    else fields.add(tilde + word.value.slice(home?.[0].length), true);
    return;
  }
  for (const [index, part] of parts.entries()) {
    if (index === 0 && tilde !== undefined && part.type === 'Literal')
      fields.add(tilde + part.value.slice(home?.[0].length), true);
    else await addPart(part, fields, expansion, false);
  }
}

function homeOf(user: string, state: State): string | undefined {
  if (user === '') return getVariable(state, 'HOME');
  return user === 'root' ? '/root' : undefined;
}

async function addPart(
  part: WordPart | DoubleQuotedChild,
  fields: Fields,
  expansion: Expansion,
  quoted: boolean,
): Promise<void> {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      fields.add(part.value, true);
      return;
    case 'Glob':
      if (part.kind !== 'bracket' || part.parts.every(({ type }) => type === 'Literal')) {
        fields.add(part.text, false);
        return;
      }
      fields.add('[', false);
      for (const child of part.parts) {
        if (child.type === 'Literal') fields.add(child.text, false);
        else await addPart(child, fields, expansion, quoted);
      }
      fields.add(']', false);
      return;
    case 'BraceExpansion':
    case 'ExtendedGlob':
      fields.add(part.text, true);
      return;
    case 'DoubleQuoted':
    case 'LocaleString': {
      const isAllParams = part.parts.length === 1 && /^(?:\$@|\$\{@\})$/.test(part.parts[0]?.text ?? '');
      if (!isAllParams) fields.add('', true);
      for (const child of part.parts) await addPart(child, fields, expansion, true);
      return;
    }
    case 'SimpleExpansion':
      addParameter(part.text.slice(1), fields, expansion, quoted);
      return;
    case 'ParameterExpansion':
      await addExpansion(part, fields, expansion, quoted);
      return;
    case 'CommandExpansion': {
      if (part.script === undefined) throw new ShellError('syntax error: unterminated quoted string');
      const output = (await expansion.capture(part.script)).replace(/\n+$/, '');
      if (quoted) fields.add(output, true);
      else fields.addSplit(output);
      return;
    }
    case 'ArithmeticExpansion': {
      fields.add(String(await arithmetic(part.text.slice(3, -2), expansion)), true);
      return;
    }
    default:
      throw new ShellError('syntax error: unexpected "("');
  }
}

/** The value of an expression: its text is expanded as between double quotes first. Throws ShellError. */
export async function arithmetic(text: string, expansion: Expansion): Promise<bigint> {
  if (!/[$`\\]/.test(text)) return evaluateText(text, variables(expansion));
  const [statement] = parse(`: "${/[`(]/.test(text) ? text : text.replaceAll('"', '\\"')}"`).commands;
  const word = statement?.command.type === 'Command' ? statement.command.args[0] : undefined;
  if (word?.type !== 'Word') throw new ShellError('arithmetic syntax error');
  return evaluateText(await expandText(word, expansion), variables(expansion));
}

/** What arithmetic reads and writes. */
function variables(expansion: Expansion): Variables {
  return {
    get: (name) => parameter(name, expansion.state),
    set: (name, value) => {
      expansion.assign(name, value);
    },
  };
}

function addParameter(name: string, fields: Fields, { state }: Expansion, quoted: boolean): void {
  if (name === '@' || name === '*') {
    addAll(name, fields, state, quoted);
    return;
  }
  const value = parameter(name, state);
  if (value === undefined && state.options.has('u')) throw unset(name, state);
  if (quoted) fields.add(value ?? '', true);
  else fields.addSplit(value ?? '');
}

function addAll(name: '@' | '*', fields: Fields, state: State, quoted: boolean): void {
  if (quoted && name === '*') {
    const ifs = getVariable(state, 'IFS') ?? ' \t\n';
    fields.add(state.params.join(ifs.slice(0, 1)), true);
    return;
  }
  for (const [index, value] of state.params.entries()) {
    if (index > 0) fields.cut();
    if (quoted) fields.add(value, true);
    else fields.addSplit(value);
  }
}

async function addExpansion(
  part: ParameterExpansionPart,
  fields: Fields,
  expansion: Expansion,
  quoted: boolean,
): Promise<void> {
  const { parameter: name, operation, prefix } = part;
  const { state } = expansion;
  const add = (text: string): void => {
    if (quoted) fields.add(text, true);
    else fields.addSplit(text);
  };
  if (part.index !== undefined || (prefix === '!' && !state.isBash))
    throw new ShellError('syntax error: bad substitution');
  const isAll = name === '@' || name === '*';
  const known = isAll ? (state.params.length > 0 ? state.params.join(' ') : undefined) : parameter(name, state);
  const value = prefix === '!' ? parameter(known ?? '', state) : known;
  if (prefix === '#') {
    add(String(isAll ? state.params.length : Array.from(value ?? '').length));
    return;
  }
  if (operation === undefined) {
    if (prefix === '!') add(value ?? '');
    else addParameter(name, fields, expansion, quoted);
    return;
  }
  if (operation.type === 'Default') {
    const { operator, operand } = operation;
    const isMissing = operator.startsWith(':') ? (value ?? '') === '' : value === undefined;
    if (operator.endsWith('+')) {
      if (!isMissing) await addOperand(operand, fields, expansion, quoted);
    } else if (!isMissing) addParameter(name, fields, expansion, quoted);
    else if (operator.endsWith('?')) {
      const text = await expandText(operand, expansion);
      throw new ShellError(
        `${name}: ${text === '' ? `parameter ${operator === '?' ? 'not set' : 'not set or null'}` : text}`,
        state.isBash ? 127 : 2,
      );
    } else if (operator.endsWith('=')) {
      const text = await expandText(operand, expansion);
      expansion.assign(name, text);
      add(text);
    } else await addOperand(operand, fields, expansion, quoted);
    return;
  }
  if (value === undefined && state.options.has('u')) throw unset(name, state);
  add(await changed(value ?? '', operation, expansion));
}

async function addOperand(operand: Word, fields: Fields, expansion: Expansion, quoted: boolean): Promise<void> {
  if (quoted) fields.add(await expandText(operand, expansion), true);
  else if (operand.parts === undefined) fields.addSplit(operand.value);
  else
    for (const part of operand.parts)
      await addPart(part.type === 'Literal' ? { ...part, type: 'Literal' } : part, fields, expansion, false);
}

async function changed(
  value: string,
  operation: NonNullable<ParameterExpansionPart['operation']>,
  expansion: Expansion,
): Promise<string> {
  switch (operation.type) {
    case 'Remove': {
      const pattern = await expandText(operation.operand, expansion, true);
      return removed(value, pattern, operation.operator);
    }
    case 'Replace': {
      const pattern = await expandText(operation.pattern, expansion, true);
      return replaced(value, pattern, await expandText(operation.replacement, expansion), operation.operator);
    }
    case 'Slice': {
      const number = async (word: Word): Promise<number> =>
        Number(evaluateText(await expandText(word, expansion), variables(expansion)));
      const chars = Array.from(value);
      const offset = await number(operation.offset);
      const from = offset < 0 ? Math.max(0, chars.length + offset) : offset;
      const length = operation.length === undefined ? Infinity : await number(operation.length);
      return chars.slice(from, length < 0 ? length : from + length).join('');
    }
    case 'CaseModification': {
      if (!expansion.state.isBash) throw new ShellError('syntax error: bad substitution');
      const all = operation.operator.length > 1;
      const change = (text: string): string =>
        operation.operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
      return all ? change(value) : change(value.slice(0, 1)) + value.slice(1);
    }
    default:
      throw new ShellError('syntax error: bad substitution');
  }
}
