import { withHidden } from '../example.ts';
import { shorten } from '../excerpt.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** A `timeout` or `retry` whose duration cannot be read. */
export const badDuration: LintRule = {
  id: 'bad-duration',
  severity: 'error',
  examples: [
    { title: 'a word', deck: withHidden('make', 'timeout long'), at: ['7:6'] },
    { title: 'a unit that there is not', deck: withHidden('make', 'retry 5 min'), at: ['7:6'] },
    { title: 'nothing', deck: withHidden('make', 'timeout 0s'), at: ['7:6'] },
    { title: 'more than a day', deck: withHidden('make', 'timeout 48h'), at: ['7:6'] },
    { title: 'durations', deck: withHidden('make', 'timeout 1m30s', 'retry 90'), at: [] },
  ],
  check: plannedCheck('bad-duration', ({ language, snippet, text }) => {
    const value = shorten(snippet?.argument === undefined || snippet.argument === '' ? text : snippet.argument);
    return {
      words: {
        en: `${language} needs a duration such as 30s, 2m or 1m30s, at most 24h; "${value}" is not one.`,
        fr: `${language} demande une durée comme 30s, 2m ou 1m30s, au plus 24h\u00a0; «\u00a0${value}\u00a0» n’en est pas une.`,
      },
    };
  }),
};
