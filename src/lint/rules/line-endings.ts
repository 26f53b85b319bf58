import { french } from '../french.ts';
import type { LintRule } from '../rule.ts';

const ENDS = /\r\n|\n|\r/g;
const NAMES = new Map([
  ['\n', 'LF'],
  ['\r\n', 'CR LF'],
  ['\r', 'CR'],
]);

/** Line ends of several kinds in one file; or all of the kind that gnab/remark does not read. */
export const lineEndings: LintRule = {
  id: 'line-endings',
  severity: 'warning',
  summary: { en: 'line ends of several kinds', fr: 'des fins de ligne de plusieurs sortes' },
  rationale:
    'gnab/remark finds no separator at a line that ends with CR LF: such a deck is one long slide there. Pupitre reads every kind, so a file that is CR LF throughout is left as it is.',
  examples: [
    { title: 'one line of another kind', deck: '# A\n\nb\r\nc\n', at: ['3:2'], fixed: '# A\n\nb\nc\n' },
    { title: 'mostly CR LF', deck: '# A\r\n\r\nb\nc\r\n', at: ['3:2'], fixed: '# A\r\n\r\nb\r\nc\r\n' },
    { title: 'CR LF throughout stays', deck: '# A\r\n\r\n---\r\n\r\nb\r\n', at: ['1:4'] },
    { title: 'LF throughout', deck: '# A\n\n---\n\nb\n', at: [] },
  ],
  check({ source: { original } }, report) {
    const ends = [...original.matchAll(ENDS)];
    const counts = new Map<string, number>();
    for (const { 0: end } of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
    const [usual] = [...counts].reduce(
      (best, next) => (next[1] > best[1] ? next : best),
      ['\n', counts.get('\n') ?? 0],
    );
    const strange = ends.find(({ 0: end }) => end !== usual);
    const told = strange ?? ends[0];
    if (!told || (!strange && usual === '\n')) return;
    const at = { start: told.index, end: told.index + told[0].length };
    const name = NAMES.get(usual) ?? '';
    if (!strange) {
      report(
        at,
        {
          en: `All lines end with ${name}. Pupitre reads that, but gnab/remark would make one slide of the whole file.`,
          fr: french(
            `Toutes les lignes se terminent par ${name}. Pupitre lit cela, mais gnab/remark ferait du fichier entier une seule diapositive.`,
          ),
        },
        { inFile: true, severity: 'info' },
      );
      return;
    }
    const others = ends.filter(({ 0: end }) => end !== usual);
    report(
      at,
      {
        en: `${others.length} of ${ends.length} lines do not end with ${name} as the others do; the first is here.`,
        fr: `${others.length} des ${ends.length} lignes ne se terminent pas par ${name} comme les autres\u00a0; la première est ici.`,
      },
      {
        inFile: true,
        fix: others.map(({ index, 0: end }) => ({ start: index, end: index + end.length, text: usual })),
      },
    );
  },
};
