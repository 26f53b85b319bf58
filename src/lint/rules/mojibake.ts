import type { Damage } from '../../deck/scan/mojibake.ts';
import { message } from '../../messages/message.ts';
import { french } from '../french.ts';
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
  check({ source: { damages, original } }, report) {
    const [first] = damages;
    if (!first) return;
    const names = [...new Set(damages.map((damage) => charsetName(damage, original)))];
    const written = original.slice(first.start, first.end);
    const count = damages.length;
    report(
      first,
      message('lint/words', {
        en: `${count === 1 ? 'One character' : `${count} characters`} of this file ${count === 1 ? 'was' : 'were'} UTF-8, read as ${names.join(' and ')} and saved again; the first is "${written}" for "${first.repaired}".`,
        fr: french(
          `${count === 1 ? 'Un caractère' : `${count} caractères`} de ce fichier, en UTF-8, ${count === 1 ? 'a été lu' : 'ont été lus'} comme du ${names.join(' et du ')} puis ${count === 1 ? 'enregistré' : 'enregistrés'} ; le premier est « ${written} » pour « ${first.repaired} ».`,
        ),
      }),
      {
        inFile: true,
        fix: damages.map(({ start, end, repaired }) => ({
          start,
          end,
          text: start === 0 && repaired === '\uFEFF' ? '' : repaired,
        })),
      },
    );
  },
};

/** Latin-1 has control characters where Windows-1252 has letters. */
function charsetName({ start, end, charset: { name } }: Damage, original: string): string {
  return name === 'Windows-1252' && /[\x80-\x9f]/.test(original.slice(start, end)) ? 'Latin-1' : name;
}
