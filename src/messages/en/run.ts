import type { RunCodes } from '../codes/run.ts';
import type { Wordings } from '../wording.ts';

function itSaid(said: string): string {
  return said === '' ? '' : `; it said: ${said}`;
}

const wanted = {
  nonzero: 'a failure was expected',
  any: 'any exit code was expected',
} as const;

export const run = {
  'run/interrupted': () => 'interrupted',
  'run/not-run-after': ({ id }) => `not run, because ${id} did not pass`,
  'run/not-selected': () => 'not selected',
  'run/person-ended': () => 'the person who drove the run ended it',
  'run/person-skipped': () => 'skipped by the person who drove the run',
  'run/hidden-off': () => 'hidden snippets were switched off',
  'run/accepted': ({ had }, say) => `accepted by a person${had ? ` although: ${say(had)}` : ''}`,
  'run/edited': ({ file, line, column, command }) =>
    `a person typed ${command} instead: mend ${file}:${line}:${column}`,
  'run/replayed': () => 'replayed for the steps after it, not tested',
  'run/replay-failed': ({ why }, say) =>
    `what this step made could not be made again, so nothing after it can be tried: ${say(why)}`,
  'run/no-action': ({ action }) => `no action is called ${action}`,
  'run/exit-code': ({ command, exitCode }) => `${command} ended with exit code ${exitCode}`,
  'run/exit-not-expected': ({ command, exitCode, expected }) =>
    `${command} ended with exit code ${exitCode}, but ${typeof expected === 'number' ? `${expected} was expected` : wanted[expected]}`,
  'run/incomplete': ({ command }) => `bash waits for more: ${command} is not a complete command`,
  'run/not-executed': ({ command, said }) => `bash did not run ${command}${said ? `: ${said}` : ''}`,
  'run/left-empty': ({ names }) =>
    `exit code 0, but ${names.join(', ')} ${names.length > 1 ? 'were' : 'was'} left empty`,
  'run/connection-lost': () => 'the connection to the shell was lost',
  'run/shell-ended': ({ exitCode }) => `the shell ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`,
  'run/prompts-elsewhere': ({ file }) =>
    `the prompts of the shell go to ${file} now, not to the terminal (exec 2> redirects them, too): what follows cannot be judged`,
  'run/marks-lost': () =>
    'the shell shows a prompt, but no longer tells how its commands end: something has replaced PS1 and PROMPT_COMMAND, and key bindings as well',
  'run/ended-by-errexit': ({ exitCode }) =>
    `set -e, from an earlier command, has ended the shell: a command failed${exitCode === undefined ? '' : ` with exit code ${exitCode}`}`,
  'run/left-shell': ({ exitCode }) => `the last command in the shell that was left had exit code ${exitCode}`,
  'run/no-prompt': () => 'the prompt did not come back, neither after ^C nor by force',
  'run/command-timeout': ({ command, seconds, program }) =>
    `${command} had not ended after ${seconds} s${program ? ` (${program} was running)` : ''}`,
  'run/waits-for-input': ({ program }) => `${program} waits for somebody to type, and nothing in the deck does`,
  'run/multiplexer': ({ program }) =>
    `${program} shows terminals of its own, and how commands end inside of it cannot be told: it was left, and nothing was typed into it`,
  'run/nothing-shown': ({ command, seconds }) => `${command} showed nothing within ${seconds} s`,
  'run/text-timeout': ({ text, seconds }) => `"${text}" did not appear within ${seconds} s`,
  'run/ended-without-text': ({ text, exitCode }) =>
    `the command ended with exit code ${exitCode}, and "${text}" had not appeared`,
  'run/nothing-to-check': () => 'no command has ended yet, so there is nothing to check',
  'run/verifies-by-hand': () => 'verifies what a person does by hand',
  'run/no-scripts': () => 'this target runs no scripts beside its terminals',
  'run/awaited-script': () => 'the end of a script',
  'run/script-timeout': ({ seconds }) => `the script had not ended after ${seconds} s, and was ended`,
  'run/script-ended': ({ exitCode, said }) =>
    `${exitCode === undefined ? 'the script was ended when its time was over' : `the script ended with exit code ${exitCode}`}${said === '' ? ' and said nothing' : `: ${said}`}`,
  'run/script-let-go': () => 'nobody could wait for its end',
  'run/setup-failed': ({ why }, say) => `the node could not be prepared: ${say(why)}`,
  'run/background-failed': ({ file, line, why }, say) =>
    `what prepares the node in the background (${file}:${line}) has failed: ${say(why)}`,
  'run/scripts-go-on': ({ count }) => `${count === 1 ? 'a script goes' : `${count} scripts go`} on in the background`,
  'run/check-failed': ({ exitCode }) => `the last command ended with exit code ${exitCode}`,
  'run/unknown-key': ({ key }) => `there is no key called ${key}`,
  'run/cannot-open': ({ url, why }, say) => `${url} cannot be opened: ${say(why)}`,
  'run/no-answer': ({ url, why }, say) => `${url} does not answer: ${say(why)}`,
  'run/not-in-time': () => 'no answer in time',
  'run/page-status': ({ url, status, text }) => `${url} answers ${status}${text ? ` ${text}` : ''}`,
  'run/repl-ended': ({ program }) => `${program} has ended, and nothing more is typed`,
  'run/repl-timeout': ({ program, typed, seconds }) => `${program} showed no prompt within ${seconds} s after ${typed}`,
  'run/repl-no-prompt': ({ program, seconds }) => `${program} showed no prompt within ${seconds} s`,
  'run/repl-incomplete': ({ program }) => `${program} waits for more: the last line does not end what was begun`,
  'run/repl-pager': ({ program }) => `${program} shows its output in a pager, which waits for a key`,
  'run/repl-error': ({ program, said }) => `${program} reports an error: ${said}`,
  'run/repl-no-error': ({ program }) => `${program} was expected to report an error, and reported none`,
  'run/repl-exit': ({ program, exitCode }) => `${program} ended with exit code ${exitCode}`,
  'run/nothing-to-copy': ({ expression }) => `nothing on the screen matches ${expression}`,
  'run/copy-too-slow': ({ expression }) => `the search for ${expression} took too long; make it simpler`,
  'run/nothing-copied': () => 'nothing has been copied, so there is nothing to paste',
  'run/no-terminal': ({ names }) =>
    `no such terminal is open; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`,
  'run/too-many-terminals': ({ most }) => `${most} terminals are open: end one of them first`,
  'run/first-terminal-stays': () => 'the first terminal of a node is not closed',
  'run/terminal-closed': ({ name, next }) => `terminal ${name} is closed; steps go on in terminal ${next}`,
  'run/still-runs': ({ command }) => `${command}, from an earlier step, still runs`,
  'run/refused': ({ said }) => `the target cannot do this: ${said}`,
  'run/taken': ({ program, id, line }) =>
    `${program}${id === undefined ? '' : `, of ${id} (line ${line}),`} has the terminal, and the commands of this step were not typed into it`,
  'run/taken-by-person': ({ program }) =>
    `${program}, started by hand, has the terminal: it was left alone, and nothing was typed`,
  'run/owner-ended': ({ id, line, exitCode }) =>
    `its program has ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}: ${id} (line ${line}); nothing was typed`,
  'run/owner-gone': ({ id, line, how }) =>
    `its program ${{ notStarted: 'was not started', skipped: 'was not started, because its step was skipped', stopped: 'was stopped' }[how]}: ` +
    `${id} (line ${line}); nothing was typed`,

  'run/awaited-end': ({ command }) => `the end of ${command}`,
  'run/awaited-text': ({ text }) => `the text "${text}"`,
  'run/awaited-page': ({ url }) => `an answer from ${url}`,
  'run/awaited-prompt': () => 'the prompt',
  'run/awaited-repl': ({ program }) => `the prompt of ${program}`,

  'run/ended-by-itself': () => 'it ended by itself',
  'run/exit-as-expected': ({ exitCode }) => `ended with exit code ${exitCode}, as expected`,
  'run/copied': ({ text }) => `copied "${text}"`,
  'run/ended-later': ({ id, line, exitCode }) =>
    `the command of ${id} (line ${line}), which had been left running, has ended with exit code ${exitCode}`,
  'run/nothing-to-interrupt': () => 'its program had ended by itself: there was nothing to stop',
  'run/stopped-after': ({ seconds }) => `stopped with ^C after ${seconds} s`,
  'run/nested-shell': ({ program }) => `a shell inside ${program} has the terminal now`,
  'run/exit-code-unchecked': ({ exitCode }) => `ended with exit code ${exitCode}, which does not count before a wait`,
  'run/stopped-before': ({ command }) => `${command} was still running and was stopped first`,

  'run/old-bash': ({ version, least }) =>
    `bash ${version} is too old, ${least} is needed. ` +
    'On macOS: brew install bash, and name it in runner.config.json (targets.local.shell)',
  'run/interrupted-at-start': () => 'interrupted while the shell was starting',
  'run/ended-at-start': ({ target, exitCode, said }) =>
    `the shell on ${target} ended at once with exit code ${exitCode ?? 'unknown'}${itSaid(said)}`,
  'run/no-first-prompt': ({ target, seconds, said }) =>
    `the shell on ${target} showed no prompt within ${seconds} s${itSaid(said)}`,

  'run/hint-not-found': ({ program }) => `Is ${program} installed there, and in PATH?`,
  'run/hint-not-executable': () => 'The file is there but may not be executed: chmod +x?',
  'run/hint-refused': () => 'Nothing listens there (yet): look at kubectl get pods,svc or docker ps.',
  'run/hint-resolve': () => 'That host name is not known: a typing error, or a blank where none should be?',
  'run/hint-cluster-down': () => 'Does the cluster run? Try kubectl get nodes.',
  'run/hint-missing-object': () => 'It is not there: did the step that makes it pass, and make what its name says?',
  'run/hint-expected-failure': ({ exitCode }) =>
    `If this failure is what the slide shows: add \`\`\`expect exit ${exitCode}\`\`\` after it, in an HTML comment.`,
  'run/hint-repl-incomplete': () => 'A semicolon, a bracket or a quote is missing, or an empty line after a block.',
  'run/hint-repl-pager': () =>
    'Turn the pager off first: \\pset pager off in psql, PAGER=cat before the command elsewhere.',
  'run/hint-repl-error': () =>
    'If this error is what the slide shows: show it below "You should see:", or add ```expect exit nonzero``` after it.',
  'run/hint-waits-for-input': () =>
    'Add keys for it after the snippet, in an HTML comment: ```keys ...``` and ```key Enter```.',
  'run/hint-pager': () =>
    'It is a pager: add ```key q``` after the snippet, in an HTML comment, or write the command with | cat.',
  'run/hint-multiplexer': () =>
    'Use ```terminal NAME``` for another terminal, start it without showing it (tmux new -d), or give it keys: ```keys ...```, ```wait ...```, and ```key ^B``` ```key d``` to leave it.',
  'run/hint-leave-program': ({ program }) => `Leave ${program} first, then run the step again.`,
  'run/hint-endless': () =>
    'If it never ends by itself: add ```wait TEXT``` and ```key ^C``` after it, in an HTML comment.',
  'run/hint-incomplete': () => 'A quote, a parenthesis, a do or a heredoc is not closed.',
  'run/hint-left-empty': ({ name }) =>
    `Look at what the command prints. If ${name} may be empty: "allowEmpty": true in overrides.`,
  'run/hint-new-shell': () => 'The next step gets a new shell, without the variables of this one.',
  'run/hint-history': () =>
    'An exclamation mark in double quotes recalls history in an interactive bash: use single quotes.',
  'run/hint-longer': ({ id }) =>
    `If it needs more time: add \`\`\`timeout 5m\`\`\` after it, or a timeout for ${id} in overrides.`,
} satisfies Wordings<RunCodes>;
