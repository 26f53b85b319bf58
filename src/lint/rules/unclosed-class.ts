import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { french } from '../french.ts';
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
    for (const { offset, severity } of messagesOf(document, 'unclosed-class')) {
      const [opener = '.'] = /^(?:\.[\w-]{1,100}){1,20}\[?/.exec(document.text.slice(offset, offset + 2000)) ?? [];
      report(
        { start: offset, end: offset + opener.length },
        severity === 'error'
          ? message('lint/words', {
              en: `"${opener}" is never closed on this slide, so none of its commands is found. Put "]" alone on a line after its last item.`,
              fr: french(
                `« ${opener} » n’est jamais refermé sur cette diapositive : aucune de ses commandes n’est trouvée. Mettre « ] » seul sur une ligne après son dernier élément.`,
              ),
            })
          : message('lint/words', {
              en: `"${opener}" is never closed on this slide and is read as text. Put "]" where it ends, or write "\\${opener}".`,
              fr: french(
                `« ${opener} » n’est jamais refermé sur cette diapositive et est lu comme du texte. Mettre « ] » là où il finit, ou écrire « \\${opener} ».`,
              ),
            }),
        { severity },
      );
    }
  },
};
