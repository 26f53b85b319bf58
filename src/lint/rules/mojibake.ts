import type { LintRule } from '../rule.ts';

/** UTF-8 that was read as another charset and saved again: `Ã©` for `é`. */
export const mojibake: LintRule = {
  id: 'mojibake',
  severity: 'warning',
  examples: [
    { title: 'Mac OS Roman', deck: 'd√©ployer\nd√©j√†\n', at: ['1:2'], fixed: 'déployer\ndéjà\n' },
    { title: 'Windows-1252', deck: 'une â€œidÃ©eâ€\u009d\n', at: ['1:5'], fixed: 'une “idée”\n' },
    {
      title: 'Latin-1: control characters',
      deck: 'caf\u00c3\u0089 \u00e2\u0080\u0094 voil\u00c3\u00a0\n',
      at: ['1:4'],
      fixed: 'cafÉ — voilà\n',
    },
    { title: 'a half-repaired file', deck: 'déjà d√©ployé\n', at: ['1:7'], fixed: 'déjà déployé\n' },
    { title: 'a byte order mark, too', deck: 'ï»¿dÃ©jÃ\u00a0\n', at: ['1:1'], fixed: 'déjà\n' },
    {
      title: 'correct French, accents apart from their letter',
      deck: 'L’été «\u00a0déjà\u00a0», de\u0301ja\u0300 √2\n',
      at: [],
    },
  ],
  check({ source: { damages }, messages }, report) {
    const found = messages.find(({ rule }) => rule === 'mojibake');
    const [first] = damages;
    if (!found || !first) return;
    report(first, found.reason, {
      inFile: true,
      fix: damages.map(({ start, end, repaired }) => ({
        start,
        end,
        text: start === 0 && repaired === '\uFEFF' ? '' : repaired,
      })),
    });
  },
};
