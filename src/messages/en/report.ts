import type { ReportCodes } from '../codes/report.ts';
import type { Wordings } from '../wording.ts';

const verdicts = {
  passed: 'passed',
  failed: 'failed',
  timedOut: 'timed out',
  broken: 'broken',
  skipped: 'skipped',
  manual: 'to do by hand',
  notRun: 'not run',
} as const;

const columns = { verdict: 'Verdict', step: 'Step', does: 'Does', where: 'Where', time: 'Time' } as const;
const severityNouns = { error: 'error', warning: 'warning', info: 'remark' } as const;

const exits = { nonzero: 'must fail', any: 'may end with any exit code' } as const;

const ordinals: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinalRules = new Intl.PluralRules('en', { type: 'ordinal' });

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export const report = {
  'report/decimal-sign': () => '.',
  'report/explained': ({ what, why }) => `${what}: ${why}`,
  'report/count': ({ status, count }) => `${count} ${verdicts[status]}`,
  'report/verdict': ({ status }) => verdicts[status],
  'report/steps': ({ count }) => counted(count, 'step'),
  'report/slide': ({ number, title }) => `slide ${number} "${title}"`,
  'report/nth-try': ({ attempt }) => `${attempt}${ordinals[ordinalRules.select(attempt)] ?? 'th'} try`,
  'report/tries': ({ count }) => `${count} ${count === 1 ? 'try' : 'tries'}`,
  'report/waiting-for': ({ what }) => `waiting for: ${what}`,
  'report/exit-code': ({ exitCode }) => `exit code ${exitCode}`,
  'report/no-exit-code': () => 'exit code unknown: it did not end',
  'report/expected': () => 'expected',
  'report/actual': () => 'actual',
  'report/lines-not-shown': ({ count }) => `${counted(count, 'line')} not shown`,
  'report/nothing': () => 'nothing',
  'report/last-screen': () => 'Last screen',
  'report/what-to-try': () => 'What to try',
  'report/failures': () => 'Did not pass',
  'report/slowest': () => 'Slowest',
  'report/resume': ({ command }) => `To go on from there: ${command}`,
  'report/interrupted': () => 'Interrupted: the rest was not run.',
  'report/refused': ({ count }) =>
    `${counted(count, 'step')} ${count === 1 ? 'needs' : 'need'} more than the rehearsal: see docs/rehearsal.md`,
  'report/nothing-ran': () => 'There was nothing to run.',
  'report/ended-before': () => 'the run ended before it',
  'report/cut-off-before': () => 'the run was cut off before it ended',
  'report/characters-left-out': ({ count }) => `[... ${count} characters left out ...]`,
  'report/bytes-left-out': ({ count }) => `[... ${count} bytes left out ...]`,

  'report/outcome': ({ counts, time, target, complete }) =>
    `${counts} in ${time} on ${target}${complete ? '' : ' (cut off before its end)'}`,
  'report/entries-left-out': ({ count }) => `… and ${count} more entries that have no room here.`,
  'report/column': ({ name }) => columns[name],

  'report/no-steps': () => 'no steps',
  'report/line': ({ line }) => `line ${line}`,
  'report/in-shell': () => 'terminal: the shell',
  'report/in-terminal': ({ name }) => `in terminal ${name}`,
  'report/in-ended-program': ({ id, command }) =>
    `terminal: what ${id} has started, left or stopped before: ${command}`,
  'report/in-program': ({ id, command }) => `terminal: what ${id} has started: ${command}`,
  'report/assigns': ({ names }) => `must not leave empty: ${names.join(', ')}`,
  'report/expects': ({ matcher, from, source }) => `expects ${matcher} (${from}): ${source}`,
  'report/expects-exit': ({ expected }) =>
    typeof expected === 'number' ? `must end with exit code ${expected}` : exits[expected],
  'report/origin': ({ origin }) => origin,
  'report/deck': ({ file, slides, exercises, steps }) =>
    `${file}: ${counted(slides, 'slide')}, ${counted(exercises, 'exercise')}, ${counted(steps, 'step')}`,
  'report/more-lines': ({ count }) => `(+${count} lines)`,

  'report/severity': ({ severity }) => severity,
  'report/severity-count': ({ severity, count }) => counted(count, severityNouns[severity]),
  'report/problems': ({ count, bySeverity }) => `${counted(count, 'problem')} (${bySeverity.join(', ')}).`,
  'report/fixable': ({ count }) => `${count} can be mended with --fix.`,
  'report/fixed': ({ count }) => `${counted(count, 'problem')} mended.`,

  'report/unknown-reporter': ({ name, meant, known }) => {
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    return `There is no reporter "${name}".${hint} Reporters: ${known.join(', ')}.`;
  },
} satisfies Wordings<ReportCodes>;
