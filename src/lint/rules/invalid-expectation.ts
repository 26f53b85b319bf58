import { chooseMatcher } from '../../match/matchers.ts';
import { word } from '../../messages/word.ts';
import { withHidden } from '../example.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** An `expect` whose text makes no sense for its way to compare. */
export const invalidExpectation: LintRule = {
  id: 'invalid-expectation',
  severity: 'error',
  examples: [
    { title: 'no JSON', deck: withHidden('ls', 'expect json {"a": }'), at: ['7:6'] },
    { title: 'no regular expression', deck: withHidden('ls', 'expect regex (a'), at: ['7:6'] },
    { title: 'anything would do', deck: withHidden('ls', 'expect ...'), at: ['7:6'] },
    { title: 'JSON', deck: withHidden('ls', 'expect json {"a": 1}'), at: [] },
    { title: 'braces that are no JSON', deck: withHidden('ls', 'expect {a}'), at: [] },
  ],
  check: plannedCheck('invalid-expectation', ({ snippet, text }, _, { reason: problem }) => {
    const reason = word(problem, 'en');
    const matcher = chooseMatcher(text, '', snippet?.argument ?? '');
    const fr = matcher.startsWith('json')
      ? 'Le JSON attendu n’est pas valide. Pour un texte qui n’en a que l’air\u00a0: expect text.'
      : matcher === 'regex'
        ? 'L’expression régulière attendue n’est pas valide.'
        : 'Le texte attendu est vide, trop long, ou n’est fait que de points de suspension\u00a0: tout conviendrait.';
    return { words: { en: /[.?!)]$/.test(reason) ? reason : `${reason}.`, fr } };
  }),
};
