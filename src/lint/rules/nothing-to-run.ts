import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

/** An exercise that only a person can do. */
export const nothingToRun: LintRule = {
  id: 'nothing-to-run',
  severity: 'info',
  examples: [
    { title: 'only words', deck: '.exercise[\n\n- Look around\n\n]\n', at: ['1:1'] },
    { title: 'only a file', deck: inExercise('a: 1', 'yaml'), at: ['1:1'] },
    { title: 'a command', deck: inExercise('ls'), at: [] },
    { title: 'a page of the workshop', deck: '.exercise[\n\n- Open http://node1:8000/\n\n]\n', at: [] },
    { title: 'a hidden page', deck: '.exercise[\n\n- Look\n\n<!-- ```open http://node1/``` -->\n\n]\n', at: [] },
    { title: 'presenter notes', deck: '# A\n\n???\n\n.exercise[\n\n- Look\n\n]\n', at: [] },
  ],
  check({ plan, source, deck }, report) {
    const manual = new Set(
      plan.steps.filter(({ action }) => action === 'manual').map(({ place }) => `${place.line}:${place.column}`),
    );
    if (manual.size === 0) return;
    for (const { className, position } of deck.slides.flatMap(({ exercises }) => exercises)) {
      if (!manual.has(`${position.start.line}:${position.start.column}`)) continue;
      const start = source.offset(position.start.offset);
      report({ start, end: start + className.length + 2 }, message('lint/nothing-to-run'));
    }
  },
};
