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
  'lint/kind-for-name': ({ right }) => `kubectl takes the second kind for a name; write ${right}.`,
  'lint/wrong-value': ({ of, value, form }, say) => `"${value}" is nothing that ${of} takes; it wants ${say(form)}.`,
  'lint/form-number': () => 'a number',
  'lint/form-duration': ({ example }) => `a time with its unit, such as ${example}`,
  'lint/form-list': ({ values }) => `one of ${values.join(', ')}`,
  'lint/form-like': ({ example }) => `something like ${example}`,
  'lint/form-lower-case': () => 'small letters, digits and dashes',
  'lint/word-order': ({ right }) => `The words are in the wrong order; write ${right}.`,
  'lint/unknown-subcommand': ({ program, written, meant }) =>
    `${program} has no command ${written}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  'lint/exec-without-dashes': ({ right }) =>
    `kubectl wants "--" before the command: ${right}. Without it new versions refuse it, and old ones take the command's options for their own.`,
  'lint/html-entity': ({ written, right }) =>
    `${written} is how HTML writes ${right}; the shell takes it as it stands.`,
  'lint/translated-program': ({ written, meant }) =>
    `"${written}" is no program; was it ${meant.join(' or ')} before it was translated?`,
  'lint/translated-shell-word': ({ written, meant }) => `"${written}" was "${meant}" before it was translated.`,
  'lint/translated-argument': ({ written, meant, program }) =>
    `"${written}" means nothing to ${program}; was it ${meant} before it was translated?`,
  'lint/spaced-assignment': ({ right }) => `The shell sees several words here; write ${right}.`,
  'lint/spaced-dash': ({ right }) => `There is a blank after the dash: the program gets two words; write ${right}.`,
  'lint/damaged-fence': ({ written }) =>
    `"${written}" neither opens a fence nor ends it; write three backticks at the beginning of a line.`,
  'lint/spaced-word': ({ right }) => `There are blanks inside a name: the program gets several words; write ${right}.`,
  'lint/glued-words': ({ right }) => `A blank was lost here; write ${right}.`,
  'lint/translated-number': ({ right }) => `Programs read numbers with a point and without groups; write ${right}.`,
  'lint/damaged-comment': ({ written, right }) =>
    `"${written}" is no end of a comment, and no beginning; write ${right}.`,
  'lint/damaged-variable': ({ written, right }) =>
    `"${written}" is no variable: it stays as it stands; write ${right}.`,
  'lint/damaged-link': ({ right }) => `This is shown as text; write ${right}.`,
  'lint/unknown-name': ({ kind, name, meant }) =>
    meant === undefined
      ? `No step makes the ${kind} ${name} before this; if it is there anyway, say so with "provides" in the configuration.`
      : `No step makes the ${kind} ${name}; did you mean ${meant}?`,
  'lint/missing-file': ({ path, meant }) =>
    `The course's repository has no ${path}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  'lint/file-not-made': ({ path, meant }) =>
    `No step before this makes ${path}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  'lint/waits-for-person': ({ command }) =>
    `${command} waits for a person here. Give it what it asks for (an option, a pipe), or let hidden keys type the answers.`,
  'lint/unknown-variable': ({ name, meant }) =>
    `Nothing sets @@${name}@@: it is typed as it stands${meant === undefined ? '.' : `; did you mean @@${meant}@@?`}`,
  'lint/unexpanded-tilde': ({ word }) => `bash leaves the tilde of ${word} as it is; write $HOME.`,
  'lint/names-before-pairs': ({ name }) => `kubectl wants all names before the first KEY=VALUE, also ${name}.`,
  'lint/key-typed-as-text': ({ written, key }) => `"keys" types ${written} letter by letter; "key ${key}" presses it.`,
  'lint/looks-runnable': ({ isQuote }) =>
    `${isQuote ? 'A fence in a block quote' : 'An indented block'} is not run; write a fence that begins its line.`,
  'lint/wrong-label': ({ name, written, right }) =>
    `What was created as ${name} has the label ${right}=${name}, not ${written}=${name}: nothing is selected.`,
  'lint/label-slip': ({ written, meant }) => `No step sets a label with ${written}; did you mean ${meant}?`,
  'lint/image-tag': ({ image, tag, known }) =>
    `${image} was made with the tag ${known.join(', ')}; ${tag} is not there, or an older one.`,
  'lint/unquoted-template': ({ template }) =>
    `The shell makes several words of ${template}, or something else than is written; put it in single quotes.`,
  'lint/unquoted-word': ({ word }) => `The shell takes a part of ${word} for itself; put it in quotes.`,
  'lint/no-terminal': ({ command }) =>
    `What ${command} starts here waits for input and gets none, or has no prompt; it wants -it.`,
} satisfies Wordings<LintCommandCodes>;
