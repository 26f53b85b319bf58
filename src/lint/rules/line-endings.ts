import { message } from '../../messages/message.ts';
import type { LintRule } from '../rule.ts';

const lineEnds = /\r\n|\n|\r/g;
const endNames = new Map([
  ['\n', 'LF'],
  ['\r\n', 'CR LF'],
  ['\r', 'CR'],
]);

/** Line ends of several kinds in one file; or all of the kind that gnab/remark does not read. */
export const lineEndings: LintRule = {
  id: 'line-endings',
  severity: 'warning',
  examples: [
    { title: 'one line of another kind', deck: '# A\n\nb\r\nc\n', at: ['3:2'], fixed: '# A\n\nb\nc\n' },
    { title: 'mostly CR LF', deck: '# A\r\n\r\nb\nc\r\n', at: ['3:2'], fixed: '# A\r\n\r\nb\r\nc\r\n' },
    { title: 'CR LF throughout stays', deck: '# A\r\n\r\n---\r\n\r\nb\r\n', at: ['1:4'] },
    { title: 'LF throughout', deck: '# A\n\n---\n\nb\n', at: [] },
  ],
  check({ source: { original } }, report) {
    const ends = [...original.matchAll(lineEnds)];
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
    const name = endNames.get(usual) ?? '';
    if (!strange) {
      report(at, message('lint/line-endings-unusual', { name }), { inFile: true, severity: 'info' });
      return;
    }
    const others = ends.filter(({ 0: end }) => end !== usual);
    report(at, message('lint/line-endings-mixed', { others: others.length, all: ends.length, name }), {
      inFile: true,
      fix: others.map(({ index, 0: end }) => ({ start: index, end: index + end.length, text: usual })),
    });
  },
};
