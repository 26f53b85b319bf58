import type { Region } from '../../deck/scan/regions.ts';
import { message } from '../../messages/message.ts';
import type { LintDocument } from '../document.ts';
import { inExercise } from '../example.ts';
import { classesOf } from '../places.ts';
import { propertyLines } from '../properties.ts';
import type { LintRule, Report } from '../rule.ts';

/** Places that gnab/remark reads otherwise than Pupitre. */
export const remarkDiffers: LintRule = {
  id: 'remark-differs',
  severity: 'info',
  examples: [
    { title: 'a bracket in code closes a class', deck: inExercise("echo ']'"), at: ['1:1'] },
    { title: 'two words behind the backticks of a fence', deck: '```bash hl_lines\nls\n```\n', at: ['1:1'] },
    {
      title: 'a first line that looks like a property',
      deck: 'Note: text\n\n---\n\nhttps://a.b/\n',
      at: ['1:1', '5:1'],
    },
    { title: 'a dollar in the value of a property', deck: 'name: a$b\n\n# A\n', at: ['1:1'] },
    { title: 'nothing of that', deck: `class: pic\n\n${inExercise('jq .items[]')}\nNote: text\n`, at: [] },
  ],
  check(document, report) {
    bracketsInCode(document, report);
    for (const { regions, notes } of document.regions) infoStrings([...regions, ...(notes?.regions ?? [])], report);
    firstLines(document, report);
  },
};

/** gnab/remark counts every bracket. */
function bracketsInCode(document: LintDocument, report: Report): void {
  const { text } = document;
  const classes = classesOf(document);
  if (classes.length === 0) return;
  const closers = new Map<number, number>();
  const wanted = new Set(classes.map(({ inside }) => inside.start - 1));
  const open: number[] = [];
  for (const { 0: bracket, index } of text.matchAll(/[[\]]/g)) {
    if (bracket === '[') open.push(index);
    else {
      const opener = open.pop();
      if (opener !== undefined && wanted.has(opener)) closers.set(opener, index);
    }
  }
  for (const { start, inside, names } of classes) {
    const close = closers.get(inside.start - 1);
    if (close === inside.end) continue;
    const opener = `.${names.join('.')}[`;
    const line = close === undefined ? undefined : document.source.point(close).line;
    report({ start, end: inside.start }, message('lint/remark-counts-brackets', { opener, line }));
  }
}

function infoStrings(regions: readonly Region[], report: Report): void {
  for (const region of regions) {
    if (region.kind === 'class') infoStrings(region.regions, report);
    if (region.kind !== 'fence' || !/\S[ \t]+\S/.test(region.info)) continue;
    report({ start: region.start, end: region.body.start }, message('lint/remark-info-string'));
  }
}

/** gnab/remark takes every first line with a colon for a property, and reads values up to a dollar. */
function firstLines(document: LintDocument, report: Report): void {
  const { regions, source, text } = document;
  regions.forEach(({ content }, index) => {
    for (const { start, end, value } of propertyLines(document, index)) {
      if (!value.includes('$')) continue;
      report({ start, end }, message('lint/remark-property-dollar'));
    }
    const line = source.lines.at(content.start);
    const first = text.slice(content.start, content.end).search(/\S/);
    if (first < 0) return;
    const start = content.start + first;
    const end = Math.min(source.lines.end(Math.max(line, source.lines.at(start))), content.end);
    if (!/^[\w-]{1,100}:/.test(text.slice(start, Math.min(end, start + 110)))) return;
    if (start !== source.lines.start(source.lines.at(start))) return;
    report({ start, end }, message('lint/remark-first-line'));
  });
}
