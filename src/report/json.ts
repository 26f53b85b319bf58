import type { Language } from '../messages/message.ts';
import { wordingReplacer } from '../messages/word.ts';
import type { Output, Reporter } from './reporter.ts';

/**
 * Writes the event stream as NDJSON: one event a line, as public/schemas/run-events.schema.json describes it.
 * JSON already escapes the control characters below U+0020 and lone surrogates.
 */
export function createJsonReporter(output: Output, lang: Language): Reporter {
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
