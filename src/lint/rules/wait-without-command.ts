import { message } from '../../messages/message.ts';
import { inExercise, withHidden } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** A `wait` or a key before anything was run. */
export const waitWithoutCommand: LintRule = {
  id: 'wait-without-command',
  severity: 'warning',
  examples: [
    { title: 'a wait', deck: inExercise('hello', 'wait'), at: ['3:1'] },
    { title: 'a key', deck: inExercise('^C', 'key'), at: ['3:1'] },
    {
      title: 'the command comes after it',
      deck: `${inExercise('hello', 'wait')}\n---\n\n${inExercise('ls')}`,
      at: ['3:1'],
    },
    { title: 'after a command', deck: withHidden('ls', 'wait total', 'key ^C'), at: [] },
    {
      title: 'for a command of an earlier slide',
      deck: `${inExercise('top')}\n---\n\n${inExercise('q', 'keys')}`,
      at: [],
    },
    {
      title: 'a command typed key by key',
      deck: `${inExercise('ls', 'keys')}\n---\n\n${inExercise('^J', 'key')}`,
      at: [],
    },
  ],
  check({ plan, source, code }, report) {
    const early = new Map<string, string>();
    for (const { action, place } of plan.steps) {
      if (action !== 'wait' && action !== 'longwait' && action !== 'key') break;
      early.set(`${place.line}:${place.column}`, action);
    }
    if (early.size === 0) return;
    for (const { start, end, language } of code) {
      const { line, column } = source.point(start);
      if (!early.has(`${line}:${column}`)) continue;
      report({ start, end }, message('lint/wait-without-command', { method: language }));
    }
  },
};
