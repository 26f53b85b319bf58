import type { Mutant } from './mutant.ts';

const session = ['test/run/terminal/session-edges.test.ts'];
const command = ['test/run/actions/command.test.ts'];
const retries = ['test/run/retries.test.ts'];

/** Faults in the runner's engine. */
export const mutants: readonly Mutant[] = [
  {
    file: 'src/run/terminal/ansi.ts',
    find: 'return escape >= 0 && ',
    replace: 'return escape >= 1e9 && ',
    tests: ['test/run/terminal/capture.test.ts'],
    why: 'half an escape sequence is shown to wait',
  },
  {
    file: 'src/run/attempts.ts',
    find: 'deadline - now > pauseMs + next;',
    replace: 'deadline - now > pauseMs;',
    tests: retries,
    why: 'makes a try that the deadline cuts',
  },
  {
    file: 'src/run/attempts.ts',
    find: 'if (isAborted(signal)) return { ...attempt, tries };',
    replace: '',
    tests: retries,
    why: 'interrupted in the pause, types once more',
  },
  {
    file: 'src/run/attempts.ts',
    find: ' && retryable !== false;',
    replace: ';',
    tests: retries,
    why: 'what cannot get better is tried again',
  },
  {
    file: 'src/run/terminal/session.ts',
    find: "if (this.state === 'running' && !this.#answeredElsewhere)",
    replace: 'if (!this.#answeredElsewhere)',
    tests: session,
    why: 'late answers of the terminal are typed at the prompt',
  },
  {
    file: 'src/run/terminal/wait.ts',
    find: '!source.isPaused() && (options.quiet?.() ?? true)',
    replace: '(options.quiet?.() ?? true)',
    tests: session,
    why: 'silence counts while reading is paused',
  },
  {
    file: 'src/run/terminal/command-log.ts',
    find: 'if (command.capture.length > longestLogged) return;',
    replace: '',
    tests: session,
    why: 'floods are kept in the log of commands',
  },
  {
    file: 'src/run/actions/command.ts',
    find: 'waited >= inputSilenceMs',
    replace: 'waited >= 0',
    tests: command,
    why: 'no patience before "waits for input"',
  },
  {
    file: 'src/run/actions/command.ts',
    find: 'if (endless && hasOutput(context)) return stopEndless(context, command);',
    replace: '',
    tests: command,
    why: 'an endless command that has shown something times out',
  },
  {
    file: 'src/run/actions/command.ts',
    find: 'if (running.isLast && !step.checksExitCode && ',
    replace: 'if (!step.checksExitCode && ',
    tests: command,
    why: 'before a wait no exit code of the step counts',
  },
  {
    file: 'src/run/terminal/nested-shell.ts',
    find: 'if (!isShell && !isRelay(foreground)) return false;',
    replace: '',
    tests: command,
    why: 'marks are typed into any program whose output ends like a prompt',
  },
  {
    file: 'src/run/actions/open.ts',
    find: 'fetchPage(url, limit)',
    replace: 'fetchPage(url, AbortSignal.any([signal, limit, AbortSignal.timeout(context.remaining())]))',
    tests: ['test/run/actions/open.test.ts'],
    why: 'the limit of a page is garbage-collected',
  },
];
