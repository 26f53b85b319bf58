import { message } from '../../messages/message.ts';
import { isCommandLike } from '../commands.ts';
import { inExercise } from '../example.ts';
import { readCommands } from '../grammar/read-command.ts';
import type { LintRule } from '../rule.ts';

/** `kubectl exec web ls`. */
export const execWithoutDashes: LintRule = {
  id: 'exec-without-dashes',
  severity: 'warning',
  examples: [
    {
      title: 'a command',
      deck: inExercise('kubectl exec web ls'),
      at: ['4:18'],
      fixed: inExercise('kubectl exec web -- ls'),
    },
    {
      title: 'with options, and a variable for the pod',
      deck: inExercise('kubectl exec -ti $POD -n red sh'),
      at: ['4:30'],
      fixed: inExercise('kubectl exec -ti $POD -n red -- sh'),
    },
    { title: 'with dashes', deck: inExercise('kubectl exec web -- ls -l\nkubectl exec -it deploy/web -- sh'), at: [] },
    { title: 'nothing to run', deck: inExercise('kubectl exec web'), at: [] },
  ],
  check({ code }, report) {
    for (const piece of code.filter(isCommandLike)) {
      if (piece.kind === 'inline') continue;
      for (const { program, command, operands, rest, found } of readCommands(piece)) {
        const [pod, first] = operands;
        if (program !== 'kubectl' || command.name !== 'exec' || rest !== undefined || !pod || !first) continue;
        const at = piece.span(first.start, first.end);
        report(at, message('lint/exec-without-dashes', { right: `kubectl exec … ${pod.text} -- ${first.text}` }), {
          fix:
            found.args.indexOf(first) > found.args.indexOf(pod)
              ? [{ start: at.start, end: at.start, text: '-- ' }]
              : undefined,
        });
      }
    }
  },
};
