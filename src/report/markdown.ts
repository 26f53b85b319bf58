import { oneLine, printable } from './printable.ts';

/** Text from outside as inline markdown and table cell: every sign that could be markup becomes a character reference. */
export function markdownText(text: string, max = 200): string {
  const line = oneLine(text);
  const cut = line.length > max ? `${line.slice(0, max)}…` : line;
  return printable(cut).replace(/[&<>|`*_[\]~\\#@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A fenced code block; the fence is longer than any run of backticks in the text. */
export function codeBlock(language: string, text: string): string {
  const content = printable(text);
  const longest = (content.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}\n`;
}
