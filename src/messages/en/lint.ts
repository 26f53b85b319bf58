import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';
import { ruleWords } from './lint-rules.ts';

const byRule: Readonly<Record<string, { readonly summary: string; readonly rationale: string } | undefined>> =
  ruleWords;

export const lint = {
  // The parser, and rules of other people, have ids without words.
  'lint/rule-summary': ({ rule }) => byRule[rule]?.summary ?? rule.replaceAll('-', ' '),
  'lint/rule-rationale': ({ rule }) => byRule[rule]?.rationale ?? rule.replaceAll('-', ' '),
  'lint/unknown-rule': ({ name, meant }) =>
    `There is no rule "${name}"${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  // Encoding
  'lint/byte-order-mark': () =>
    'The file begins with a byte order mark, which hides its first line from other programs. Save it without one.',
  'lint/line-endings-unusual': ({ name }) =>
    `All lines end with ${name}. Pupitre reads that, but gnab/remark would make one slide of the whole file.`,
  'lint/line-endings-mixed': ({ others, all, name }) =>
    `${others} of ${all} lines do not end with ${name} as the others do; the first is here.`,
  // Damage done by translation
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
  // What the shell makes of a command
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
  // What a course does
  'lint/endless-command-in-the-way': ({ command }) =>
    `"${command}" does not end by itself: the lines after it are typed into it. Make them snippets of their own, and stop this one with a hidden key ^C.`,
  'lint/endless-command': ({ command }) =>
    `"${command}" does not end by itself, and nothing stops it. Add a hidden key ^C after it.`,
  'lint/invalid-json-expectation': () =>
    'From here on this is not valid JSON, so it is compared as text. Correct it, or give the fence the language text.',
  'lint/nothing-to-run': () => 'Nothing in this exercise can be run: a person has to do it.',
  'lint/unbound-output': () =>
    'This output is compared with nothing: no command stands before it on its slide. If one stands on the slide before, separate them with -- instead of ---.',
  'lint/wait-without-command': ({ method }) =>
    `Nothing was run before this ${method}. Put it after the command that it is about.`,
  'lint/wrong-port': ({ name, ports, file, port }) => `${name} listens on port ${ports} (${file}), not on ${port}.`,
  'lint/kubectl-run-deployment': ({ line, name, instead }) =>
    `Since Kubernetes 1.18, kubectl run creates a Pod, but line ${line} needs the Deployment "${name}". Write ${instead}.`,
  'lint/kubectl-run-replicas': ({ instead }) =>
    `kubectl run has no --replicas any more: since Kubernetes 1.18, it creates a single Pod. Write ${instead}.`,
  'lint/fence-not-run': ({ reason }, say) => `This fence is ${say(reason)}.`,
  // Markup
  'lint/dead-link': ({ isNumber, number, name }) =>
    `No slide of this file ${isNumber ? `has the number ${number}` : `has the name "${name}"`}. Correct the link, or give a slide that name.`,
  'lint/duplicate-slide-name': ({ line, name, slide }) =>
    `The slide at line ${line} has the name "${name}" already; give this one (slide ${slide}) another.`,
  'lint/unknown-property': ({ key, meant }) =>
    `"${key}" is not a known property, so this line is shown nowhere${meant === undefined ? '. Is it text? Put a blank line and other words before it.' : `; did you mean ${meant}?`}`,
  'lint/property-as-text': ({ line }) => `This line is text, not a property. Write "${line}" at the top of the slide.`,
  'lint/not-shown': ({ what }, say) => `The page does not show this: ${say(what)}.`,
  'lint/missing-image': ({ path }) => `There is no file ${path}. Correct the path, or put the picture there.`,
  'lint/misspelt-class': ({ name, meant, isExercise }) =>
    `"${name}" is not a class known here; did you mean ${meant}?${isExercise ? ' As it is, its commands are not run.' : ''}`,
  'lint/class-with-blank': ({ name }) => `The blank before "[" makes text of this class; write .${name}[.`,
  'lint/remark-counts-brackets': ({ opener, line }) =>
    `gnab/remark counts brackets in code, too: there "${opener}" ${line === undefined ? 'never closes' : `closes at line ${line}`}.`,
  'lint/remark-info-string': () => 'gnab/remark wants one word after the backticks: to it, this is not a fence.',
  'lint/remark-property-dollar': () => 'gnab/remark reads the value of a property up to the "$" only.',
  'lint/remark-first-line': () => 'gnab/remark takes this line for a property and does not show it.',
  'lint/separator-blanks': ({ written, meant }) =>
    `"${written}" is not a separator; if one is meant, write ${meant} alone, without blanks.`,
  // A translation beside its original
  'lint/slide-dropped': ({ title, line }) =>
    `The slide "${title}" of the original (line ${line}) and its code are missing after this one.`,
  'lint/snippet-dropped': ({ code, line, isAfter, more }) =>
    `The original has "${code}" ${isAfter ? 'after this' : 'here'} (line ${line})${more === 0 ? '; it is missing.' : ` and ${more} more snippet${more === 1 ? '' : 's'}; they are missing.`}`,
  'lint/snippet-added': () => 'The original has no such snippet.',
  'lint/snippet-moved': ({ line }) => `The original has this in another place (line ${line}).`,
  'lint/code-changed': ({ theirs, ours }) => `The original has "${theirs}" where this has "${ours}".`,
  'lint/blanks-changed': ({ theirs }) => `Only blanks differ: the original has "${theirs}".`,
  'lint/text-changed': ({ theirs }) => `A text in quotes or a comment differs: the original has "${theirs}".`,
  'lint/code-span-changed': ({ code, line }) =>
    `There are stray blanks in this code: the original has "${code}" (line ${line}).`,
  'lint/code-span-dropped': ({ code, line }) =>
    `The original has the code "${code}" on this slide (line ${line}); it is missing here.`,
  'lint/class-fails': ({ tried, failed, error, same }) =>
    `${failed} of ${tried} students of the class failed here first; ${same} of them: ${error}.`,
} satisfies Wordings<LintCodes>;
