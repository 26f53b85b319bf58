import type { PlacedWord } from '../commands.ts';
import { arityOf } from './arity.ts';
import { isExpanded, type ReadCommand } from './read-command.ts';
import { formOfOperand, formOfOption, modeForm, type ValueForm } from './value-forms.ts';

/** A value that its option or its program does not take. */
export interface WrongValue {
  readonly word: PlacedWord;
  readonly start: number;
  readonly value: string;
  /** What takes it. */
  readonly of: string;
  readonly form: ValueForm;
}

/** The first option with such a value. */
export function wrongOption(read: ReadCommand): WrongValue | undefined {
  const { program, command, options, found, operands, isOpen } = read;
  if (!isOpen && operands.length < (arityOf(read)?.min ?? 0)) return undefined;
  for (const { name, word, kind, value, isCut } of options) {
    if (kind === undefined || kind === 'none' || value === undefined || isCut || value.startsWith('--')) continue;
    const form = formOfOption(program, command.name, name);
    if (!form || form.fits(value)) continue;
    const isOwn = word.value.endsWith(value) && word.value !== name;
    const holder = isOwn ? word : found.args[found.args.indexOf(word) + 1];
    // Without its quotes it is told by `unquoted-word`.
    if (!holder || isMade(holder) || holder.text.startsWith('{"')) continue;
    const start = isOwn ? holder.end - Math.min(holder.text.length, value.length) : holder.start;
    return { word: holder, start, value, of: name, form };
  }
  return undefined;
}

/** The first operand of that kind; none where their number is wrong anyway. */
export function wrongOperand(read: ReadCommand): WrongValue | undefined {
  const { program, command, operands, found, isOpen } = read;
  const arity = arityOf(read);
  if (arity && !isOpen && (operands.length < arity.min || operands.length > arity.max)) return undefined;
  const of = command.name === '' ? program : `${program} ${command.name}`;
  for (const [index, word] of operands.entries()) {
    if (isMade(word)) continue;
    // What the shell made words of shifts all that follows.
    if (operands.slice(0, index).some(isExpanded)) break;
    const isMode =
      program === 'chmod' && index === 0 && !found.args.some(({ value }) => value.startsWith('--reference'));
    const form = isMode ? modeForm : formOfOperand(program, command.name, index);
    if (form && !form.fits(word.value)) return { word, start: word.start, value: word.value, of, form };
  }
  return undefined;
}

/** The shell, or whoever prepares the deck, puts something else in its place. */
export function isMade({ text }: PlacedWord): boolean {
  return /[$`*?]|@@|\{\{|<|\{[^{}'"]*,[^{}'"]*\}|\\/.test(
    text.replace(/'[^']*'/g, (quoted) => (quoted.includes('@@') ? quoted : '')),
  );
}
