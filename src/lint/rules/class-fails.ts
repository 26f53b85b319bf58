import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** So many students must have tried a step, and such a part of them have failed first. */
const least = { tried: 3, part: 1 / 3 } as const;

const deck = `# First\n\n${inExercise('kubectl get pods')}`;
const error = { text: 'exit code 1', count: 2 };

/** A step at which a class has failed: known only from the file of one (`--class`). */
export const classFails: LintRule = {
  id: 'class-fails',
  severity: 'warning',
  examples: [
    {
      title: 'a third failed first',
      deck,
      classes: [{ unit: 'first.1', tried: 6, failedFirst: 2, error }],
      at: ['5:1'],
    },
    { title: 'few failed', deck, classes: [{ unit: 'first.1', tried: 7, failedFirst: 2, error }], at: [] },
    { title: 'few have tried', deck, classes: [{ unit: 'first.1', tried: 2, failedFirst: 2, error }], at: [] },
    { title: 'a step of another deck', deck, classes: [{ unit: 'other.1', tried: 3, failedFirst: 3, error }], at: [] },
    { title: 'without a class', deck, at: [] },
  ],
  check({ classes, plan, source, text }, report) {
    for (const { unit, tried, failedFirst, error: commonest } of classes) {
      if (tried < least.tried || failedFirst < tried * least.part) continue;
      const place = plan.steps.find(({ id }) => id === unit)?.place;
      if (!place) continue;
      const start = source.lines.start(place.line - 1) + place.column - 1;
      const newline = text.indexOf('\n', start);
      const data = {
        tried,
        failed: failedFirst,
        error: (commonest?.text ?? '').replace(/[.?!]$/, ''),
        same: commonest?.count ?? 0,
      };
      report({ start, end: newline === -1 ? text.length : newline }, message('lint/class-fails', data));
    }
  },
};
