import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

/** A fence whose closing line is missing. */
export const unclosedFence: LintRule = {
  id: 'unclosed-fence',
  severity: 'error',
  examples: [
    { title: 'in an exercise', deck: '.exercise[\n\n```bash\nls\n', at: ['3:1'] },
    { title: 'elsewhere', deck: '# A\n\n```json\n{}\n\n---\n\n# B\n', at: ['3:1'] },
    { title: 'closed', deck: inExercise('ls'), at: [] },
  ],
  check(document, report) {
    for (const { offset, severity } of messagesOf(document, 'unclosed-fence')) {
      const [ticks = '```'] = /^(?:`{3,20}|~{3,20})/.exec(document.text.slice(offset, offset + 20)) ?? [];
      report(
        { start: offset, end: offset + ticks.length },
        message('lint/words', {
          en: `This fence is never closed; it is read as if it ended with the slide. Put ${ticks} alone on a line after its last line.`,
          fr: `Ce bloc de code n’est jamais refermé\u00a0; il est lu comme s’il finissait avec la diapositive. Mettre ${ticks} seul sur une ligne après sa dernière ligne.`,
        }),
        { severity },
      );
    }
  },
};
