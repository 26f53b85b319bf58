import { message } from '../../messages/message.ts';
import type { LintDocument } from '../document.ts';
import { inExercise } from '../example.ts';
import { messagesOf } from '../places.ts';
import type { Edit, LintRule } from '../rule.ts';

const methods = 'bash|sh|shell|console|hide|key|keys|wait|longwait|check|open|copy|paste|expect';
// Three signs that are backticks or look like them, with blanks or marks between, and a method behind.
const damaged = new RegExp(
  `^([ \\t]*(?:[-*][ \\t]+)?)((?=[^\\n]{0,12}[\`´ˋ‘’'“”])(?!\`\`\`|~~~)(?:\\\\?[\`´ˋ‘’'“”][ \\t\\u00a0\\u200b]?){3,4})[ \\t\\u00a0]*(${methods})\\b[^\\n\`]{0,80}$`,
  'gimu',
);
/** Two backticks and a method, alone on a line. */
const short = new RegExp(`^([ \\t]*(?:[-*][ \\t]+)?)(\`\`)(${methods})[ \\t]*$`, 'gm');
/** A fence that opens behind the text of its item. */
const glued = new RegExp(
  `^([ \\t]*(?:[-*+][ \\t]+)?[^\\s\`<][^\\n\`]{0,200}?)([ \\t]+)\`\`\`(${methods})[ \\t]*$`,
  'gm',
);
/** What was to be the end of a fence: too few backticks, with blanks between, or signs that look like them. */
const closer = /^[ \t]*(?:(?:\\?[`´ˋ‘’'][ \t\u00a0\u200b]?){2,4})[ \t]*$/;

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
    {
      title: 'two backticks, four backticks',
      deck: '.exercise[\n\n``bash\nls\n```\n\n]\n\n---\n\n.exercise[\n\n````bash\nls\n```\n\n]\n',
      at: ['3:1', '13:1'],
      fixed: `${inExercise('ls')}\n---\n\n${inExercise('ls')}`,
    },
    {
      title: 'at its end: two backticks, blanks, apostrophes',
      deck: ['``', '` ` `', "'''"].map((end) => `.exercise[\n\n\`\`\`bash\nls\n${end}\n\n]\n`).join('\n---\n\n'),
      at: ['5:1', '15:1', '25:1'],
      fixed: [1, 2, 3].map(() => inExercise('ls')).join('\n---\n\n'),
    },
    {
      title: 'at both ends',
      deck: '.exercise[\n\n\\`\\`\\`bash\nls\n\\`\\`\\`\n\n]\n',
      at: ['3:1'],
      fixed: inExercise('ls'),
    },
    {
      title: 'behind the text of its item',
      deck: '.exercise[\n\n- List: ```bash\n  ls\n  ```\n\n]\n',
      at: ['3:9'],
      fixed: '.exercise[\n\n- List:\n  ```bash\n  ls\n  ```\n\n]\n',
    },
    { title: 'a fence', deck: inExercise('ls'), at: [] },
    { title: 'a fence that a longer one shows', deck: '````\n```bash\nls\n```\n````\n', at: [] },
    { title: 'a fence without end', deck: '.exercise[\n\n```bash\nls\n\n]\n', at: [] },
    { title: 'inline code', deck: 'Type `` `bash` `` or ```bash``` here.\n', at: [] },
    { title: 'a fence with a blank before its method', deck: '.exercise[\n\n``` bash\nls\n```\n\n]\n', at: [] },
  ],
  check(document, report) {
    const { text } = document;
    for (const pattern of [damaged, short]) {
      for (const match of text.matchAll(pattern)) {
        const [, indent = '', written = '', method = ''] = match;
        const start = match.index + indent.length;
        const end = start + match[0].slice(indent.length).indexOf(method, written.trimEnd().length - 1);
        if (written.replace(/\s/g, '') === '```' && !/[ \t\u00a0\u200b]/.test(written.trimEnd())) continue;
        const span = { start, end };
        report(span, message('lint/damaged-fence', { written: written.trim() }), { fix: [{ ...span, text: '```' }] });
      }
    }
    const unclosed = messagesOf(document, 'unclosed-fence');
    if (unclosed.length === 0) return;
    for (const { offset } of unclosed) {
      const edit = mendedEnd(document, offset);
      if (!edit) continue;
      const written = text.slice(edit.start, edit.end);
      report(edit, message('lint/damaged-fence', { written }), { fix: [edit] });
    }
    for (const { 0: line, 1: before = '', 2: blanks = '', index } of text.matchAll(glued)) {
      const below = text.slice(index + line.length + 1, index + line.length + 2001);
      const [, indent] = /^(?:(?!.*```).*\n){1,40}([ \t]*)```[ \t]*$/m.exec(below) ?? [];
      if (indent === undefined) continue;
      const start = index + before.length;
      const written = line.slice(before.length + blanks.length).trim();
      const fix = [{ start, end: start + blanks.length, text: `\n${indent}` }];
      report({ start: start + blanks.length, end: index + line.length }, message('lint/damaged-fence', { written }), {
        fix,
      });
    }
  },
};

/** What makes a whole fence of one without end: its own end written rightly, or its beginning as short as its end. */
function mendedEnd({ text }: LintDocument, offset: number): Edit | undefined {
  const [, ticks = '', method = ''] = /^(`{3,20})[ \t]*(\w*)/.exec(text.slice(offset, offset + 60)) ?? [];
  if (ticks === '') return undefined;
  let start = text.indexOf('\n', offset) + 1;
  for (let line = 0; start > 0 && line < 200; line++) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    const written = text.slice(start, end).trimEnd();
    if (/^(?:---?|\?\?\?|\])$/.test(written)) return undefined;
    const [, run, info] = /^[ \t]*(`{3,})(.*)$/.exec(written) ?? [];
    // With a method another fence opens.
    if (run !== undefined) return info === '' ? { start: offset, end: offset + ticks.length, text: run } : undefined;
    if (method !== '' && closer.test(written)) {
      const from = start + written.search(/\S/);
      return { start: from, end: start + written.length, text: ticks };
    }
    start = next + 1;
  }
  return undefined;
}
