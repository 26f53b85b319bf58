import type { PlanCodes } from '../codes/plan.ts';
import type { Wordings } from '../wording.ts';

const needed = {
  commands: 'the commands to type',
  key: 'the name of a key, such as Enter or ^C',
  text: 'the text to type',
  awaited: 'the text to wait for',
  output: 'the text that must be in the output',
  url: 'a URL',
  expression: 'a regular expression for what is on the screen',
  terminal: 'a terminal: its name, or for tmux a command such as split-pane',
  script: 'a script of bash',
} as const;

const shown = {
  file: (language: string) =>
    `shown only: nobody types a ${language} file; put it in place with a bash or hide snippet`,
  output: (language: string) =>
    `shown only: a ${language} fence shows an output; to check it, say above it what it is ("You should see:")`,
  bare: () =>
    'shown only: this fence has no method; write bash, keys or console after its backticks if it is to be typed',
} as const;

const advice = 'show the right one with kubectl get svc before';

export const plan = {
  'plan/only-shown': ({ line }) => `This output is only shown: the expect of line ${line} says what is checked.`,
  'plan/not-checkable': ({ problem }, say) => `This output cannot be checked. ${say(problem)}`,
  'plan/other-shell': ({ method }) => `This ${method} snippet is not run: Pupitre types into bash only.`,
  'plan/unknown-method': ({ method, meant, certain, known }) => {
    const there = `There is no method "${method}"`;
    if (meant.length === 0) return `${there}; the methods are ${known.join(', ')}.`;
    return certain ? `${there}; write ${meant.join(', then ')}.` : `${there}; did you mean ${meant.join(' or ')}?`;
  },
  'plan/empty-snippet': ({ method, needs }) => `This ${method} snippet is empty; it needs ${needed[needs]}.`,
  'plan/unknown-key': ({ key, meant }) =>
    `There is no key called "${key}"; ${meant === undefined ? 'keys are Enter, Escape, Tab, Up, PageDown, F5, ^C, q and the like.' : `did you mean ${meant}?`}`,
  'plan/no-step-before': ({ method }) =>
    `There is no step before this ${method} in its exercise; put it after the snippet that it is about.`,
  'plan/not-repeatable': ({ action }) =>
    `A ${action} cannot be repeated; put retry after the bash, open, check or expect that it is about.`,
  'plan/bad-exit': ({ value }) =>
    `expect exit needs a number from 0 to 255, nonzero or any; "${value}" is none of these (to look for that text, write expect text exit ${value}).`,
  'plan/no-exit-code': ({ action }) =>
    action === 'repl'
      ? 'A line of a REPL has no exit code: expect exit nonzero (it reports an error) or any is all that can be said.'
      : `A ${action} has no exit code; put expect exit after the snippet whose last command it is about.`,
  'plan/bad-duration': ({ method, value }) =>
    `${method} needs a duration such as 30s, 2m or 1m30s, at most 24h; "${value}" is not one.`,
  'plan/unknown-matcher': ({ name, meant, known }) =>
    `There is no way to compare called "${name}"; ${meant === undefined ? `there are: ${known.join(', ')}.` : `did you mean ${meant}?`}`,
  'plan/no-matcher': ({ name }) => `There is no way to compare called "${name}".`,
  'plan/senseless-override': ({ problem }, say) => `The configuration expects what makes no sense. ${say(problem)}`,
  'plan/terminal-name': ({ name }) =>
    `"${name}" is no name for a terminal: it begins with a letter or a digit, and goes on with at most 29 letters, digits, blanks, dots, hyphens or underscores.`,
  'plan/tmux-unknown': ({ command, known }) =>
    `tmux ${command} does nothing here; what is understood: ${known.join(', ')}.`,
  'plan/tmux-program': ({ program }) =>
    `A new terminal has a shell; start "${program}" with a bash snippet after this one.`,
  'plan/tmux-target': ({ target }) =>
    `"${target}" names no terminal; write -t and a number (0 is the first), -l, -U or -D, or use terminal NAME.`,
  'plan/shown-only': ({ language, kind }) => shown[kind](language),
  'plan/no-repl': ({ language, program }) => {
    const why =
      language === 'repl' ? 'no program has the terminal' : `no program that reads ${language} has the terminal`;
    return program === undefined ? `shown only: ${why}` : `shown only: ${why}, ${program} has it`;
  },

  'plan/policy': ({ why, consequence }, say) =>
    [why, consequence].flatMap((part) => (part ? [say(part)] : [])).join(': '),
  'plan/fetches-named-page': () => 'fetches a page that the text names',
  'plan/placeholder': ({ text }) => `"${text}" has to be replaced by a person`,
  'plan/by-hand': () => 'nothing in this exercise can be run: a person does it',
  'plan/looks-at-output': () => 'looks at the output of the last command',
  'plan/presses-key': () => 'presses a key',
  'plan/types-text': () => 'types text',
  'plan/waits-for-text': () => 'waits for a text',
  'plan/types-into': ({ program }) => `types line by line into ${program}, each after its prompt`,
  'plan/chooses-terminal': () => 'chooses a terminal, and opens it when it is not there',
  'plan/copies': () => 'copies the last match on the screen',
  'plan/pastes': () => 'types what was copied',
  'plan/pastes-command': () => 'types what was copied, and Enter; it must end with exit code 0',
  'plan/verifies': () => 'a script that verifies, beside the terminal',
  'plan/sets-up': () => 'prepares the node, beside the terminal',
  'plan/sets-up-beside': () => 'prepares the node, and goes on beside the terminal',
  'plan/looks-at-exit-code': () => 'looks at the last exit code',
  'plan/fetches-page': () => 'fetches a page',
  'plan/not-understood': ({ error }) => `bash would not understand it (${error})`,
  'plan/endless': ({ what }, say) => `does not end by itself: ${say(what)}`,
  'plan/endless-loop': () => 'a loop without an end',
  'plan/waits-for-typing': ({ programs }, say) => `waits for somebody to type: ${say(programs)}`,
  'plan/changes': ({ programs }, say) => `changes something, or may: ${say(programs)}`,
  'plan/only-reads': ({ programs }, say) => `only reads (${say(programs)})`,
  'plan/only-sets-variables': () => 'only sets variables',
  'plan/runs-nothing': () => 'runs no command',
  'plan/starts-background': () => 'starts something in the background',
  'plan/writes-to': ({ file }) => `writes to ${file ?? 'a file'}`,
  'plan/defines-function': () => 'defines a function',
  'plan/asks-for-choice': () => 'asks for a choice',
  'plan/starts-coprocess': () => 'starts a coprocess',
  'plan/configuration-says-so': () => 'the configuration says so',
  'plan/configuration-says-retry': () => 'the configuration says retry',
  'plan/deck-says-retry': () => 'the deck says retry',
  'plan/takes-over': ({ why, action }, say) => `${say(why)}; \`${action}\` takes over`,
  'plan/follows': ({ why, action }, say) => `${say(why)}; \`${action}\` follows`,
  'plan/repeated': ({ limit }) => `repeated until it holds, at most ${limit}`,
  'plan/settles-stopped': () => 'stopped when it has settled',
  'plan/settles-running': () => 'left running when it has settled',
  'plan/runs-once': ({ limit }) => `runs once, at most ${limit}`,
  'plan/at-most': ({ limit }) => `at most ${limit}`,

  'plan/no-web-page': () => 'only pages at http:// or https:// can be opened',
  'plan/no-host': () => 'it names no host',
  'plan/unknown-path': ({ path }) => `nothing says what to put into ${path}`,
  'plan/several-ports': ({ service, ports }, say) =>
    `${say(service)} can be reached at ${ports.join(' and ')}; which one is meant?`,
  'plan/last-installed': () => 'what was installed last',
  'plan/no-port-shown': ({ placeholder, service, known }, say) =>
    `no NodePort like ${placeholder} has been shown of ${say(service)} since it was exposed (${say(known)}); ${advice}`,
  'plan/unknown-port': ({ placeholder, known }, say) =>
    `which NodePort ${placeholder} stands for cannot be told (${say(known)}); ${advice}`,
  'plan/no-known-port': () => 'no NodePort has been shown',
  'plan/known-port': ({ service, port }) => `${service} has ${port}`,
} satisfies Wordings<PlanCodes>;
