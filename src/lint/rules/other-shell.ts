import { inExercise } from '../example.ts';
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
  check: plannedCheck('other-shell'),
};
