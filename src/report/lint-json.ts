import { word } from '../messages/word.ts';
import type { LintFormat } from './lint-format.ts';

/** For programs: an array of files; lines and columns are 1-based, offsets and columns count UTF-16 code units. */
export const lintJson: LintFormat = (files, { lang }) =>
  `${JSON.stringify(
    files.map(({ file, messages, fixed }) => ({
      file,
      fixed,
      messages: messages.map(({ line, column, end, severity, rule, reason, fix }) => ({
        line,
        column,
        endLine: end.line,
        endColumn: end.column,
        severity,
        rule,
        reason: word(reason, lang),
        ...(fix ? { fix } : {}),
      })),
    })),
    null,
    2,
  )}\n`;
