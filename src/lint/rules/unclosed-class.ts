import { inExercise } from '../example.ts';
import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

/** A content class whose bracket never closes. */
export const unclosedClass: LintRule = {
  id: 'unclosed-class',
  severity: 'error',
  examples: [
    { title: 'an exercise', deck: '.exercise[\n\n```bash\nls\n```\n\n---\n\nb\n', at: ['1:1'] },
    { title: 'another class', deck: 'A .small[word.\n', at: ['1:3'] },
    { title: 'closed, escaped, a footnote of an array', deck: `${inExercise('jq .items[]')}\n\\.x[ ]\n`, at: [] },
  ],
  check(document, report) {
    for (const { offset, reason, severity } of messagesOf(document, 'unclosed-class')) {
      const [opener = '.'] = /^(?:\.[\w-]{1,100}){1,20}\[?/.exec(document.text.slice(offset, offset + 2000)) ?? [];
      report({ start: offset, end: offset + opener.length }, reason, { severity });
    }
  },
};
