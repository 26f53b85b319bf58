import { message } from '../../messages/message.ts';
import { isShownOnly } from '../../plan/exercise-steps.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** An exercise of a command, with a fence after it. */
function after(command: string, method: string, text: string): string {
  return inExercise(command).replace(/\n\]\n$/, `\n\`\`\`${method}\n${text}\n\`\`\`\n\n]\n`);
}

/** A fence in an exercise that nobody types, whose commands the audience may be meant to type. */
export const fenceNotRun: LintRule = {
  id: 'fence-not-run',
  severity: 'warning',
  examples: [
    { title: 'no method', deck: after('ls', '', 'kubectl get pods'), at: ['7:1'] },
    { title: 'a console without a prompt', deck: after('ls', 'console', 'kubectl get pods'), at: ['7:1'] },
    { title: 'lines for a program that nobody has started', deck: inExercise('SELECT 1;', 'sql'), at: ['3:1'] },
    { title: 'lines for another program', deck: after('psql', 'python', 'print(1)'), at: ['7:1'] },
    { title: 'a file', deck: after('ls', 'yaml', 'a: 1'), at: ['7:1'] },
    { title: 'lines for the program before them', deck: after('psql', 'sql', 'SELECT 1;'), at: [] },
    { title: 'nothing else in its exercise', deck: inExercise('kubectl get pods', ''), at: [] },
    { title: 'a transcript', deck: inExercise('$ ls\na  b', 'console'), at: [] },
    { title: 'outside of exercises', deck: '# A\n\n```\nls\n```\n', at: [] },
  ],
  check({ plan, source, code }, report) {
    const left = new Map(
      plan.steps.filter(isShownOnly).map((step) => [`${step.place.line}:${step.place.column}`, step.skip]),
    );
    if (left.size === 0) return;
    for (const { start, end, snippet, text } of code) {
      if (!snippet) continue;
      const { line, column } = source.point(start);
      const reason = left.get(`${line}:${column}`);
      if (!reason) continue;
      const isFile = reason.code === 'plan/shown-only' && reason.data.kind === 'file';
      const first = start + source.text.slice(start, end).search(/\n|$/);
      report({ start, end: first }, message('lint/fence-not-run', { reason }), {
        severity: isFile || text.trim() === '' ? 'info' : 'warning',
      });
    }
  },
};
