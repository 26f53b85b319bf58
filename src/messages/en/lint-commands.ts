import type { LintCommandCodes } from '../codes/lint-commands.ts';
import type { Wordings } from '../wording.ts';

export const lintCommands = {
  'lint/unknown-option': ({ command, option, meant }) =>
    `${command} has no option ${option}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  'lint/option-of-later-words': ({ command, option }) =>
    `${option} belongs to what is run, not to ${command}: options of ${command} stand before the name.`,
  'lint/removed-option': ({ what, since, instead }) =>
    `${what} is gone since ${since}${instead === '' ? '; leave it out.' : `; write ${instead}.`}`,
  'lint/option-without-value': ({ option, next }) =>
    next === undefined
      ? `${option} needs a value, and nothing follows it.`
      : `${option} needs a value; it would take ${next}, which looks like another option.`,
  'lint/missing-argument': ({ command, argument, usage }) =>
    `${command} needs ${argument} here${usage === '' ? '.' : ` (usage: ${usage}).`}`,
  'lint/missing-option': ({ command, options }) => `${command} needs ${options.join(' or ')}.`,
  'lint/extra-argument': ({ command, argument, usage }) =>
    `${command} takes no ${argument} here${usage === '' ? '.' : ` (usage: ${usage}).`}`,
  'lint/type-slash-name': ({ command, right }) =>
    `${command} takes the first word for the name of a pod; write ${right}.`,
  'lint/no-kind': ({ word, meant }) =>
    `"${word}" is no kind of Kubernetes objects${meant === undefined ? '; the kind comes before the name.' : `; did you mean ${meant}?`}`,
  'lint/exec-without-dashes': ({ right }) =>
    `kubectl wants "--" before the command: ${right}. Without it new versions refuse it, and old ones take the command's options for their own.`,
  'lint/unquoted-template': ({ template }) =>
    `The shell makes several words of ${template}, or something else than is written; put it in single quotes.`,
} satisfies Wordings<LintCommandCodes>;
