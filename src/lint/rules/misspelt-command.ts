import { message } from '../../messages/message.ts';
import { nearest } from '../../plan/nearest.ts';
import { weightOf } from '../code.ts';
import { commandsOf, isCommandLike } from '../commands.ts';
import { inExercise } from '../example.ts';
import { programs } from '../programs.ts';
import type { LintRule } from '../rule.ts';
import { verbs } from '../verbs.ts';

/** `kubect create`: nearly the name of a program, with a sub-command of that program behind it. */
export const misspeltCommand: LintRule = {
  id: 'misspelt-command',
  severity: 'error',
  examples: [
    {
      title: 'a letter is missing',
      deck: inExercise('kubect create -f x.yaml'),
      at: ['4:1'],
      fixed: inExercise('kubectl create -f x.yaml'),
    },
    { title: 'translated', deck: 'Avec `docker-composer ps` on voit.\n', at: ['1:7'] },
    { title: 'another program', deck: inExercise('kubectx prod\nkubelet --help\ngit get x'), at: [] },
    { title: 'a sub-command of its own', deck: inExercise('kubectll frobnicate'), at: [] },
    { title: 'an alias or a function of the deck', deck: inExercise('alias kubect=kubectl\nkubect get pods'), at: [] },
  ],
  check({ code, text }, report) {
    const names = Object.keys(verbs).filter((name) => name.length >= 4);
    for (const piece of code.filter(isCommandLike)) {
      for (const { name, args } of commandsOf(piece)) {
        const written = name.text;
        if (!/^[a-z][a-z-]{3,30}$/.test(written) || programs.has(written) || Object.hasOwn(verbs, written)) continue;
        const meant = nearest(written, names);
        if (meant === undefined || !/^[a-z]/.test(args[0]?.value ?? '')) continue;
        if (verbs[meant]?.known.has(args[0]?.value ?? '') !== true) continue;
        if (text.includes(`alias ${written}=`) || text.includes(`${written}()`)) continue;
        const span = piece.span(name.start, name.end);
        const severity = weightOf(piece);
        report(
          span,
          message('lint/misspelt-command', { written, meant }),
          // One letter less or more leaves nothing to guess.
          {
            severity,
            fix: severity === 'error' && isOneLetter(written, meant) ? [{ ...span, text: meant }] : undefined,
          },
        );
      }
    }
  },
};

function isOneLetter(written: string, meant: string): boolean {
  return meant.startsWith(written) && meant.length === written.length + 1;
}
