import { message } from '../messages/message.ts';
import { csv } from '../report/csv.ts';
import { type ClassResults, resultsOf } from '../server/class/results.ts';
import { type ClassPlace, classPlace, readClass } from './class-store.ts';
import { UsageError } from './errors.ts';
import { language } from './language.ts';
import { fileOutput, reasonOf, streamOutput } from './outputs.ts';

export interface ClassOptions {
  readonly format: string;
  readonly by: string;
  readonly output?: string;
  readonly classStore?: string;
  readonly className?: string;
  readonly lang?: string;
}

type Write = (results: ClassResults) => string;

const formats: ReadonlyMap<string, ReadonlyMap<string, Write>> = new Map([
  ['csv', new Map([['student', byStudent] as const, ['step', byStep] as const])],
  ['json', new Map([['student', asJson] as const, ['step', asJson] as const])],
]);

/** Writes what came of a class, from its file or database; a server may have that open. Throws UsageError. */
export async function classResults(file: string | undefined, options: ClassOptions): Promise<void> {
  const { format, by, output } = options;
  const known = formats.get(format);
  if (!known) throw wrongOption(`--format ${format}`, [...formats.keys()]);
  const write = known.get(by);
  if (!write) throw wrongOption(`--by ${by}`, [...known.keys()]);
  const lang = language(options.lang, { lang: undefined }, process.env);
  const text = write(await readResults(await classPlace({ ...options, classFile: file }, process.env, lang)));
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

/** What came of a class. Throws UsageError when that cannot be read, or is none. */
export async function readResults(place: ClassPlace): Promise<ClassResults> {
  return resultsOf(await readClass(place));
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
