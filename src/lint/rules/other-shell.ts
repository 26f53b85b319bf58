import { inExercise } from '../example.ts';
import { shorten } from '../excerpt.ts';
import { plannedCheck } from '../planned.ts';
import type { LintRule } from '../rule.ts';

/** A snippet for a shell that Pupitre does not have. */
export const otherShell: LintRule = {
  id: 'other-shell',
  severity: 'warning',
  examples: [
    { title: 'PowerShell', deck: inExercise('Get-ChildItem', 'powershell'), at: ['3:1'] },
    { title: 'cmd', deck: inExercise('dir', 'cmd'), at: ['3:1'] },
    { title: 'bash', deck: inExercise('ls'), at: [] },
    { title: 'outside of exercises', deck: '# A\n\n```powershell\nGet-ChildItem\n```\n', at: [] },
  ],
  check: plannedCheck('other-shell', ({ language }) => ({
    words: {
      en: `This ${shorten(language)} snippet is not run: Pupitre types into bash only.`,
      fr: `Cet extrait ${shorten(language)} n’est pas exécuté\u00a0: Pupitre ne tape que dans bash.`,
    },
  })),
};
