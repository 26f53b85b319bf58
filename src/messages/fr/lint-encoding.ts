import type { LintCodes } from '../codes/lint.ts';
import type { Wordings } from '../wording.ts';

/** Messages about how a file is written. */
export const lintEncoding = {
  'lint/byte-order-mark': () =>
    'Le fichier commence par un BOM, qui cache sa première ligne à d’autres programmes. L’enregistrer sans BOM.',
  'lint/line-endings-unusual': ({ name }) =>
    `Toutes les lignes se terminent par ${name}. Pupitre lit cela, mais gnab/remark ferait du fichier entier une seule diapositive.`,
  'lint/line-endings-mixed': ({ others, all, name }) =>
    `${others} des ${all} lignes ne se terminent pas par ${name} comme les autres\u00a0; la première est ici.`,
} satisfies Partial<Wordings<LintCodes>>;
