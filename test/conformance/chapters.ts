import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { type Fact, programOf, readFacts, recordedNames } from '../../node1/test/record/chapter.ts';
import {
  chapterScoreFile,
  chapterTable,
  type ChapterVerdict,
  type JudgedFact,
  programTable,
  scoreOfFacts,
  verdictOfFact,
} from '../../node1/test/record/score.ts';
import { rehearsalTarget } from '../../src/target/rehearsal.ts';
import { type Result, typeChapter } from './typing.ts';

// Types the chapters that were recorded on a real node1 into rehearsals, each into one of its own, and prints what is the same by
// chapter and by program. No verdict fails anything: only a chapter that stops does.

const asked = (process.env['CHAPTERS'] ?? '').split(' ').filter(Boolean);
const names = asked.length > 0 ? asked : recordedNames();
const judged: (JudgedFact & { readonly result: Result; readonly fact: Fact })[] = [];

afterAll(() => {
  console.table(chapterTable(judged));
  console.table(programTable(judged));
  const different = judged.filter(({ verdict }) => verdict !== 'same');
  const file = process.env['CONFORMANCE'] ?? '/dev/null';
  writeFileSync(file, different.map(show).join('\n'));
  if (asked.length > 0) console.log(different.map(show).join('\n'));
  if (process.env['UPDATE'] === '1') {
    writeFileSync(chapterScoreFile, `${JSON.stringify(scoreOfFacts(judged), null, 1)}\n`);
  }
});

test.concurrent.each(names)('%s can be typed to its end', async (name) => {
  const { commands, tty, program } = readFacts(name);
  const target = rehearsalTarget({ environment: process.env });
  await target.prepare(new AbortController().signal);
  try {
    const results = await typeChapter(target, { tty, lines: commands }, 'replay');
    for (const [index, result] of results.entries()) {
      const fact = commands[index];
      if (!fact || fact.isSetup || fact.leftOut !== undefined) continue;
      const verdict: ChapterVerdict = verdictOfFact(fact, result);
      judged.push({
        ...{ chapter: name, index, verdict, result, fact },
        program: programOf({ ...(program && { program }) }, fact.command),
      });
    }
    expect(results).toHaveLength(commands.length);
  } finally {
    await target.close();
  }
});

function show({ chapter, verdict, fact, result: { exit, output, refused, ms } }: (typeof judged)[number]): string {
  return [
    `== ${chapter}: ${verdict} $ ${fact.command}`,
    `-- real: exit ${fact.exit ?? '?'}${fact.anyOrder ? ', in any order' : ''}`,
    fact.output ?? '',
    `-- rehearsal: exit ${exit ?? '?'}, ${ms} ms${refused.length > 0 ? `, refused: ${refused.join('; ')}` : ''}`,
    output,
  ].join('\n');
}
