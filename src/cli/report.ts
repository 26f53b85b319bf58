import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadConfig } from '../config.ts';
import { type Language, message } from '../messages/message.ts';
import { isFailure, type RunEvent, tally } from '../plan/events.ts';
import type { StepResult } from '../plan/verdict.ts';
import { reviveEvent } from '../report/revive.ts';
import { complain, exitCodes, UsageError } from './errors.ts';
import { language } from './language.ts';
import { reasonOf } from './outputs.ts';
import { openSinks, type Sinks } from './sinks.ts';

export interface MergeOptions {
  readonly reporter: readonly string[];
  readonly config?: string;
  readonly lang?: string;
}

/** Of the terminal that recordings show; merged reports have none. */
const size = { cols: 120, rows: 40 };

/**
 * Makes one report of the reports of several runs (`--reporter json=FILE`), in the order of the files; the exit code is that of all runs
 * together. A file that is damaged or ends too early is told, and counts as a failure; the rest still is in the report. Throws UsageError.
 */
export async function mergeReports(files: readonly string[], options: MergeOptions): Promise<number> {
  const lang = language(options.lang, loadConfig(options.config, process.cwd()), process.env);
  const sinks = openSinks(options, lang, size);
  let isWhole = true;
  let failed = false;
  try {
    for (const file of files) {
      const outcome = await replay(file, sinks, lang);
      isWhole &&= outcome.isWhole;
      failed ||= outcome.failed;
    }
  } finally {
    await sinks.close();
  }
  if (sinks.failed) return exitCodes.usage;
  return failed || !isWhole ? exitCodes.failed : exitCodes.passed;
}

/** Hands the events of a file on. Throws UsageError when it cannot be read. */
async function replay(
  file: string,
  sinks: Sinks,
  lang: Language,
): Promise<{ readonly isWhole: boolean; readonly failed: boolean }> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  let runs = 0;
  let open: RunEvent | undefined;
  let results: StepResult[] = [];
  let failed = false;
  let isWhole = true;
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const event = eventOf(line);
      if (!event || (event.type === 'runBegin') === (open !== undefined)) {
        complain(message('batch/damaged-report', { file, line: number }), lang);
        isWhole = false;
        // Without its beginning, what comes next belongs to nothing.
        if (!open) break;
        continue;
      }
      open = event.type === 'runEnd' ? undefined : event;
      if (event.type === 'runBegin') results = [];
      if (event.type === 'stepEnd') results.push(event.result);
      if (event.type === 'runEnd') {
        runs++;
        failed ||= event.interrupted || event.results.some(({ verdict }) => isFailure(verdict.status));
      }
      sinks.reporter.onEvent(event);
      await sinks.ready(new AbortController().signal);
    }
  } catch (error) {
    throw new UsageError(message('cli/cannot-read', { file, reason: reasonOf(error) }));
  }
  // As an interrupted run: what was done so far counts.
  if (open) sinks.reporter.onEvent({ type: 'runEnd', at: open.at, totals: tally(results), results, interrupted: true });
  if (open || runs === 0) {
    complain(message('batch/unfinished-report', { file }), lang);
    isWhole = false;
  }
  return { isWhole, failed };
}

function eventOf(line: string): ReturnType<typeof reviveEvent> | undefined {
  try {
    return reviveEvent(line);
  } catch {
    return undefined;
  }
}
