import { message } from '../messages/message.ts';
import { csv } from '../report/csv.ts';
import { readJournal } from '../server/class/journal.ts';
import { type ClassResults, resultsOf } from '../server/class/results.ts';
import { StoreError } from '../server/class/store.ts';
import { UsageError } from './errors.ts';
import { fileOutput, reasonOf, streamOutput } from './outputs.ts';

export interface ClassOptions {
  readonly format: string;
  readonly by: string;
  readonly output?: string;
}

type Write = (results: ClassResults) => string;

const formats: ReadonlyMap<string, ReadonlyMap<string, Write>> = new Map([
  ['csv', new Map([['student', byStudent] as const, ['step', byStep] as const])],
  ['json', new Map([['student', asJson] as const, ['step', asJson] as const])],
]);

/** Writes what came of a class, from its file; a server may have that open. Throws UsageError. */
export function classResults(file: string, { format, by, output }: ClassOptions): void {
  const known = formats.get(format);
  if (!known) throw wrongOption(`--format ${format}`, [...formats.keys()]);
  const write = known.get(by);
  if (!write) throw wrongOption(`--by ${by}`, [...known.keys()]);
  const text = write(readResults(file));
  if (output === undefined) {
    streamOutput(process.stdout, process.env).write(text);
    return;
  }
  const made = fileOutput(output);
  try {
    made.write(text);
  } catch (error) {
    throw new UsageError(message('cli/cannot-write', { file: output, reason: reasonOf(error) }));
  } finally {
    made.close();
  }
}

/** What came of the class of a file. Throws UsageError when that cannot be read, or is none. */
export function readResults(file: string): ClassResults {
  try {
    return resultsOf(readJournal(file));
  } catch (error) {
    if (error instanceof StoreError) throw new UsageError(error.told);
    throw error;
  }
}

function byStudent({ students }: ClassResults): string {
  const head = ['student', 'step', 'tries', 'failures', 'first_error', 'seconds_to_pass', 'passed'];
  const rows = students.flatMap(({ name, steps }) =>
    steps.map(({ step, tries, failures, firstError, secondsToPass, passed }) => [
      ...[name, step, tries, failures, firstError, secondsToPass],
      passed ? 'yes' : 'no',
    ]),
  );
  return csv([head, ...rows]);
}

function byStep({ steps }: ClassResults): string {
  const head = ['step', 'tried', 'passed', 'failed_first', 'median_seconds', 'commonest_first_error', 'had_it'];
  const rows = steps.map(({ step, tried, passed, failedFirst, medianSeconds, error }) => [
    ...[step, tried, passed, failedFirst, medianSeconds, error?.text, error?.count],
  ]);
  return csv([head, ...rows]);
}

function asJson(results: ClassResults): string {
  return `${JSON.stringify(results, null, 2)}\n`;
}

function wrongOption(option: string, names: readonly string[]): UsageError {
  return new UsageError(message('cli/in-option', { option, mistake: message('cli/one-of', { names }) }));
}
