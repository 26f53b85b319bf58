import { type Fact, type Program, programs } from './chapter.ts';

/** How what a command said here compares with what it said on the real node1. */
export type ChapterVerdict = 'same' | 'differs' | 'refused';

/** What a command said here. */
export interface Said {
  readonly exit: number | undefined;
  /** Normalised. */
  readonly output: string;
  readonly refused: readonly string[];
}

export interface JudgedFact {
  readonly chapter: string;
  /** Its place in the chapter. */
  readonly index: number;
  readonly program: Program;
  readonly verdict: ChapterVerdict;
}

/** Percent of the commands of a program that are to be the same. */
const goals: Partial<Readonly<Record<Program, number>>> = { kubectl: 97, docker: 93, 'docker-compose': 88 };

/** The outcome of a run of all chapters: those commands that are not the same, by chapter and place. */
export interface ChapterScore {
  readonly programs: Readonly<Record<string, Row>>;
  readonly chapters: Readonly<Record<string, Row>>;
  readonly commands: Readonly<Record<string, ChapterVerdict>>;
}

type Row = Readonly<Record<ChapterVerdict | 'percent', number>>;

export const chapterScoreFile = new URL('score.json', import.meta.url);

export function verdictOfFact(fact: Fact, { exit, output, refused }: Said): ChapterVerdict {
  const anyOrder = fact.anyOrder ?? isParallel(fact.output ?? '');
  const [wanted, got] = [fact.output ?? '', output].map((text) => (anyOrder ? sortedLines(text) : text));
  if (exit === fact.exit && wanted === got) return 'same';
  return refused.length > 0 ? 'refused' : 'differs';
}

export function chapterTable(judged: readonly JudgedFact[]): Record<string, Row> {
  const names = [...new Set(judged.map(({ chapter }) => chapter))].sort();
  return Object.fromEntries(names.map((name) => [name, rowOf(judged.filter(({ chapter }) => chapter === name))]));
}

export function programTable(judged: readonly JudgedFact[]): Record<string, Row & { readonly goal?: number }> {
  const rows = programs.map((program): [string, Row & { readonly goal?: number }] => {
    const goal = goals[program];
    const row = rowOf(judged.filter((each) => each.program === program));
    return [program, goal === undefined ? row : { ...row, goal }];
  });
  return Object.fromEntries([...rows, ['all', rowOf(judged)]]);
}

export function scoreOfFacts(judged: readonly JudgedFact[]): ChapterScore {
  const different = judged.filter(({ verdict }) => verdict !== 'same');
  const commands = different.map(({ chapter, index, verdict }) => [`${chapter} ${index + 1}`, verdict] as const);
  return {
    programs: programTable(judged),
    chapters: chapterTable(judged),
    commands: Object.fromEntries(
      [...commands].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true })),
    ),
  };
}

function rowOf(judged: readonly JudgedFact[]): Row {
  const count = (verdict: ChapterVerdict) => judged.filter((each) => each.verdict === verdict).length;
  const same = count('same');
  const percent = Math.round((1000 * same) / Math.max(1, judged.length)) / 10;
  return { same, differs: count('differs'), refused: count('refused'), percent };
}

function sortedLines(text: string): string {
  return text.split('\n').sort().join('\n');
}

/** Whether compose did several things at once; it tells of each when it ends. */
function isParallel(text: string): boolean {
  return (text.match(/ \.\.\. (?:done|failed|error)$/gm)?.length ?? 0) > 1;
}
