import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about damage that translation does. */
export const lintTranslation = {
  'lint/capitalised-command': ({ written, right }) => `There is no command "${written}"; write ${right}.`,
  'lint/code-span-blanks': ({ body, isGlued }) =>
    `There is a blank inside this inline code; write \`${body}\`${isGlued ? ', with the blank outside' : ''}.`,
  'lint/glued-redirect': () =>
    'The ">" is glued to the option before it. It works, but a blank before it reads better.',
  'lint/direction-control': ({ name }) =>
    `An invisible ${name} turns the direction of reading around here, so that what runs is not what is seen. Remove it.`,
  'lint/invisible-character': ({ name }) =>
    `There is an invisible ${name} here, which is a letter to a program. Remove it.`,
  'lint/look-alike': ({ written, codePoint, right }) =>
    `"${written}" holds U+${codePoint}, which only looks like ASCII; write ${right}.`,
  'lint/misspelt-command': ({ written, meant }) => `"${written}" is not a program known here; did you mean ${meant}?`,
  'lint/non-breaking-space': () =>
    'This is a non-breaking space, which programs take for a letter. Put an ordinary blank in its place.',
  'lint/quoted-code': ({ written, content }) => `${written} looks like code; write \`${content}\`.`,
  'lint/quoted-translated-code': ({ written, meant }) =>
    `${written} looks like code that was translated; write \`${meant}\` if that is meant.`,
  'lint/spaced-operator': ({ right }) => `There is a blank inside an operator; write ${right} without it.`,
  'lint/spaced-option': ({ option, sign, value }) =>
    `Blanks make several words of this option; write ${option}${sign}${value} without them.`,
  'lint/spaced-path': ({ words, joined }) => `The shell sees ${words} words here; without the blanks it is ${joined}.`,
  'lint/spaced-url': ({ right }) => `There are blanks in this address: write ${right} and what follows without them.`,
  'lint/spaced-variable': () =>
    'There is a blank after "$", so that the shell does not see a variable. Write the name right after it.',
  'lint/translated-key': ({ key, meant }) => `"${key}" is a translated key; programs know it as ${meant}.`,
  'lint/iterator-with-blank': () =>
    'There is a blank before "[]". jq does not mind, but nobody writes it so; remove it.',
  'lint/translated-verb': ({ written, program, meant }) =>
    `"${written}" is not a sub-command of ${program}${meant.length === 0 ? '.' : `; did you mean ${meant.join(' or ')}?`}`,
  'lint/typographic-dash': ({ written, meant }) =>
    `"${written}" begins with a dash, not with a hyphen, so it is not an option; write ${meant}.`,
  'lint/typographic-quotes': ({ first, last, right }) =>
    `${first} and ${last} are letters to a program, not quotes; write ${right}.`,
} satisfies Partial<Wordings<LintCodes>>;
