import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about what the shell makes of a command. */
export const lintShell = {
  'lint/taken-for-substitution': ({ inner }) =>
    `What "${inner}" prints would be run as a command. To highlight a command leave the backticks out; to run what it prints write $(${inner}).`,
  'lint/taken-for-highlight': ({ inner }) =>
    `These backticks are taken for a highlight: "${inner}" is typed as it is. For what it prints write $(${inner}).`,
  'lint/placeholder': ({ text }) =>
    `"${text}" has to be replaced before this can be run. Set a variable in an earlier step and use it here.`,
  'lint/prompt-in-command': ({ prompt, everyLine }) =>
    `The prompt "${prompt}" is typed with the command${everyLine ? '' : ', and so is the output'}. Write the commands only.`,
  'lint/unclosed-heredoc': ({ isDamaged, delimiter }) =>
    `This text never ends: ${isDamaged ? `there are blanks around "${delimiter}"` : `no line is "${delimiter}"`}. Write "${delimiter}" alone on its line.`,
  'lint/misspelt-variable': ({ name, meant }) => `No step sets $${name}, so it is empty; did you mean $${meant}?`,
  'lint/variable-set-later': ({ name, line }) => `$${name} is set only later, on line ${line}; it is still empty here.`,
  'lint/unset-variable': ({ name }) =>
    `No step of this file sets $${name} before this; unless another chapter does, it is empty.`,
  'lint/unclosed-quote': () => 'A quote that opens here is never closed.',
  'lint/unclosed-backtick': () => 'A backtick has no counterpart.',
  'lint/unclosed-substitution': () => '"$(" is never closed by ")".',
  'lint/unclosed-expansion': () => '"${" is never closed by "}".',
  'lint/redirection-without-target': () => '"<" or ">" is followed by nothing to read from or write to.',
  'lint/line-ends-early': () => 'The line ends where bash expects more.',
  'lint/unexpected-token': ({ token }) => `Bash does not expect "${token}" here.`,
  'lint/missing-closer': ({ token }) => `"${token}" is missing at the end.`,
  'lint/missing-token': ({ token }) => `"${token}" is missing here.`,
  'lint/missing-command': ({ token }) => `A command is missing after "${token}".`,
  'lint/empty-brackets': () => 'There is no command between the brackets.',
  'lint/too-intricate': () => 'There are too many brackets or heredocs in this snippet to read it.',
  'lint/not-bash': ({ problem }) => `Bash does not understand this (${problem}).`,
} satisfies Partial<Wordings<LintCodes>>;
