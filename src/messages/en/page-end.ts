/** What the last slide of a course says of what was done, and the report of it. */
export const pageEnd = {
  title: 'Your course',
  nothing: 'Nothing was run yet.',
  allPassed: 'All steps passed.',
  passed: (n: number) => `${n} passed`,
  failed: (n: number) => `${n} did not pass`,
  skipped: (n: number) => `${n} skipped`,
  notRun: (n: number) => `${n} not run`,
  failedTitle: 'Did not pass',
  notRunTitle: 'Not run',
  steps: (n: number) => (n === 1 ? '1 step' : `${n} steps`),
  took: (time: string) => `It took ${time}, from the first command to the last.`,
  save: 'Save the report',
  saveHint:
    'A text (Markdown) with every command that was run for a step, and what it printed. Secrets of the configuration are masked.',
  saved: 'The report is saved.',
  report: (title: string) => `${title}: report`,
  date: 'Date',
  target: 'Target',
  time: 'Time',
  result: 'Result',
  exitCode: (n: number) => `exit code ${n}`,
  omitted: 'Not all of the output was kept.',
  hidden: 'Steps that the slide does not show',
};

export type PageEndWords = typeof pageEnd;
