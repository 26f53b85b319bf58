import { message } from '../messages/message.ts';
import { UsageError } from './errors.ts';

/** The whole number that an option says. Throws UsageError when it is none, or out of bounds. */
export function wholeNumber(option: string, text: string, [least, most]: readonly [number, number]): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(
    message('cli/in-option', { option: `${option} ${text}`, mistake: message('cli/number-form', { least, most }) }),
  );
}
