import stripAnsi from 'strip-ansi';

// Direction overrides and line separators make a text look different from what it is.
const deceptive = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * Text from outside (a deck, a pod's log) that cannot drive a terminal: escape sequences are removed, other control
 * characters are shown as what they are, lone surrogates become U+FFFD. Line feeds stay; a tab becomes four spaces.
 */
export function printable(text: string): string {
  return stripAnsi(text)
    .replace(/(?<!\r)\r+\n/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/[\0-\x09\x0b-\x1f\x7f]/g, picture)
    .replace(/[\x80-\x9f]/g, (control) => `\\x${control.charCodeAt(0).toString(16)}`)
    .replace(deceptive, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd');
}

/** Text from outside on one line: printable, every run of white space one space. French no-break spaces stay. */
export function oneLine(text: string): string {
  return printable(text)
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .trim();
}

/** Printable lines without white space at their ends and without blank lines at the end. */
export function printableLines(text: string): string[] {
  const lines = printable(text)
    .split('\n')
    .map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The sign that Unicode has for a control character: ESC is U+241B. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
}
