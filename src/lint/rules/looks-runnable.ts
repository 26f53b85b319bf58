import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import { programs } from '../programs.ts';
import { covering } from '../ranges.ts';
import type { LintRule } from '../rule.ts';

/** In an exercise: a fence in a block quote, an indented block of commands. They look as if they were run. */
export const looksRunnable: LintRule = {
  id: 'looks-runnable',
  severity: 'warning',
  examples: [
    { title: 'a block quote', deck: '.exercise[\n\n> ```bash\n> ls\n> ```\n\n]\n', at: ['3:3'] },
    { title: 'an indented block', deck: '.exercise[\n\nDo this:\n\n    kubectl get pods\n    ls\n\n]\n', at: ['5:5'] },
    { title: 'with a prompt', deck: '.exercise[\n\nDo this:\n\n    $ frobnicate\n\n]\n', at: ['5:5'] },
    { title: 'the text of a list', deck: '.exercise[\n\n- Do this:\n\n    docker is a program\n\n]\n', at: [] },
    { title: 'a fence', deck: inExercise('ls'), at: [] },
    {
      title: 'a fence in a list',
      deck: '.exercise[\n\n- Do:\n\n    ```bash\n    kubectl get pods\n    ```\n\n]\n',
      at: [],
    },
    { title: 'outside of exercises', deck: '> ```bash\n> ls\n> ```\n\nText:\n\n    ls -l\n', at: [] },
  ],
  check({ deck, source, text, code }, report) {
    const isCode = covering(code.filter(({ kind }) => kind !== 'inline'));
    for (const { position } of deck.slides.flatMap(({ exercises, excluded }) => (excluded ? [] : exercises))) {
      const [start, end] = [source.offset(position.start.offset), source.offset(position.end.offset)];
      // An indented block begins after an empty line that no item of a list is above.
      let [isAfterBlank, isInList, isTold] = [false, false, false];
      let at = start;
      for (const line of text.slice(start, end).split('\n')) {
        const from = at;
        at += line.length + 1;
        if (line.trim() === '') {
          isAfterBlank = true;
          continue;
        }
        const quoted = /^(\s{0,3}>\s?)(`{3,}|~{3,})\s*(?:bash|sh|shell|hide|console)\b/.exec(line);
        const indented = /^( {4,}|\t)(\$ )?([a-z][\w-]*)(?= |$)/.exec(line);
        const isBlock =
          indented !== null &&
          isAfterBlank &&
          !isInList &&
          (indented[2] !== undefined || programs.has(indented[3] ?? ''));
        if (!isCode(from + line.search(/\S/)) && (quoted !== null || (isBlock && !isTold))) {
          const column = (quoted?.[1] ?? indented?.[1] ?? '').length;
          report(
            { start: from + column, end: from + line.length },
            message('lint/looks-runnable', { isQuote: quoted !== null }),
          );
        }
        isTold = isBlock;
        if (!/^\s/.test(line)) isInList = /^(?:[-*+]|\d+[.)])\s/.test(line);
        isAfterBlank = isBlock;
      }
    }
  },
};
