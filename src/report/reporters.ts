import { type Language, type Message, message } from '../messages/message.ts';
import { MessageError } from '../messages/message-error.ts';
import { wordingReplacer } from '../messages/word.ts';
import { nearest } from '../plan/nearest.ts';
import { createCtrfReporter } from './ctrf.ts';
import { createGithubReporter } from './github.ts';
import type { TerminalSize } from './html/document.ts';
import { createHtmlReporter } from './html/html.ts';
import type { PageParts } from './html/page-parts.ts';
import { createJunitReporter } from './junit.ts';
import type { Output, Reporter } from './reporter.ts';
import { createTapReporter } from './tap.ts';
import { createTerminalReporter } from './terminal.ts';

/** What reporters are made of; each takes what it needs. */
export interface ReporterOptions {
  readonly output: Output;
  /** Of what is said to people. Default: English. */
  readonly lang?: Language;
  /** What starts Pupitre with the same deck and target, for hints such as `pupitre run --from ID`. */
  readonly command?: string;
  /** Milliseconds of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
  /** Takes the GitHub step summary. Default: none is written. */
  readonly writeSummary?: (markdown: string) => void;
  /** Script and looks of the HTML report, asked for when it begins. Default: neither. */
  readonly pageParts?: () => PageParts;
  /** Of the terminals, for recordings in reports. Default: 120 by 40. */
  readonly size?: TerminalSize;
  /** What runs the steps, for reports that are kept: `Pupitre`, `Node`, and their versions. Default: not told. */
  readonly versions?: Readonly<Record<string, string>>;
}

function noParts(): PageParts {
  return { script: '', styles: [], player: '' };
}

const factories: Readonly<Record<string, (options: ReporterOptions) => Reporter>> = {
  terminal: ({ output, lang = 'en', command = 'pupitre run', now = () => performance.now() }) =>
    createTerminalReporter({ output, lang, command, now }),
  json: ({ output, lang = 'en' }) => createJsonReporter(output, lang),
  junit: ({ output, lang = 'en', versions = {} }) => createJunitReporter(output, lang, versions),
  github: ({ output, lang = 'en', writeSummary }) => createGithubReporter(output, lang, writeSummary),
  html: ({ output, lang = 'en', pageParts = noParts, versions = {}, size = { cols: 120, rows: 40 } }) =>
    createHtmlReporter({ output, lang, parts: pageParts, versions, size }),
  tap: ({ output, lang = 'en' }) => createTapReporter(output, lang),
  ctrf: ({ output, lang = 'en', versions = {} }) => createCtrfReporter(output, lang, versions),
};

/** The names that `createReporter` knows. */
export const reporterNames: readonly string[] = Object.keys(factories);

/** Makes a reporter by name. Throws a MessageError when there is none of that name. */
export function createReporter(name: string, options: ReporterOptions): Reporter {
  const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
  if (factory !== undefined) return factory(options);
  throw new MessageError(unknownReporter(name));
}

/** What to tell a user about a reporter that there is not. */
export function unknownReporter(name: string): Message {
  return message('report/unknown-reporter', { name, meant: nearest(name, reporterNames), known: reporterNames });
}

/**
 * Writes the event stream as NDJSON: one event a line, as public/schemas/run-events.schema.json describes it.
 * JSON already escapes the control characters below U+0020 and lone surrogates.
 */
function createJsonReporter(output: Output, lang: Language): Reporter {
  const words = wordingReplacer(lang);
  return {
    name: 'json',
    onEvent(event) {
      // U+009B alone starts an escape sequence in some terminals.
      const line = JSON.stringify(event, words).replace(/[\x7f-\x9f]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
      output.write(`${line}\n`);
    },
  };
}
