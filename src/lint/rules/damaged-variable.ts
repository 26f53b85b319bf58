import { message } from '../../messages/message.ts';
import { inExercise } from '../example.ts';
import type { LintRule } from '../rule.ts';

const name = /(?<![\w@])(@[ \u00a0]?@?)[ \u00a0]?([A-Z][A-Z0-9_]{2,40})[ \u00a0]?(@[ \u00a0]?@?)(?![\w@])/g;
const call = /@[ \u00a0]?@[ \u00a0]?(\p{Lu}{3,10})[ \u00a0]?(?=\[)/gu;
const calls: ReadonlyMap<string, string> = new Map([
  ...['LINK', 'LIEN', 'VERKNÜPFUNG', 'ENLACE', 'VÍNCULO', 'COLLEGAMENTO'].map((each): [string, string] => [
    each,
    'LINK',
  ]),
  ...['INCLUDE', 'INCLURE', 'INCLUS', 'EINSCHLIESSEN', 'INCLUIR', 'INCLUDERE'].map((each): [string, string] => [
    each,
    'INCLUDE',
  ]),
]);

/** `@@ GITREPO @@`, `@@LIEN[...]`: variables of a manifest that are none any more. */
export const damagedVariable: LintRule = {
  id: 'damaged-variable',
  severity: 'error',
  examples: [
    {
      title: 'blanks',
      deck: inExercise('git clone @@ GITREPO @@\ncd @ @FOLDER@ @'),
      at: ['4:11', '5:4'],
      fixed: inExercise('git clone @@GITREPO@@\ncd @@FOLDER@@'),
    },
    {
      title: 'a sign that is lost',
      deck: inExercise('git clone @GITREPO@@'),
      at: ['4:11'],
      fixed: inExercise('git clone @@GITREPO@@'),
    },
    {
      title: 'a translated call, in a text',
      deck: 'Voir @@LIEN[k8s/x.yaml] et @@ LINK [y].\n\n@@INCLURE[a.md]\n',
      at: ['1:6', '1:28', '3:1'],
      fixed: 'Voir @@LINK[k8s/x.yaml] et @@LINK[y].\n\n@@INCLUDE[a.md]\n',
    },
    { title: 'good ones', deck: `Voir @@LINK[a] et @@CHAT@@.\n\n${inExercise('git clone @@GITREPO@@')}`, at: [] },
    { title: 'addresses and annotations', deck: 'a@B.org @USER @Override @TODO\n\n```java\n@OVERRIDE\n```\n', at: [] },
  ],
  check({ text }, report) {
    if (!text.includes('@')) return;
    for (const { 0: written, 1: left = '', 2: word = '', 3: right = '', index } of text.matchAll(name)) {
      const signs = `${left}${right}`.replace(/[^@]/g, '').length;
      tell(index, written, `@@${word}@@`, signs >= 3);
    }
    for (const { 0: written, 1: word = '', index } of text.matchAll(call)) {
      const meant = calls.get(word);
      if (meant !== undefined) tell(index, written, `@@${meant}`, true);
    }
    function tell(start: number, written: string, right: string, isCertain: boolean): void {
      if (written === right || !isCertain) return;
      const span = { start, end: start + written.length };
      report(span, message('lint/damaged-variable', { written, right }), { fix: [{ ...span, text: right }] });
    }
  },
};
