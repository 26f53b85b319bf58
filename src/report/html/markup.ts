import { printable } from '../printable.ts';

/** Any text as HTML text, also in attributes: no markup, no control character, nothing that hides or turns text. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `name="value"` for those that have one; `true` stands for an attribute without a value. */
export function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`))
    .join('');
}

/** A script for the inside of a `script` element, where `</script` and `<!--` would end or confuse it. */
export function inScript(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, '\\x3C');
}
