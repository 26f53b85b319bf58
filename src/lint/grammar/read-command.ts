import type { Code } from '../code.ts';
import { calledBy, commandsOf, type FoundCommand, type PlacedWord } from '../commands.ts';
import { placeholdersIn } from '../placeholders.ts';
import { type CommandGrammar, type Grammar, grammarOf, type OptionKind } from './grammar.ts';

/** An option of a command, as it stands there. */
export interface ReadOption {
  /** As it is written, without its value: `-n`, `--namespace`. */
  readonly name: string;
  /** The word in which it stands. */
  readonly word: PlacedWord;
  /** Undefined for an option that the grammar has not. */
  readonly kind: OptionKind | undefined;
  readonly value: string | undefined;
  /** It wants a value, and no word is left for it. */
  readonly isCut: boolean;
}

/** A command, taken apart as its program takes it apart. */
export interface ReadCommand {
  readonly found: FoundCommand;
  /** The program's name, `docker-compose` for `docker compose`, too. */
  readonly program: string;
  readonly grammar: Grammar;
  readonly command: CommandGrammar;
  readonly options: readonly ReadOption[];
  /** What is no option, without the sub-commands. */
  readonly operands: readonly PlacedWord[];
  /** What stands after `--`; undefined without one. */
  readonly rest: readonly PlacedWord[] | undefined;
  /** How many words there are is known only when the shell has expanded them, or when `xargs` has added some. */
  readonly isOpen: boolean;
}

/** Commands after whose operands all else belongs to another program, by the number of operands before. */
const passesOn: Readonly<Record<string, number>> = {
  'docker run': 1,
  'docker create': 1,
  'docker exec': 1,
  'docker container run': 1,
  'docker container create': 1,
  'docker container exec': 1,
  'docker top': 1,
  'docker container top': 1,
  'docker service create': 1,
  'docker buildx du': 1,
  'docker-compose run': 1,
  'docker-compose exec': 1,
  'docker-compose alpha dry-run': 0,
  xargs: 0,
  watch: 0,
  timeout: 1,
  env: 0,
  ssh: 1,
  'redis-cli': 1,
  nohup: 0,
};

/** Programs that take `-5`. */
const numbered = new Set(['head', 'tail', 'git', 'fold', 'fmt', 'split', 'diff', 'grep', 'uniq', 'nice']);

/** The commands of a piece of bash whose programs have a grammar; those with placeholders in them are left out. */
export function readCommands(code: Code): ReadCommand[] {
  const placeholders = placeholdersIn(code);
  return commandsOf(code).flatMap((found) => {
    if (placeholders.some(({ start }) => found.start <= start && start < found.end)) return [];
    const read = readCommand(found);
    return read ? [read] : [];
  });
}

/** One command, taken apart; undefined where its program or its sub-command has no grammar. */
export function readCommand(found: FoundCommand): ReadCommand | undefined {
  const { program, words } = calledBy(found);
  const grammar = grammarOf(program);
  if (!grammar) return undefined;
  const before = readOptions(words, { grammar, options: grammar.common, program, stopAt: 1 });
  const first = before.operands[0];
  const names = wordsFrom(words, first).map(({ value }) => value);
  const command = grammar.command(program === 'docker-compose' ? names.slice(0, 2) : names);
  if (!command) return undefined;
  const depth = command.name === '' ? 0 : command.name.split(' ').length;
  const key = command.name === '' ? program : `${program} ${command.name}`;
  const limit = Object.hasOwn(passesOn, key) ? passesOn[key] : undefined;
  const own = depth === 0 ? words : wordsFrom(words, first).slice(depth);
  const after = readOptions(own, { grammar, options: command.options, program, stopAt: limit });
  return {
    found,
    program,
    grammar,
    command,
    options: depth === 0 ? after.options : [...before.options, ...after.options],
    operands: after.operands,
    rest: after.rest,
    isOpen: isOpenEnded(found, words),
  };
}

function wordsFrom(words: readonly PlacedWord[], first: PlacedWord | undefined): readonly PlacedWord[] {
  return first === undefined ? [] : words.slice(words.indexOf(first));
}

function isOpenEnded({ prefix }: FoundCommand, words: readonly PlacedWord[]): boolean {
  return prefix.some(({ value }) => value === 'xargs') || words.some(isExpanded);
}

/** The shell makes any number of words of it: a variable or a substitution without quotes, braces, `$@`. */
export function isExpanded({ text }: PlacedWord): boolean {
  const bare = text.replace(/\\[^]/g, '').replace(/'[^']*'/g, '');
  return /["][^"]*\$[@{]?@/.test(bare) || /[$`]|\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(bare.replace(/"[^"]*"/g, ''));
}

/** `chmod -x`, `seq 3 -1 1`: operands with a dash. */
function isDashed(program: string, value: string): boolean {
  return (program === 'chmod' && /^-[rwxXst]+$/.test(value)) || (program === 'seq' && /^-\d/.test(value));
}

interface Reading {
  readonly grammar: Grammar;
  readonly options: ReadonlyMap<string, OptionKind>;
  readonly program: string;
  /** Number of operands after which all belongs to another program. */
  readonly stopAt: number | undefined;
}

function readOptions(
  words: readonly PlacedWord[],
  { grammar, options: own, program, stopAt }: Reading,
): Pick<ReadCommand, 'options' | 'operands' | 'rest'> {
  const options: ReadOption[] = [];
  const operands: PlacedWord[] = [];
  const kindOf = (name: string): OptionKind | undefined =>
    kindIn(own, name, grammar) ?? kindIn(grammar.common, name, grammar);
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word) break;
    if (stopAt !== undefined && operands.length >= stopAt) {
      operands.push(word);
      continue;
    }
    const { value } = word;
    if (value === '--') return { options, operands, rest: words.slice(at + 1) };
    if (!value.startsWith('-') || value === '-' || /^-["'$`]/.test(word.text) || isDashed(program, value)) {
      operands.push(word);
      continue;
    }
    if (numbered.has(program) && /^-\d/.test(value)) continue;
    const next = words[at + 1];
    if (value.startsWith('--')) {
      const [, name = value, given] = /^(--[^=]*)(?:=([^]*))?$/.exec(value) ?? [];
      const kind = kindOf(name);
      const takesNext = kind === 'value' && given === undefined;
      options.push({
        name,
        word,
        kind,
        value: given ?? (takesNext ? next?.value : undefined),
        isCut: takesNext && !next,
      });
      if (takesNext) at++;
      continue;
    }
    for (let index = 1; index < value.length; index++) {
      const name = `-${value[index] ?? ''}`;
      const kind = kindOf(name);
      const rest = value.slice(index + 1);
      if (kind === 'value') {
        options.push({
          name,
          word,
          kind,
          value: rest === '' ? next?.value : rest.replace(/^=/, ''),
          isCut: rest === '' && !next,
        });
        if (rest === '') at++;
        break;
      }
      if (kind === undefined && index > 1 && !/^\w$/.test(value[index] ?? '')) break;
      options.push({ name, word, kind, value: undefined, isCut: false });
      if (kind === 'optional' || kind === undefined) break;
      if (rest.startsWith('=')) break;
    }
  }
  return { options, operands, rest: undefined };
}

function kindIn(
  options: ReadonlyMap<string, OptionKind>,
  name: string,
  { abbreviates }: Grammar,
): OptionKind | undefined {
  const kind = options.get(name) ?? (name === '--help' || name === '-h' ? 'none' : undefined);
  if (kind !== undefined) return kind;
  // What `--no-x` undoes, and `--x` of an option that is told as `--no-x`.
  if (name.startsWith('--no-') && options.has(`--${name.slice(5)}`)) return 'none';
  if (options.has(name.replace(/^--/, '--no-'))) return 'none';
  if (!abbreviates || !name.startsWith('--') || name.length < 4) return undefined;
  const meant = [...options].filter(([each]) => each.startsWith(name));
  return meant.length > 0 ? meant[0]?.[1] : undefined;
}
