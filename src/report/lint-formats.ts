import { word } from '../messages/word.ts';
import type { LintFormat } from './lint-format.ts';
import { sarif } from './lint-sarif.ts';
import { stylish } from './lint-stylish.ts';
import { oneLine } from './printable.ts';
import { workflowCommand } from './workflow-command.ts';

/** For programs: an array of files; lines and columns are 1-based, offsets and columns count UTF-16 code units. */
const lintJson: LintFormat = (files, { lang }) =>
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

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** For GitHub Actions: one workflow command a message, which annotates the line in the pull request. */
const lintGithub: LintFormat = (files, { lang }) =>
  files
    .flatMap(({ messages }) => messages)
    .map(({ file, line, column, start, end, severity, rule, reason }) =>
      workflowCommand(
        commands[severity],
        {
          file,
          line,
          ...(end.line > start.line ? { endLine: end.line } : {}),
          col: column,
          ...(end.line === start.line && end.column > column ? { endColumn: end.column } : {}),
          title: rule,
        },
        oneLine(word(reason, lang)),
      ),
    )
    .join('');

/** Formats of what lint says, by name. */
export const lintFormats: ReadonlyMap<string, LintFormat> = new Map([
  ['stylish', stylish],
  ['json', lintJson],
  ['github', lintGithub],
  ['sarif', sarif],
]);
