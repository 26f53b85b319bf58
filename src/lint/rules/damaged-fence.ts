import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

// Three signs that are backticks or look like them, with blanks or marks between, and a method behind.
const damaged =
  /^([ \t]*(?:[-*][ \t]+)?)((?=[^\n]{0,12}[`´ˋ‘’'“”])(?!```|~~~)(?:[`´ˋ‘’'“”][ \t\u00a0\u200b]?){3,4})[ \t\u00a0]*(bash|sh|shell|console|hide|key|keys|wait|longwait|check|open|copy|paste)\b[^\n`]{0,80}$/gimu;

/** `` `` `bash ``: a fence that lost its shape. */
export const damagedFence: LintRule = {
  id: 'damaged-fence',
  severity: 'error',
  examples: [
    {
      title: 'a blank between the backticks',
      deck: '.exercise[\n\n`` `bash\nls\n```\n\n]\n',
      at: ['3:1'],
      fixed: inExercise('ls'),
    },
    {
      title: 'blanks between all',
      deck: '.exercise[\n\n` ` ` bash\nls\n```\n\n]\n',
      at: ['3:1'],
      fixed: inExercise('ls'),
    },
    { title: 'apostrophes', deck: ".exercise[\n\n'''bash\nls\n```\n\n]\n", at: ['3:1'], fixed: inExercise('ls') },
    { title: 'accents', deck: '.exercise[\n\n´´´bash\nls\n```\n\n]\n', at: ['3:1'], fixed: inExercise('ls') },
    { title: 'a fence', deck: inExercise('ls'), at: [] },
    { title: 'inline code', deck: 'Type `` `bash` `` or ```bash``` here.\n', at: [] },
    { title: 'a fence with a blank before its method', deck: '.exercise[\n\n``` bash\nls\n```\n\n]\n', at: [] },
  ],
  check({ text }, report) {
    for (const match of text.matchAll(damaged)) {
      const [, indent = '', written = '', method = ''] = match;
      const start = match.index + indent.length;
      const end = start + match[0].slice(indent.length).indexOf(method, written.trimEnd().length - 1);
      if (written.replace(/\s/g, '') === '```' && !/[ \t\u00a0\u200b]/.test(written.trimEnd())) continue;
      const span = { start, end };
      report(span, message('lint/damaged-fence', { written: written.trim() }), { fix: [{ ...span, text: '```' }] });
    }
  },
};
