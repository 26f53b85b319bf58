import { appendFileSync } from 'node:fs';
import { type Language, message } from '../messages/message.ts';
import { systemReason } from '../messages/message-error.ts';
import type { Reporter } from '../report/reporter.ts';
import { createReporter, reporterNames, unknownReporter } from '../report/reporters.ts';
import type { Size } from '../target/target.ts';
import { complain, UsageError } from './errors.ts';
import { type FileOutput, fileOutput, reasonOf, streamOutput } from './outputs.ts';
import { reportParts } from './page-parts.ts';
import { recorder } from './record.ts';
import { version } from './version.ts';

/** Where the events of a run go. */
export interface Sinks {
  readonly reporter: Reporter;
  /** A report or the recording could not be written. */
  readonly failed: boolean;
  /** Fulfilled when whoever reads the standard output has taken nearly all of it; at once by the signal. */
  ready(signal: AbortSignal): Promise<void>;
  /** Ends the reporters and closes their files. */
  close(): Promise<void>;
}

interface SinkOptions {
  /** `name` or `name=file`. */
  readonly reporter: readonly string[];
  /** A file or a folder for the recording. */
  readonly record?: string;
  /** Version of asciicast. */
  readonly recordFormat?: string;
}

/**
 * The reporters that `--reporter` names, and the recording; `terminal` besides, unless one of them has the standard
 * output. Throws UsageError when a name is wrong, before any file is touched, and when a file cannot be written.
 */
export function openSinks({ reporter, record, recordFormat }: SinkOptions, lang: Language, size: Size): Sinks {
  const wanted = reporter.map((each) => {
    const [name = '', ...file] = each.split('=');
    return { name, file: file.length > 0 ? file.join('=') : undefined };
  });
  for (const { name } of wanted) if (!reporterNames.includes(name)) throw new UsageError(unknownReporter(name));
  const isSilent = wanted.every(({ file, name }) => file !== undefined || name === 'github');
  if (isSilent) wanted.unshift({ name: 'terminal', file: undefined });
  const files: FileOutput[] = [];
  const open = (path: string): FileOutput => {
    const file = fileOutput(path);
    files.push(file);
    return file;
  };
  const standard = streamOutput(process.stdout, process.env);
  const versions = { Pupitre: version(), Node: process.versions.node };
  const places = new Map<Reporter, string>();
  const reporters = wanted.map(({ name, file }) => {
    const output = file === undefined ? standard : open(file);
    const options = {
      output,
      lang,
      command: commandLine(),
      writeSummary,
      pageParts: () => reportParts(),
      versions,
      size,
    };
    const reporter = createReporter(name, options);
    const place = file ?? (name === 'github' ? summaryPath() : undefined);
    if (place !== undefined) places.set(reporter, place);
    return reporter;
  });
  if (record !== undefined) {
    const recording = recorder(record, { size, format: recordFormat, open });
    reporters.push(recording);
    places.set(recording, record);
  }
  let failed = false;
  const lost = (file: string, error: unknown): void => {
    failed = true;
    complain(message('cli/report-lost', { file, reason: reasonOf(error) }), lang);
  };
  const all = multiplex(reporters, (reporter, error) => {
    failed = true;
    const place = places.get(reporter);
    if (place !== undefined && systemReason(error)) lost(place, error);
    else complain(message('cli/reporter-failed', { name: reporter.name, reason: reasonOf(error) }), lang);
  });
  return {
    reporter: all,
    get failed() {
      return failed;
    },
    ready: (signal) => standard.ready(signal),
    close: async () => {
      await all.onEnd?.();
      for (const file of files) {
        try {
          file.close();
        } catch (error) {
          // A disk of another machine may say only now that it is full.
          lost(file.path, error);
        }
      }
    },
  };
}

/** Adds to the step summary of GitHub Actions, where there is one. */
function writeSummary(markdown: string): void {
  const path = summaryPath();
  if (path !== undefined) appendFileSync(path, markdown);
}

function summaryPath(): string | undefined {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  return path === '' ? undefined : path;
}

/** What the user typed, without the steps that were selected: the beginning of a hint. */
function commandLine(): string {
  const words = process.argv.slice(2);
  // What was reported before was run by whoever did so.
  if (words[0] === 'report') return 'pupitre run';
  const isSelection = (word: string | undefined): boolean => word === '--only' || word === '--from';
  const kept = words.filter(
    (word, index) => !isSelection(word) && !/^--(?:only|from)=/.test(word) && !isSelection(words[index - 1]),
  );
  return ['pupitre', ...kept].join(' ');
}

/**
 * One reporter that hands every event to several. One that throws is told to `onError` once and gets no further events;
 * the run and the others go on. Its `onEnd` is still called, so that it can close a file or give the cursor back.
 */
export function multiplex(
  reporters: readonly Reporter[],
  onError: (reporter: Reporter, error: unknown) => void,
): Reporter {
  const dropped = new Set<Reporter>();
  const drop = (reporter: Reporter, error: unknown): void => {
    if (dropped.has(reporter)) return;
    dropped.add(reporter);
    onError(reporter, error);
  };
  return {
    name: 'multiplexer',
    onEvent(event) {
      for (const reporter of reporters) {
        if (dropped.has(reporter)) continue;
        try {
          reporter.onEvent(event);
        } catch (error) {
          drop(reporter, error);
        }
      }
    },
    onHold(held) {
      for (const reporter of reporters) reporter.onHold?.(held);
    },
    async onEnd() {
      await Promise.all(
        reporters.map(async (reporter) => {
          try {
            await reporter.onEnd?.();
          } catch (error) {
            drop(reporter, error);
          }
        }),
      );
    },
  };
}
