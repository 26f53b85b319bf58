import { inExercise } from '../example.ts';
import { lostBracket } from '../lost-bracket.ts';
import { messagesOf } from '../places.ts';
import type { LintRule } from '../rule.ts';

const deep = `${'> '.repeat(2000)}a\n`;

/** A piece of markdown that is nested too deeply for the parser. */
export const tooComplex: LintRule = {
  id: 'too-complex',
  severity: 'warning',
  examples: [
    { title: 'two thousand quotes in each other', deck: deep, at: ['1:1'] },
    { title: 'a few', deck: '> > > a\n', at: [] },
  ],
  check(document, report) {
    for (const { offset, reason } of messagesOf(document, 'too-complex')) {
      report({ start: offset, end: offset + 1 }, reason);
    }
  },
};

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
    for (const { offset, reason, severity } of messagesOf(document, 'unclosed-fence')) {
      const [ticks = '```'] = /^(?:`{3,20}|~{3,20})/.exec(document.text.slice(offset, offset + 20)) ?? [];
      report({ start: offset, end: offset + ticks.length }, reason, { severity });
    }
  },
};

/** Classes that are nested too deeply to be read. */
export const nestedClass: LintRule = {
  id: 'nested-class',
  severity: 'warning',
  examples: [
    { title: 'forty levels', deck: `${'.a['.repeat(40)}${']'.repeat(40)}\n`, at: ['1:97'] },
    { title: 'three levels', deck: '.a[.b[.c[x]]]\n', at: [] },
  ],
  check(document, report) {
    for (const { offset, reason } of messagesOf(document, 'nested-class')) {
      report({ start: offset, end: offset + 1 }, reason);
    }
  },
};

/** A content class whose bracket never closes. */
export const unclosedClass: LintRule = {
  id: 'unclosed-class',
  severity: 'error',
  examples: [
    {
      title: 'an exercise',
      deck: '.exercise[\n\n```bash\nls\n```\n\n---\n\nb\n',
      at: ['1:1'],
      fixed: '.exercise[\n\n```bash\nls\n```\n\n]\n\n---\n\nb\n',
    },
    {
      title: 'another sign in its place',
      deck: '.exercise[\n\n```bash\nls\n```\n\n)\n\nText.\n',
      at: ['1:1'],
      fixed: '.exercise[\n\n```bash\nls\n```\n\n]\n\nText.\n',
    },
    { title: 'an exercise of which nothing tells the end', deck: '.exercise[\n\n- Text\n', at: ['1:1'] },
    { title: 'another class', deck: 'A .small[word.\n', at: ['1:3'] },
    { title: 'closed, escaped, a footnote of an array', deck: `${inExercise('jq .items[]')}\n\\.x[ ]\n`, at: [] },
  ],
  check(document, report) {
    for (const { offset, reason, severity } of messagesOf(document, 'unclosed-class')) {
      const [opener = '.'] = /^(?:\.[\w-]{1,100}){1,20}\[?/.exec(document.text.slice(offset, offset + 2000)) ?? [];
      const edit = lostBracket(document.text, offset);
      report({ start: offset, end: offset + opener.length }, reason, { severity, fix: edit && [edit] });
    }
  },
};

/** Bytes that are no UTF-8, decoded as U+FFFD. */
export const invalidUtf8: LintRule = {
  id: 'invalid-utf8',
  severity: 'warning',
  examples: [
    { title: 'two of them, one message', deck: 'd\uFFFDj\uFFFD\n', at: ['1:2'] },
    { title: 'none', deck: 'déjà\n', at: [] },
  ],
  check({ source: { original }, messages }, report) {
    const found = messages.find(({ rule }) => rule === 'invalid-utf8');
    if (!found) return;
    const start = original.indexOf('\uFFFD');
    report({ start, end: start + 1 }, found.reason, { inFile: true });
  },
};
