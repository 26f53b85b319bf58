import { word } from '../messages/word.ts';
import type { LintFormat } from './lint-format.ts';
import { oneLine } from './printable.ts';
import { workflowCommand } from './workflow-command.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** For GitHub Actions: one workflow command a message, which annotates the line in the pull request. */
export const lintGithub: LintFormat = (files, { lang }) =>
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
